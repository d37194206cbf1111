package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.IllegalTransitionException;
import ink.dreamnet.halo.task.Lease;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.RunStore;
import ink.dreamnet.halo.task.SquadBuilderAgents.Candidate;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.budget.BudgetExhausted;
import ink.dreamnet.halo.task.budget.DispatchBudgets;
import ink.dreamnet.halo.task.budget.SubjectCensus.Group;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Lets approved tasks through the gate: the one place where a task becomes dispatched.
@Component
public class Admission {

    static final String PAUSE = "pause";
    static final String TARGET = "target";
    static final String WEAK_POINT = "weak-point";
    private static final String AGENT = "agent";
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final DispatchBudgets budgets;
    private final DispatchObjections objections;
    private final ApprovalProperties approval;
    private final TaskStore store;
    private final RunStore runs;
    private final TaskLog log;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    Admission(DispatchBudgets budgets, DispatchObjections objections, ApprovalProperties approval, TaskStore store,
            RunStore runs, TaskLog log, ApplicationEventPublisher publisher, Clock clock) {
        this.budgets = budgets;
        this.objections = objections;
        this.approval = approval;
        this.store = store;
        this.runs = runs;
        this.log = log;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// Dispatches a task, or answers why not. The caller holds the lock of the gate and of the task.
    ///
    /// @param pause what the gate said
    /// @param way where it goes
    /// @param lease under which lease an agent gets it, null where it is pushed
    /// @return what blocks it; empty where it is dispatched now
    /// @throws IllegalTransitionException where it is not approved as it is
    public Optional<BlockedBy> admit(RepairTask task, Optional<Pause> pause, Routes.Way way, @Nullable Lease lease) {
        store.flush();
        List<Group> groups = budgets.groupsOf(task.subject());
        Optional<BlockedBy> blocked = blocked(task, pause, way, groups);
        if (blocked.isPresent()) {
            blocked.filter(DispatchBudgets::isBudget).ifPresent(by -> publisher
                    .publishEvent(new BudgetExhausted(by, task.id(), task.subject(), task.squadId())));
            return blocked;
        }
        TaskStatus from = task.status();
        Instant now = clock.instant();
        task.dispatch(now, way.name(), way.target(),
                task.page() ? List.of() : groups.stream().map(Group::name).toList(), approval.needed(task));
        runs.start(task, now, lease == null ? null : lease.id(), lease == null ? null : lease.agent());
        log.note(Actor.HALO, task, TaskAction.DISPATCHED, from, reason(task, way, lease));
        return Optional.empty();
    }

    /// Sees to it that an approved task that the gate would never let through does not wait there: one that somebody changed past
    /// HALO is given up, and one that takes more operators now is to be approved again. The caller holds the lock of the task.
    ///
    /// @return whether it was one of these
    public boolean turnAway(RepairTask task) {
        if (task.status() != TaskStatus.APPROVED) {
            return false;
        }
        int needed = approval.needed(task);
        boolean changed = !(task.isIntact() && task.isApprovedBy(1));
        if (!changed && task.isApprovedBy(needed)) {
            return false;
        }
        task.block(null);
        if (!changed) {
            task.requestApprovalAgain("it takes the approvals of %d operators now".formatted(needed),
                    clock.instant().plus(approval.of(task.severity())));
            log.note(Actor.HALO, task, TaskAction.APPROVAL_LAPSED, TaskStatus.APPROVED, task.statusReason());
        } else {
            task.deadLetter(RepairTask.NOT_AS_APPROVED);
            log.note(Actor.HALO, task, TaskAction.DEAD_LETTER, TaskStatus.APPROVED, RepairTask.NOT_AS_APPROVED);
            LOG.warn("Task {} was changed in the database past HALO, and is not dispatched: {}", task.id(),
                    RepairTask.NOT_AS_APPROVED);
        }
        return true;
    }

    private static String reason(RepairTask task, Routes.Way way, @Nullable Lease lease) {
        String to = task.page() ? "all sinks" : String.valueOf(way.target());
        String run = "run %d by %s to %s".formatted(task.execution().runs(), way.name(),
                lease == null ? to : "agent " + lease.agent());
        return task.approvals().stream().filter(approval -> approval.standingId() != null).findFirst()
                .map(approval -> run + ", under standing approval " + approval.standingId()).orElse(run);
    }

    /// @return what blocks a task; empty where it may go now. It changes nothing.
    Optional<BlockedBy> blocked(RepairTask task, Optional<Pause> pause, Routes.Way way) {
        return blocked(task, pause, way, budgets.groupsOf(task.subject()));
    }

    private Optional<BlockedBy> blocked(RepairTask task, Optional<Pause> pause, Routes.Way way, List<Group> groups) {
        return paused(pause).or(() -> objectionTo(task)).or(() -> nobody(task, way))
                .or(() -> task.page() ? Optional.empty() : budgets.full(task, groups));
    }

    private static Optional<BlockedBy> nobody(RepairTask task, Routes.Way way) {
        TaskContent content = task.content();
        return way.push() != null && way.push()
                .candidate(content.type(), content.targetAgents()) instanceof Candidate.Nobody(String reason)
                        ? Optional.of(new BlockedBy(AGENT, reason, null))
                        : Optional.empty();
    }

    static Optional<BlockedBy> paused(Optional<Pause> pause) {
        return pause.map(closed -> new BlockedBy(PAUSE, closed.sentence(), null));
    }

    /// @return as [DispatchObjections#to], as what blocks the task
    Optional<BlockedBy> objectionTo(RepairTask task) {
        return objections.to(task).map(reason -> new BlockedBy(WEAK_POINT, reason, null));
    }

    /// @return for how many tasks the whole fleet has room
    int room() {
        return budgets.room();
    }
}
