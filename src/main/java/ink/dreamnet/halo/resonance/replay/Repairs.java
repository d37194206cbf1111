package ink.dreamnet.halo.resonance.replay;

import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.MemoryInMemory;
import ink.dreamnet.halo.resonance.group.KnownGroups;
import ink.dreamnet.halo.resonance.hold.HoldBack;
import ink.dreamnet.halo.resonance.replay.StepAnswer.Alternative;
import ink.dreamnet.halo.resonance.replay.StepAnswer.Expected;
import ink.dreamnet.halo.resonance.replay.StepAnswer.Ignored;
import ink.dreamnet.halo.resonance.replay.StepAnswer.Point;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Repaired;
import ink.dreamnet.halo.strategy.Generated;
import ink.dreamnet.halo.strategy.TaskGeneration;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.task.Why;
import ink.dreamnet.halo.task.proposal.Proposed;
import ink.dreamnet.halo.task.replay.TasksInMemory;
import ink.dreamnet.halo.weakpoint.Detection;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import ink.dreamnet.halo.weakpoint.WeakPointsInMemory;
import org.jspecify.annotations.Nullable;

/// The life of weak points and of the tasks that repair them in a replay, from detection to what is learned: the stages of a cycle, in the
/// order of a real one. Not for use by several threads at once.
final class Repairs {

    /// After how many cycles the tasks of weak points that will not be there again are forgotten.
    private static final int TIDY_EVERY = 1000;

    private final Subjects subjects;
    private final Set<SubjectKind> kinds;
    private final WeakPointsInMemory weakPoints;
    private final TasksInMemory tasks;
    private final MemoryInMemory memory;
    private final TaskGeneration generation;
    private final Clock clock;
    private final List<TasksChanged.Change> changes = new ArrayList<>();
    private Set<SubjectRef> weak = Set.of();
    private @Nullable WeakPointsDetected detected;
    private long cycles;

    /// @param groups who falls with whom
    Repairs(Subjects subjects, Rooms rooms, KnownGroups groups, Clock clock) {
        this.subjects = subjects;
        this.kinds = Judgement.kinds(subjects);
        this.clock = clock;
        DeclaredSubjects declared = new DeclaredSubjects(List.of(subjects));
        this.tasks = rooms.tasks().begin(labels(subjects), () -> weak, changed -> changes.addAll(changed.changes()),
                clock);
        this.weakPoints = new WeakPointsInMemory(declared, rooms.weakPoints(),
                new HoldBack(rooms.hold().hold(), groups, tasks.course()::fates), found -> detected = found, clock);
        this.memory = rooms.memory().begin(declared, weakPoints, tasks.course(), clock);
        this.generation = rooms.generation().over(tasks.course()::failedSteps, tasks.stops(), memory.advisor());
    }

    private static Map<SubjectRef, Map<String, String>> labels(Subjects subjects) {
        Map<SubjectRef, Map<String, String>> labels = new LinkedHashMap<>();
        subjects.watched().stream().forEach(
                number -> labels.put(subjects.fleet().subject(number), subjects.fleet().labels(number)));
        return labels;
    }

    /// What became of decisions and outcomes.
    ///
    /// @param repairs the repairs of which it became known what they achieved
    /// @param ignored what no task was waiting for
    record Decided(List<Repaired> repairs, List<Ignored> ignored) {
    }

    /// What a cycle changed.
    record Changed(List<Point> opened, List<Point> resolved, List<StepAnswer.Proposed> tasks) {
        static final Changed NOTHING = new Changed(List.of(), List.of(), List.of());

        Changed plus(Changed more) {
            return this == NOTHING
                    ? more
                    : new Changed(joined(opened, more.opened), joined(resolved, more.resolved),
                            joined(tasks, more.tasks));
        }

        private static <T> List<T> joined(List<T> some, List<T> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }
    }

    /// Takes what operators decided, and what repairs achieved.
    Decided decide(Step step) {
        List<Repaired> repairs = new ArrayList<>();
        List<Ignored> ignored = new ArrayList<>();
        tasks.course().expireOverdue();
        learn(null);
        for (Step.Decided each : step.decisions()) {
            Optional<String> why = switch (each.action()) {
                case APPROVED -> tasks.approve(each.task());
                case REJECTED -> tasks.reject(each.task());
                case EXPIRED -> tasks.expire(each.task());
            };
            why.ifPresent(reason -> ignored.add(new Ignored(each.task(), reason)));
            learn(null);
        }
        for (Step.Achieved each : step.outcomes()) {
            tasks.conclude(each.task(), each.verification()).ifPresentOrElse(
                    reason -> ignored.add(new Ignored(each.task(), reason)),
                    () -> repaired(each).ifPresent(repairs::add));
            learn(null);
        }
        return new Decided(repairs, ignored);
    }

    private Optional<Repaired> repaired(Step.Achieved each) {
        return each.verification() == Verification.INCONCLUSIVE
                ? Optional.empty()
                : tasks.find(each.task()).map(TaskView::proposal)
                        .map(task -> new Repaired(subjects.number(task.subject()), Objects.toString(task.code(), ""),
                                task.strategy(), task.step(), each.verification() == Verification.EFFECTIVE));
    }

    /// As the stages of a cycle do.
    ///
    /// @param looks what was observed, in the order of the numbers
    /// @param due whom the cycle was to look at
    Changed cycle(List<Check> looks, BitSet due) {
        UUID cycle = Ids.next();
        List<AnalyzerRun> runs = Judgement.runs(kinds, looks, due, subjects);
        Detection detection = weakPoints.detect(new Observations(cycle, CycleMode.FULL, Scope.ALL, runs),
                clock.instant());
        WeakPointsDetected found = Objects.requireNonNull(detected);
        weak = found.open().stream().map(WeakPoint::subject).collect(Collectors.toSet());
        tasks.course().settle(detection.resolvedByThemselves(), detection.removed(), detection.flappingChanged());
        Generated generated = generation.generate(detection.toRepair(), cycle);
        Proposed proposed = tasks.propose(generated.drafts());
        weakPoints.holdTasks(generated.reasons(proposed.blocked(), proposed.weakPoints()));
        learn(found);
        tidy();
        return new Changed(found.appeared().stream().map(this::point).toList(),
                found.resolved().stream().map(this::point).toList(),
                tasks.view(proposed).stream().map(this::proposed).toList());
    }

    private void learn(@Nullable WeakPointsDetected found) {
        if (found != null || !changes.isEmpty()) {
            memory.record(List.copyOf(changes), found);
            changes.clear();
        }
    }

    private void tidy() {
        cycles++;
        if (cycles % TIDY_EVERY == 0) {
            Set<UUID> gone = new HashSet<>(tasks.weakPoints());
            gone.removeAll(weakPoints.thereSince(gone).keySet());
            tasks.forget(gone);
        }
    }

    private Point point(WeakPoint point) {
        return new Point(point.id(), subjects.number(point.subject()), point.code(), point.severity());
    }

    private StepAnswer.Proposed proposed(TaskView task) {
        TaskView.Proposal proposal = task.proposal();
        Why why = proposal.why();
        Double propensity = why == null ? null : why.propensity();
        return new StepAnswer.Proposed(task.id(), subjects.number(proposal.subject()),
                Objects.toString(proposal.code(), ""), proposal.step(), propensity == null ? 1 : propensity,
                why == null ? null : expected(why.chosen()),
                why == null
                        ? List.of()
                        : why.alternatives().stream().map(each -> new Alternative(each.step(), expected(each)))
                                .toList());
    }

    private static Expected expected(Why.Known known) {
        return new Expected(known.success(), known.baseRate(), known.uplift());
    }

    /// @return what works, as `GET /api/halo/memory/strategies` shows it
    List<?> strategies() {
        return memory.strategies();
    }
}
