package ink.dreamnet.halo.resonance.plan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerSetup;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.CyclePlanner.CycleTurn;
import ink.dreamnet.halo.analysis.CyclePlanner.Start;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.PlannedCheck;
import ink.dreamnet.halo.analysis.PlannedCheck.Turn;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Live;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.KnownGroups;
import ink.dreamnet.halo.resonance.observed.RecordedHistory;
import ink.dreamnet.halo.resonance.plan.PlanProperties.Adaptive;
import ink.dreamnet.halo.trigger.TimeTriggerProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class LivePlannerTest {

    private static final String PROBER = "prober";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration CYCLE = Duration.ofMinutes(5);

    private final Map<SubjectRef, Facts> fleet = new HashMap<>();
    private final Set<SubjectRef> weak = new HashSet<>();
    private final Set<SubjectRef> unreached = new HashSet<>();
    private final RecordedHistory history = mock(RecordedHistory.class);
    private LivePlanner planner = planner(Adaptive.ON);
    private Instant now = BEGIN;
    private @Nullable UUID recorded;

    private LivePlanner planner(Adaptive adaptive) {
        AnalyzerRegistry analyzers = mock(AnalyzerRegistry.class);
        when(analyzers.all()).thenReturn(List.of(new AnalyzerSetup(PROBER, mock(Analyzer.class), true,
                Set.of(CycleMode.FULL), Duration.ofMinutes(1), 1, Map.of(), Set.of(SubjectKind.ENDPOINT))));
        DeclaredSubjects declared = mock(DeclaredSubjects.class);
        when(declared.facts(any())).thenAnswer(asked -> {
            Map<SubjectRef, Facts> found = new HashMap<>(fleet);
            found.keySet().retainAll(asked.<Collection<SubjectRef>>getArgument(0));
            return found;
        });
        KnownGroups resonance = List::of;
        return new LivePlanner(Live.of(new PlanProperties(adaptive, null, null)), analyzers, declared, history,
                resonance,
                new TimeTriggerProperties(true, CYCLE, Duration.ZERO, null, ZoneOffset.UTC, Duration.ZERO),
                Clock.fixed(BEGIN, ZoneOffset.UTC));
    }

    private static SubjectRef endpoint(int number) {
        return SubjectRef.parse("endpoint:e" + number);
    }

    private void watch(int size) {
        IntStream.range(0, size).forEach(number -> fleet.put(endpoint(number), Facts.NONE));
    }

    private CycleTurn begin(Scope scope) {
        now = now.plus(CYCLE);
        return planner.begin(new Start(Ids.next(), recorded, now, CycleMode.FULL, scope));
    }

    private AnalyzerRun run(AnalyzerStatus status, Scope scope, Set<SubjectRef> notDue) {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        if (status == AnalyzerStatus.COMPLETED) {
            fleet.keySet().stream().filter(scope::includes).filter(subject -> !unreached.contains(subject))
                    .forEach(subject -> {
                        if (notDue.contains(subject)) {
                            result.notDue(subject);
                        } else if (weak.contains(subject)) {
                            result.issue(Issue.of("down", Severity.CRITICAL, subject, "is down"));
                        } else {
                            result.observed(subject);
                        }
                    });
        }
        return new AnalyzerRun(PROBER, status, Duration.ZERO, result.build(), null);
    }

    /// A cycle as the engine runs it.
    ///
    /// @param notDue whom its plan left out
    /// @param fanOut whom it looked at as well
    private record Cycle(Set<SubjectRef> notDue, Map<SubjectRef, String> fanOut) {
    }

    private Cycle cycle() {
        return cycle(AnalyzerStatus.COMPLETED, Scope.ALL, true);
    }

    private Cycle cycle(AnalyzerStatus status, Scope scope, boolean committed) {
        now = now.plus(CYCLE);
        UUID id = Ids.next();
        boolean whole = scope instanceof Scope.All;
        CycleTurn turn = planner.begin(new Start(id, recorded, now, CycleMode.FULL, scope));
        Set<SubjectRef> notDue = whole
                ? turn.plan().stream().filter(look -> look.turn() == Turn.NOT_DUE).map(PlannedCheck::subject)
                        .collect(Collectors.toSet())
                : Set.of();
        Map<SubjectRef, String> fanOut = turn.observed(List.of(run(status, scope, notDue)));
        Set<SubjectRef> left = new HashSet<>(notDue);
        left.removeAll(fanOut.keySet());
        Set<SubjectRef> looked = new HashSet<>(fanOut.keySet());
        looked.retainAll(notDue);
        turn.observedMore(List.of(run(status, scope, left)), looked);
        if (committed) {
            turn.recorded();
            recorded = id;
        }
        return new Cycle(notDue, fanOut);
    }

    private void cyclesUntil(Predicate<LivePlanner.Next> reached) {
        for (int count = 0; count < 60; count++) {
            cycle();
            if (reached.test(planner.next())) {
                return;
            }
        }
        throw new AssertionError("not reached in 60 cycles");
    }

    private static boolean isNotDue(LivePlanner.Next next, SubjectRef subject) {
        return next.notDue().stream().anyMatch(one -> one.subject().equals(subject));
    }

    private void cyclesUntilSomeAreNotDue() {
        for (int count = 0; count < 20; count++) {
            if (!cycle().notDue().isEmpty()) {
                return;
            }
        }
        throw new AssertionError("nobody was left out");
    }

    @Test
    void planWhenCyclesWereRecordedLeavesOutWhoCanWait() {
        watch(50);
        assertThat(cycle().notDue()).as("after a start").isEmpty();
        int left = IntStream.range(0, 40).map(any -> cycle().notDue().size()).sum();
        assertThat(left).isBetween(40 * 50 / 5, 40 * 50 / 2);
        LivePlanner.Next next = planner.next();
        assertThat(next.planned()).isEqualTo(50);
        assertThat(next.due().size() + next.notDue().size()).isEqualTo(50);
        verify(history, times(1)).read(any(), anyLong(), any());
    }

    @Test
    void planWhenACycleWasNotRecordedBeginsAnewFromTheRecord() {
        watch(50);
        cyclesUntilSomeAreNotDue();
        weak.add(endpoint(7));
        cycle(AnalyzerStatus.COMPLETED, Scope.ALL, false);
        assertThat(cycle().notDue()).as("what the lost cycle saw is not counted, so that all are due").isEmpty();
        verify(history, times(2)).read(any(), anyLong(), any());
        cyclesUntilSomeAreNotDue();
    }

    @Test
    void planWhenAnotherReplicaRecordedACycleIsForEveryone() {
        watch(50);
        cyclesUntilSomeAreNotDue();
        recorded = Ids.next();
        assertThat(cycle().notDue()).isEmpty();
        cyclesUntilSomeAreNotDue();
    }

    @Test
    void planWhenTheAnalyzerFailedOrCyclesDidNotComeIsForEveryone() {
        watch(50);
        cyclesUntilSomeAreNotDue();
        cycle(AnalyzerStatus.FAILED, Scope.ALL, true);
        assertThat(cycle().notDue()).isEmpty();
        cyclesUntilSomeAreNotDue();
        now = now.plus(CYCLE.multipliedBy(4));
        assertThat(cycle().notDue()).isEmpty();
    }

    @Test
    void recordedWhenAnotherCycleHasBegunChangesNothing() {
        watch(50);
        cyclesUntilSomeAreNotDue();
        CycleTurn dead = begin(Scope.ALL);
        CycleTurn alive = begin(Scope.ALL);
        assertThat(dead.observed(List.of(run(AnalyzerStatus.COMPLETED, Scope.ALL, Set.of())))).isEmpty();
        dead.recorded();
        assertThat(planner.next()).isSameAs(LivePlanner.Next.UNKNOWN);
        alive.observed(List.of());
        alive.observedMore(List.of(run(AnalyzerStatus.COMPLETED, Scope.ALL, Set.of())), Set.of());
        alive.recorded();
        assertThat(planner.next().planned()).isEqualTo(50);
    }

    @Test
    void observedWhenSomethingFallsNamesWhatDependsOnIt() {
        watch(50);
        fleet.put(endpoint(9), new Facts(Map.of(), List.of(endpoint(0)), null));
        // one that fell before is looked at more often than what depends on it
        for (int time = 0; time < 5; time++) {
            weak.add(endpoint(0));
            cycle();
            weak.clear();
            cycle();
        }
        cyclesUntil(next -> isNotDue(next, endpoint(9)) && !isNotDue(next, endpoint(0)));
        weak.add(endpoint(0));
        Cycle fallen = cycle();
        assertThat(fallen.notDue()).contains(endpoint(9));
        assertThat(fallen.fanOut()).containsKey(endpoint(9));
        assertThat(planner.next().due()).extracting(LivePlanner.Shown::subject).contains(endpoint(0), endpoint(9));
    }

    @Test
    void planWhenAScopedCycleSawAFallLooksThereNext() {
        watch(50);
        cyclesUntil(next -> !next.notDue().isEmpty());
        SubjectRef calm = planner.next().notDue().getFirst().subject();
        weak.add(calm);
        cycle(AnalyzerStatus.COMPLETED, new Scope.Named(Set.of(calm)), true);
        cycle();
        assertThat(planner.next().due()).extracting(LivePlanner.Shown::subject).contains(calm);
    }

    @Test
    void planWhenASubjectWasNotReachedLooksThereNext() {
        watch(50);
        SubjectRef late = endpoint(7);
        cyclesUntil(next -> isNotDue(next, late));
        unreached.add(late);
        cyclesUntil(next -> !isNotDue(next, late));
        cyclesUntil(next -> !next.notDue().isEmpty());
        assertThat(isNotDue(planner.next(), late)).isFalse();
        unreached.clear();
        cyclesUntil(next -> isNotDue(next, late));
    }

    @Test
    void planWhenTheAnalyzerWasSkippedStandsForTheNextTime() {
        watch(50);
        cyclesUntil(next -> next.notDue().size() > 20);
        Set<SubjectRef> left = planner.next().notDue().stream().map(LivePlanner.Shown::subject)
                .collect(Collectors.toSet());
        cycle(AnalyzerStatus.SKIPPED, Scope.ALL, true);
        assertThat(cycle().notDue()).isEqualTo(left);
    }

    @Test
    void nextWhenASubjectIsGoneDoesNotNameIt() {
        watch(50);
        cyclesUntilSomeAreNotDue();
        fleet.remove(endpoint(3));
        cycle();
        assertThat(planner.next().planned()).isEqualTo(49);
        assertThat(planner.next().due()).extracting(LivePlanner.Shown::subject).doesNotContain(endpoint(3));
        assertThat(planner.next().notDue()).extracting(LivePlanner.Shown::subject).doesNotContain(endpoint(3));
    }

    @Test
    void planWhenThereAreFewSubjectsIsForEveryoneUnlessToldOtherwise() {
        planner = planner(Adaptive.AUTO);
        watch(99);
        IntStream.range(0, 10).forEach(any -> assertThat(cycle().notDue()).isEmpty());
        assertThat(planner.next().adaptive()).isFalse();
        assertThat(planner.next().due()).hasSize(99).allMatch(one -> one.intervalMs() == CYCLE.toMillis());
        watch(100);
        cyclesUntilSomeAreNotDue();

        planner = planner(Adaptive.OFF);
        assertThat(begin(Scope.ALL)).isSameAs(CycleTurn.NONE);
    }
}
