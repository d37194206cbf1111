package ink.dreamnet.halo.memory.trait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Suppression;
import org.junit.jupiter.api.Test;

import static ink.dreamnet.halo.memory.trait.EntityState.CLEAN;
import static ink.dreamnet.halo.memory.trait.EntityState.FLAPPING;
import static ink.dreamnet.halo.memory.trait.EntityState.UNKNOWN;
import static ink.dreamnet.halo.memory.trait.EntityState.WEAK;
import static org.assertj.core.api.Assertions.assertThat;

/// What a cycle adds to the record.
class RoundTest {

    private static final long MINUTE = 60_000;
    private static final long START = 1_000_000_000_000L;
    private static final SubjectRef SHOP = Observed.endpoint("shop");
    private static final SubjectRef BLOG = Observed.endpoint("blog");

    private Known known = new Known(0, 0, new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final Set<SubjectRef> removed = new TreeSet<>();
    private final List<Span> spans = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    private static Observed at(long minutes) {
        return Observed.at(START + minutes * MINUTE);
    }

    private Round cycle(Observed observed) {
        Round round = new Round(known, observed.detected(), Duration.ofHours(24),
                (analyzer, asked) -> asked.stream().filter(one -> !removed.contains(one)).collect(Collectors.toSet()));
        known = known.after(round, known.version() + 1);
        spans.addAll(round.spans());
        gaps.addAll(round.opened());
        gaps.replaceAll(gap -> round.closed().contains(gap.analyzer()) && gap.untilMs() == null
                ? new Gap(gap.analyzer(), gap.fromMs(), gap.foundMs(), round.atMs())
                : gap);
        return round;
    }

    private static long minutes(Long ms) {
        return (ms - START) / MINUTE;
    }

    private List<String> history(SubjectRef subject) {
        return spans.stream().filter(span -> span.entity().equals(Entity.of(subject)))
                .map(span -> span.state().wire() + " " + (span.afterMs() == null ? "" : minutes(span.afterMs()))
                        + ".." + minutes(span.atMs()))
                .toList();
    }

    @Test
    void cycleWhenNothingChangedAddsNothing() {
        cycle(at(0).saw("a", SHOP, CLEAN).saw("a", BLOG, WEAK));
        assertThat(cycle(at(5).saw("a", SHOP, CLEAN).saw("a", BLOG, WEAK)).spans()).isEmpty();
        assertThat(cycle(at(10).saw("a", SHOP, CLEAN).saw("a", BLOG, WEAK)).spans()).isEmpty();
        assertThat(cycle(at(15).saw("a", SHOP, WEAK).saw("a", BLOG, CLEAN)).spans()).hasSize(2);
        assertThat(history(SHOP)).containsExactly("clean ..0", "weak 10..15");
        assertThat(history(BLOG)).containsExactly("weak ..0", "clean 10..15");
    }

    @Test
    void subjectThatIsNotLookedAtKeepsItsState() {
        cycle(at(0).saw("a", SHOP, CLEAN).saw("a", BLOG, CLEAN).ran("slow").saw("slow", BLOG, CLEAN));
        cycle(at(5).only(SHOP).saw("a", SHOP, CLEAN));
        cycle(at(10).light().saw("a", SHOP, CLEAN).saw("a", BLOG, CLEAN));
        cycle(at(15).saw("a", SHOP, CLEAN).remembered("a", BLOG).run("slow", AnalyzerStatus.SKIPPED));
        assertThat(spans).hasSize(3);
        assertThat(gaps).isEmpty();
        cycle(at(20).saw("a", SHOP, WEAK).saw("a", BLOG, WEAK).saw("slow", BLOG, WEAK));
        assertThat(history(SHOP)).containsExactly("clean ..0", "weak 15..20");
        // the remembered observation is that of minute 10, and the slow analyzer looked at minute 0
        assertThat(history(BLOG)).containsExactly("clean ..0", "clean ..0", "weak 10..20", "weak 0..20");
    }

    @Test
    void subjectThatShouldHaveBeenObservedIsUnknownAndOneThatIsGoneIsRemoved() {
        cycle(at(0).saw("a", SHOP, CLEAN).saw("a", BLOG, CLEAN));
        removed.add(BLOG);
        cycle(at(5).ran("a"));
        cycle(at(10).ran("a"));
        assertThat(history(SHOP)).containsExactly("clean ..0", "unknown 0..5");
        assertThat(history(BLOG)).containsExactly("clean ..0", "removed 0..5");
        removed.add(SHOP);
        cycle(at(15).ran("a").saw("a", BLOG, WEAK));
        assertThat(history(SHOP)).last().isEqualTo("removed 0..15");
        assertThat(history(BLOG)).last().isEqualTo("weak 0..15");
    }

    @Test
    void weakPointThatWasNotObservedOrIsUnderMaintenanceSaysNothing() {
        cycle(at(0).saw("a", SHOP, WEAK).suppressed("a", BLOG, Suppression.Kind.SILENCE));
        cycle(at(5).stale("a", SHOP).suppressed("a", BLOG, Suppression.Kind.MAINTENANCE));
        cycle(at(10).saw("a", SHOP, FLAPPING).suppressed("a", BLOG, Suppression.Kind.WEAK_POINT));
        assertThat(history(SHOP)).containsExactly("weak ..0", "unknown 0..5", "flapping 5..10");
        assertThat(history(BLOG)).containsExactly("weak ..0", "unknown 0..5", "weak 5..10");
    }

    @Test
    void analyzerThatFailsLeavesOneGapForAllItsSubjects() {
        cycle(at(0).saw("a", SHOP, CLEAN).saw("a", BLOG, CLEAN).saw("b", SHOP, CLEAN));
        cycle(at(5).run("a", AnalyzerStatus.FAILED).saw("b", SHOP, CLEAN));
        cycle(at(10).run("a", AnalyzerStatus.TIMED_OUT).saw("b", SHOP, CLEAN));
        cycle(at(15).only(SHOP).saw("a", SHOP, CLEAN).saw("b", SHOP, CLEAN));
        cycle(at(20).saw("a", SHOP, CLEAN).saw("a", BLOG, CLEAN));
        cycle(at(25).saw("a", SHOP, CLEAN).saw("a", BLOG, CLEAN).saw("b", SHOP, CLEAN));
        assertThat(spans).hasSize(3);
        assertThat(gaps).containsExactly(new Gap("a", START, START + 5 * MINUTE, START + 20 * MINUTE),
                // it was switched off for one cycle over everything
                new Gap("b", START + 10 * MINUTE, START + 20 * MINUTE, START + 25 * MINUTE));
    }

    @Test
    void pauseOfHaloIsAGapFromWhenObservationsDoNotHoldAnyMore() {
        cycle(at(0).saw("a", SHOP, CLEAN));
        cycle(at(24 * 60).saw("a", SHOP, CLEAN));
        assertThat(gaps).isEmpty();
        cycle(at(3 * 24 * 60).saw("a", SHOP, CLEAN));
        long back = START + 3 * 24 * 60 * MINUTE;
        assertThat(gaps).containsExactly(new Gap(Gap.HALO, START + 2 * 24 * 60 * MINUTE, back, back));
        assertThat(known.openGaps()).isEmpty();
    }

    @Test
    void cycleOfAnotherClockIsStillLater() {
        cycle(at(0).saw("a", SHOP, CLEAN));
        cycle(at(-1).saw("a", SHOP, WEAK));
        assertThat(spans.getLast().atMs()).isEqualTo(START + 1);
    }

    @Test
    void levelOfResponseTimesBeginsWhereTheMedianHasLeftTheOneBefore() {
        for (int i = 0; i < 20; i++) {
            cycle(at(i).answered("a", SHOP, i < 10 ? 100 : 300));
        }
        assertThat(Objects.requireNonNull(known.latencies().get(SHOP)).level()).isEqualTo(300);
    }

    /// The truth changes at some moments, and each time it is looked at just before and just then. Any number of further looks
    /// at any other times changes nothing.
    @Test
    void lookingMoreOftenChangesNoTrait() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TreeMap<Long, EntityState> truth = new TreeMap<>(Map.of(0L, CLEAN));
            TreeSet<Long> needed = new TreeSet<>(Set.of(0L));
            long end = 3 * 24 * 60;
            for (long minute = 30; minute < end; minute += 2 + random.nextLong(400)) {
                truth.put(minute, List.of(CLEAN, WEAK, FLAPPING, UNKNOWN).get(random.nextInt(4)));
                needed.add(minute - 1);
                needed.add(minute);
            }
            needed.add(end);
            List<Trait> few = traits(truth, needed);
            TreeSet<Long> more = new TreeSet<>(needed);
            for (int i = 0; i < 1 + random.nextInt(2000); i++) {
                more.add(random.nextLong(end));
            }
            assertThat(traits(truth, more)).as("seed %d", seed).isEqualTo(few).isNotEmpty();
        }
    }

    private List<Trait> traits(TreeMap<Long, EntityState> truth, Set<Long> looks) {
        known = new Known(0, 0, new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        spans.clear();
        gaps.clear();
        looks.forEach(minute -> cycle(at(minute).ran("a").saw("a", SHOP, truth.floorEntry(minute).getValue())));
        return Traits.of(Traits.Evidence.of(Entity.of(SHOP), spans), gaps, Reference.NONE, known.lastCycleMs())
                .traits();
    }

    @Test
    void cycleWhenSubjectsAreNotDueLeavesWhatIsKnownOfThem() {
        cycle(at(0).saw("probe", SHOP, CLEAN).saw("probe", BLOG, CLEAN));
        cycle(at(5).saw("probe", BLOG, CLEAN).notDue("probe", SHOP));
        cycle(at(10).saw("probe", BLOG, CLEAN).notDue("probe", SHOP));
        assertThat(history(SHOP)).isEqualTo(history(BLOG)).hasSize(1);
        assertThat(gaps).isEmpty();
        List<Timeline.Piece> shop = pieces(SHOP, 10);
        assertThat(shop).as("no gap in what is known").isEqualTo(pieces(BLOG, 10)).hasSize(1);

        cycle(at(20).saw("probe", BLOG, CLEAN).saw("probe", SHOP, WEAK));
        assertThat(pieces(SHOP, 20)).as("it broke in the middle between two looks").first()
                .satisfies(piece -> assertThat(minutes(piece.untilMs())).isEqualTo(10));
    }

    private List<Timeline.Piece> pieces(SubjectRef subject, long untilMinutes) {
        return Timeline.of(spans.stream().filter(span -> span.entity().equals(Entity.of(subject))).toList(), gaps,
                START, START + untilMinutes * MINUTE);
    }
}
