package ink.dreamnet.halo.resonance.observed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.trait.EntityState;
import ink.dreamnet.halo.memory.trait.Observed;
import ink.dreamnet.halo.resonance.observed.RecordedHistory.Recorded;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// What is recorded of cycles gives the same timeline as the cycles themselves.
@HaloTest
abstract class RecordedHistoryTest {

    @OnH2
    static class OnH2Test extends RecordedHistoryTest {
    }

    @OnPostgres
    static class OnPostgresTest extends RecordedHistoryTest {
    }

    private static final int SUBJECTS = 6;
    private static final int CYCLES = 120;

    @Autowired
    RecordedHistory history;
    @Autowired
    ApplicationEventPublisher publisher;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;

    private final Fleet fleet = new Fleet();
    private final Timeline live = new Timeline(1000);
    private final List<Long> cycles = new ArrayList<>();
    private final EntityState[] states = new EntityState[SUBJECTS];

    @BeforeEach
    void forget() {
        List.of("memory_span", "memory_watch", "memory_gap", "memory_look", "resonance_cycle")
                .forEach(table -> jdbc.update("delete from " + table));
        jdbc.update("update memory_version set version = version + 1, last_cycle_ms = 0");
    }

    private static SubjectRef subject(int number) {
        return Observed.endpoint("subject-" + number);
    }

    /// Each subject keeps its state more often than not, and is sometimes not observed.
    private void run(SplittableRandom random, int count) {
        for (int cycle = 0; cycle < count; cycle++) {
            clock.advance(Duration.ofSeconds(random.nextInt(30, 600)));
            Observed observed = Observed.at(clock.millis());
            for (int i = 0; i < SUBJECTS; i++) {
                if (random.nextInt(8) == 0) {
                    states[i] = List.of(EntityState.CLEAN, EntityState.WEAK, EntityState.UNKNOWN)
                            .get(random.nextInt(3));
                }
                if (states[i] != null) {
                    observed.saw(i % 2 == 0 ? "even" : "odd", subject(i), states[i]);
                }
            }
            WeakPointsDetected detected = observed.detected();
            transaction.executeWithoutResult(tx -> publisher.publishEvent(detected));
            long at = detected.at().toEpochMilli();
            cycles.add(at);
            live.add(CycleFacts.of(at, Seen.looks(Seen.of(detected), fleet)));
        }
    }

    private void assertSame(Timeline recorded, Fleet other, long seed) {
        for (int i = 0; i < SUBJECTS; i++) {
            int mine = fleet.number(subject(i));
            int its = other.number(subject(i));
            String as = "subject %d, seed %d".formatted(i, seed);
            assertThat(recorded.onsets(its)).as(as).isEqualTo(live.onsets(mine));
            assertThat(recorded.weak(its)).as(as).isEqualTo(live.weak(mine));
            assertThat(recorded.firstMs(its)).as(as).isEqualTo(live.firstMs(mine));
            // when one that goes on was seen weak last is known by the next change
            assertThat(recorded.episodes(its)).as(as).usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                    "lastWeakMs").isEqualTo(live.episodes(mine));
            assertThat(closed(recorded, its)).as(as).isEqualTo(closed(live, mine));
        }
        assertThat(recorded.cycles()).isEqualTo(live.cycles());
    }

    private static List<?> closed(Timeline timeline, int number) {
        return timeline.episodes(number).stream().filter(episode -> !episode.open()).toList();
    }

    private static void play(List<Recorded> recorded, Fleet into, Timeline timeline) {
        recorded.forEach(cycle -> timeline.add(cycle.facts(into)));
    }

    @Test
    void readWhenStatesChangeAtRandomGivesTheEpisodesThatWereObserved() {
        long seed = Long.getLong("halo.history.seed", System.nanoTime());
        run(new SplittableRandom(seed), CYCLES);
        Fleet other = new Fleet();
        Timeline recorded = new Timeline(1000);
        play(history.read(new RecordedHistory.Reader(), cycles.getLast(), cycles), other, recorded);
        assertSame(recorded, other, seed);
        assertThat(IntStream.range(0, SUBJECTS).mapToObj(other::subject).toList())
                .as("in the order in which they were seen")
                .isEqualTo(IntStream.range(0, SUBJECTS).mapToObj(fleet::subject).toList());
    }

    @Test
    void readOnWhenTheRecordGrewGoesOn() {
        long seed = Long.getLong("halo.history.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        run(random, CYCLES / 2);
        Fleet other = new Fleet();
        Timeline recorded = new Timeline(1000);
        RecordedHistory.Reader reader = new RecordedHistory.Reader();
        play(history.read(reader, cycles.getLast(), cycles), other, recorded);
        List<Long> before = List.copyOf(cycles);
        run(random, CYCLES / 2);
        play(history.readOn(reader, cycles.getLast(), cycles.subList(before.size(), cycles.size())), other, recorded);
        assertThat(recorded.cycles()).isEqualTo(live.cycles());
        for (int i = 0; i < SUBJECTS; i++) {
            assertThat(recorded.onsets(other.number(subject(i)))).as("subject %d, seed %d", i, seed)
                    .isEqualTo(live.onsets(fleet.number(subject(i))));
        }
    }

    @Test
    void readWhenAWindowBeginsLaterKnowsWhatHeldThen() {
        run(new SplittableRandom(1), 40);
        clock.advance(RecordedHistory.WINDOW.plusDays(1));
        run(new SplittableRandom(2), 1);
        List<Recorded> recorded = history.read(new RecordedHistory.Reader(), cycles.getLast(), cycles);
        long from = cycles.getLast() - RecordedHistory.WINDOW.toMillis();
        assertThat(recorded).allSatisfy(cycle -> assertThat(cycle.atMs()).isGreaterThanOrEqualTo(from));
        assertThat(recorded.getFirst().seen()).isNotEmpty();
    }
}
