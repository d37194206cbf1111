package ink.dreamnet.halo.adaptive;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.signal.AnomalyDetector;
import ink.dreamnet.halo.signal.Counts;
import ink.dreamnet.halo.signal.Measure;
import ink.dreamnet.halo.signal.SignalStore;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.TimeTrigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@HaloTest
@OnPostgres
class AdaptiveDetectorTest {

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    CycleRequests requests;
    @Autowired
    TimeTrigger time;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    SignalStore store;
    @Autowired
    NormalStateStore learned;
    @Autowired
    AnomalyDetector.Factory detectors;
    @Autowired
    ApplicationContext context;

    @BeforeEach
    void forget() {
        jdbc.update("update trigger_state set enabled = null, fired_at = null, fired_why = null, held_since = null, "
                + "held_why = null, held_times = 0");
        jdbc.update("delete from signal_bucket");
        jdbc.update("delete from signal_source");
        jdbc.update("delete from scrape_target");
        jdbc.update("delete from learned_level");
        clock.advance(Duration.ofHours(1));
    }

    /// A day of ordinary minutes, then ten times as much; the learner is another one after a restart.
    @Test
    void evaluateWhenAdaptiveFiresOnWhatIsUnusualForTheSourceAlsoAfterRestart() {
        Instant start = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        AdaptiveDetector first = detector();
        int minutes = 26 * 60;
        for (int hour = 0; hour * 60 < minutes; hour++) {
            for (int i = 60 * hour; i < 60 * hour + 60; i++) {
                minute(start.plusSeconds(60L * i), 1000 + 10 * (i % 7));
            }
            assertThat(first.evaluate(start.plusSeconds(3600L * (hour + 1) + 30), null)).isEmpty();
        }
        Instant then = start.plusSeconds(60L * minutes);
        minute(then, 10_000);
        List<String> unusual = detector().evaluate(then.plusSeconds(90), null);
        assertThat(unusual).singleElement().asString().startsWith("shop: spike: 10000 where about 10");
        AdaptiveDetector second = detector();
        assertThat(second.evaluate(then.plusSeconds(90), then.plusSeconds(91))).isEmpty();
        assertThat(second.ongoing()).containsExactly("shop");
        assertThat(second.readings(5)).singleElement()
                .satisfies(reading -> assertThat(reading.detail()).isEqualTo("an anomaly goes on"));
    }

    /// What was learned, then what is unusual.
    private Instant spike() {
        Instant start = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        AdaptiveDetector detector = detector();
        for (int i = 0; i < 26 * 60; i++) {
            minute(start.plusSeconds(60L * i), 1000 + 10 * (i % 7));
        }
        for (int hour = 1; hour <= 26; hour++) {
            detector.evaluate(start.plusSeconds(3600L * hour + 30), null);
        }
        Instant then = start.plus(Duration.ofHours(26));
        minute(then, 10_000);
        clock.advance(Duration.between(clock.instant(), then.plusSeconds(75)));
        return then;
    }

    private AdaptiveDetector detector() {
        return new AdaptiveDetector(Measure.REQUESTS, AdaptiveProperties.DEFAULTS, Duration.ofSeconds(10), store,
                learned);
    }

    @Test
    void evaluateWhenWhatWasLearnedCannotBeSavedDoesNotForgetWhatIsUnusual() {
        Instant then = spike();
        AdaptiveDetector unsaved = new AdaptiveDetector(Measure.REQUESTS, AdaptiveProperties.DEFAULTS,
                Duration.ofSeconds(10), store, new NormalStateStore(JdbcClient.create(jdbc)) {
                    @Override
                    public void save(String measure, Map<String, NormalState> states, Instant now) {
                        throw new CannotAcquireLockException("the database is away");
                    }
                });
        assertThatThrownBy(() -> unsaved.evaluate(then.plusSeconds(75), null)).hasMessage("the database is away");
        assertThat(unsaved.evaluate(then.plusSeconds(80), null)).singleElement().asString().startsWith("shop: spike");
        assertThat(unsaved.evaluate(then.plusSeconds(85), then.plusSeconds(84))).as("another replica fired").isEmpty();
    }

    private void minute(Instant at, long requests) {
        transaction.executeWithoutResult(tx -> store.add("test",
                List.of(SignalStore.Bucket.of(SignalStore.COARSE, at, "shop", new Counts(requests, 0, 60_000))),
                Set.of("shop"), at));
    }
}
