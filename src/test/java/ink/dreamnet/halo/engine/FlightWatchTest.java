package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;

import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.FlightLostException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A cycle that does not end.
@HaloTest
abstract class FlightWatchTest {

    private static final long FLIGHT = 7;

    @Autowired
    CycleRequests requests;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TransactionTemplate transaction;

    private final CountDownLatch over = new CountDownLatch(1);

    @OnH2
    static class OnH2Test extends FlightWatchTest {
    }

    @OnPostgres
    static class OnPostgresTest extends FlightWatchTest {
    }

    @AfterEach
    void land() {
        over.countDown();
        jdbc.update("delete from scheduled_tasks where task_name = 'halo-flight'");
    }

    /// A flight that this process holds, and whose next execution is far away.
    private void fly() {
        jdbc.update(
                """
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat,
                            version) values ('halo-flight', 'halo-flight', ?, true, 'test', ?, ?)""",
                Instant.parse("2100-01-01T00:00:00Z").atOffset(ZoneOffset.UTC),
                Instant.parse("2100-01-01T00:00:00Z").atOffset(ZoneOffset.UTC), FLIGHT);
    }

    @Test
    void stepWhenACycleStandsStillInterruptsItAndThenGivesTheFlightAway() throws Exception {
        fly();
        FlightWatch watch = new FlightWatch(requests, Duration.ofMillis(100), Duration.ofMillis(100));
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread stubborn = Thread.ofVirtual().start(() -> {
            watch.moved(FLIGHT);
            while (over.getCount() > 0) {
                try {
                    over.await();
                } catch (InterruptedException ignored) {
                    interrupted.countDown();
                }
            }
            watch.ended(FLIGHT);
        });
        Awaitility.await().until(watch::standsStill);
        watch.step(true);
        interrupted.await();
        assertThat(watch.standsStill()).isTrue();
        transaction.executeWithoutResult(tx -> requests.requireFlight(FLIGHT));
        Awaitility.await().until(() -> {
            watch.step(false);
            return !watch.standsStill();
        });
        assertThatThrownBy(() -> transaction.executeWithoutResult(tx -> requests.requireFlight(FLIGHT)))
                .isInstanceOf(FlightLostException.class);
        assertThat(jdbc.queryForObject("select picked from scheduled_tasks where task_name = 'halo-flight'",
                Boolean.class)).isFalse();
        over.countDown();
        stubborn.join();
    }

    @Test
    void stepWhenTheFlightGoesOnDoesNothing() {
        FlightWatch watch = new FlightWatch(requests, Duration.ofMinutes(1), Duration.ofMinutes(1));
        watch.moved(FLIGHT);
        watch.step(true);
        assertThat(watch.standsStill()).isFalse();
        watch.ended(FLIGHT);
        assertThat(Thread.interrupted()).isFalse();
    }
}
