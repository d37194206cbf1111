package ink.dreamnet.halo.task.replay;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Live;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.Approval;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.RecordsInMemory;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskCourse;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskNotes;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.task.budget.BudgetProperties;
import ink.dreamnet.halo.task.budget.CountedCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import ink.dreamnet.halo.task.proposal.ProposalRules;
import ink.dreamnet.halo.task.proposal.Proposed;
import ink.dreamnet.halo.task.verification.Stops;
import ink.dreamnet.halo.task.verification.Verdicts;
import org.springframework.stereotype.Component;

/// The tasks of a history that is played: the same rules of proposing, deciding and verifying, but in memory, and nothing is sent to
/// anybody. Who plays the history plays operators and agents too: what is approved is at once in work, until its outcome is given. Not for
/// use by several threads at once.
public final class TasksInMemory {

    private static final Actor OPERATOR = new Actor("replay");
    private static final String CHANNEL = "replay";
    /// The kinds of which real HALO has a census.
    private static final Set<SubjectKind> COUNTED = Set.of(SubjectKind.AGENT, SubjectKind.SQUAD, SubjectKind.ENDPOINT,
            SubjectKind.GRAFT);

    private final RecordsInMemory records = new RecordsInMemory();
    private final TaskNotes log;
    private final TaskCourse course;
    private final ProposalRules proposals;
    private final Verdicts verdicts;
    private final Stops stops;
    private final ApprovalProperties approval;
    private final Clock clock;

    private TasksInMemory(ApprovalProperties approval, BudgetProperties budgets, List<SubjectCensus> censuses,
            Consumer<TasksChanged> changed, Clock clock) {
        this.approval = approval;
        this.clock = clock;
        this.log = (actor, lines) -> note(changed, actor, lines);
        this.stops = new StopsInMemory(clock);
        this.course = new TaskCourse(records, log, () -> {
        }, clock);
        this.proposals = new ProposalRules(records, log, approval, () -> budgets, () -> censuses, clock);
        this.verdicts = new Verdicts(log, stops, clock);
    }

    private static void note(Consumer<TasksChanged> changed, Actor actor, Collection<TaskLog.Line> lines) {
        if (!lines.isEmpty()) {
            changed.accept(new TasksChanged(actor.name(), lines.stream().map(TaskLog.Line::published).toList()));
        }
    }

    /// Makes such tasks, under the rules that are configured for the real ones.
    @Component
    public static class Factory {

        private final ApprovalProperties approval;
        private final Live<BudgetProperties> budgets;

        Factory(ApprovalProperties approval, Live<BudgetProperties> budgets) {
            this.approval = approval;
            this.budgets = budgets;
        }

        /// @param labels the labels of all subjects
        /// @param weak the subjects that have a weak point now
        /// @param changed takes what happens to tasks
        /// @param clock the time of the history
        public TasksInMemory begin(Map<SubjectRef, Map<String, String>> labels, Supplier<Set<SubjectRef>> weak,
                Consumer<TasksChanged> changed, Clock clock) {
            List<SubjectCensus> censuses = Arrays.stream(SubjectKind.values())
                    .filter(kind -> COUNTED.contains(kind)
                            && labels.keySet().stream().anyMatch(subject -> subject.kind() == kind))
                    .map(kind -> census(kind, labels, weak, clock)).toList();
            return new TasksInMemory(approval, budgets.get(), censuses, changed, clock);
        }

        private static SubjectCensus census(SubjectKind kind, Map<SubjectRef, Map<String, String>> labels,
                Supplier<Set<SubjectRef>> weak, Clock clock) {
            Map<String, Map<String, String>> own = labels.entrySet().stream()
                    .filter(each -> each.getKey().kind() == kind)
                    .collect(Collectors.toMap(each -> each.getKey().id(), Map.Entry::getValue));
            return CountedCensus.byLabels(kind, () -> own, given -> given, () -> weak.get().stream()
                    .filter(subject -> subject.kind() == kind).map(SubjectRef::id).collect(Collectors.toSet()), clock);
        }
    }

    /// @return what becomes of tasks without an operator
    public TaskCourse course() {
        return course;
    }

    /// @return the strategies that did harm
    public Stops stops() {
        return stops;
    }

    /// As [ProposalRules#propose], in a full cycle.
    public Proposed propose(Collection<TaskDraft> drafts) {
        return proposals.propose(drafts, CycleMode.FULL);
    }

    /// @return the tasks that were proposed, as they are now
    public List<TaskView> view(Proposed proposed) {
        return proposed.tasks().stream().map(task -> task.view(approval.needed(task))).toList();
    }

    /// An operator approves a task, as many of them as it takes, and it is taken on at once.
    ///
    /// @return why that is not possible; empty where it is done
    public Optional<String> approve(UUID id) {
        return change(id, TaskStatus.PENDING_APPROVAL, task -> {
            Instant now = clock.instant();
            int needed = approval.needed(task);
            TaskStatus from = task.status();
            for (int operator = 1; operator <= needed; operator++) {
                task.approve(new Approval("%s-%d".formatted(OPERATOR.name(), operator), now, null, task.contentHash(),
                        null), needed);
            }
            log.note(OPERATOR, task, TaskAction.APPROVED, from, null);
            task.dispatch(now, CHANNEL, null, List.of(), needed);
            log.note(Actor.HALO, task, TaskAction.DISPATCHED, TaskStatus.APPROVED, null);
            task.accepted(null, Instant.MAX);
            log.note(Actor.HALO, task, TaskAction.ACCEPTED, TaskStatus.DISPATCHED, null);
        });
    }

    /// An operator rejects a task.
    ///
    /// @return why that is not possible; empty where it is done
    public Optional<String> reject(UUID id) {
        return change(id, TaskStatus.PENDING_APPROVAL, task -> {
            TaskStatus from = task.status();
            task.reject(null);
            log.note(OPERATOR, task, TaskAction.REJECTED, from, null);
        });
    }

    /// Nobody decided about a task.
    ///
    /// @return why that is not possible; empty where it is done
    public Optional<String> expire(UUID id) {
        return change(id, TaskStatus.PENDING_APPROVAL, task -> course.expire(List.of(task)));
    }

    /// Concludes a task.
    ///
    /// @return why that is not possible; empty where it is done
    public Optional<String> conclude(UUID id, Verification outcome) {
        return change(id, TaskStatus.RUNNING, task -> {
            Instant now = clock.instant();
            task.succeed(null, now, now);
            log.note(Actor.HALO, task, TaskAction.SUCCEEDED, TaskStatus.RUNNING, null);
            verdicts.conclude(task, outcome, "as the history says", Map.of());
        });
    }

    private Optional<String> change(UUID id, TaskStatus from, Consumer<RepairTask> change) {
        Optional<RepairTask> task = records.find(id);
        if (task.isEmpty()) {
            return Optional.of("there is no such task");
        }
        if (task.get().status() != from || from == TaskStatus.PENDING_APPROVAL && task.get().overdue(clock.instant())) {
            return Optional.of("it is %s".formatted(task.get().overdue(clock.instant())
                    && task.get().status() == from ? "overdue" : task.get().status().wire()));
        }
        change.accept(task.get());
        return Optional.empty();
    }

    /// @return a task; empty where there is none of that id
    public Optional<TaskView> find(UUID id) {
        return records.find(id).map(task -> task.view(approval.needed(task)));
    }

    /// @return the weak points that have tasks
    public Set<UUID> weakPoints() {
        return records.weakPoints();
    }

    /// As [RecordsInMemory#forget].
    public void forget(Collection<UUID> weakPoints) {
        records.forget(weakPoints);
    }
}
