package ink.dreamnet.halo.task;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The tasks and the only ways in which they change. Every change leaves a line in the audit trail in the same
/// transaction.
@Service
public class Tasks {

    private final TaskStore store;
    private final TaskLog log;
    private final AuditTrail audit;
    private final RunStore runs;
    private final TaskCounts counts;
    private final DispatchSignal signal;
    private final ApprovalProperties approval;
    private final Clock clock;

    Tasks(TaskStore store, TaskLog log, AuditTrail audit, RunStore runs, TaskCounts counts, DispatchSignal signal,
            ApprovalProperties approval, Clock clock) {
        this.store = store;
        this.log = log;
        this.audit = audit;
        this.runs = runs;
        this.counts = counts;
        this.signal = signal;
        this.approval = approval;
        this.clock = clock;
    }

    /// @return the repairs of each strategy that did not help since the last one that did
    @Transactional(readOnly = true)
    public FailedSteps failedSteps(Collection<UUID> weakPoints) {
        Map<FailedSteps.Key, List<String>> steps = new HashMap<>();
        for (TaskStore.FailedStep failed : store.failedSteps(weakPoints)) {
            List<String> before = steps.computeIfAbsent(new FailedSteps.Key(failed.weakPoint(), failed.strategy()),
                    any -> new ArrayList<>());
            if (!before.contains(failed.step())) {
                before.add(failed.step());
            }
        }
        return new FailedSteps(steps);
    }

    /// Tells whether anything became of the repairs of weak points: someone refused one or let it expire, or it was verified, say.
    ///
    /// @param since since when each of them is there: an earlier task is not about that
    /// @return whether all of what was proposed is still awaited. Those of which nothing was proposed are absent.
    @Transactional(readOnly = true)
    public Map<UUID, Boolean> awaited(Map<UUID, Instant> since) {
        Map<UUID, Boolean> awaited = new HashMap<>();
        for (TaskStore.Standing task : store.standing(since.keySet())) {
            if (!task.proposedAt().isBefore(since.getOrDefault(task.weakPoint(), Instant.MAX))) {
                awaited.merge(task.weakPoint(), switch (task.status()) {
                    case SUGGESTED, PENDING_APPROVAL, APPROVED, DISPATCHED, RUNNING, FAILED -> true;
                    case SUCCEEDED -> task.verification() == null;
                    case DEAD_LETTER, REJECTED, EXPIRED, CANCELLED -> false;
                }, Boolean::logicalAnd);
            }
        }
        return awaited;
    }

    /// @param most how many at most
    /// @return the tasks of a strategy for a kind of weak point that wait for approval, the oldest first
    @Transactional(readOnly = true)
    public List<TasksChanged.Snapshot> pending(String strategy, String code, int most) {
        return store.pending(strategy, code, most).stream().map(RepairTask::snapshot).toList();
    }

    /// Cancels what is still to be done about weak points that are no more. What someone works on goes on, and its result
    /// is awaited; when it fails, it is not tried again.
    ///
    /// @return how many tasks were cancelled
    @Transactional(propagation = Propagation.MANDATORY)
    public int cancelFor(Collection<UUID> weakPoints, String why) {
        return cancel(store.lockOf(weakPoints, TaskStatus.ACTIVE), why);
    }

    /// As [#cancelFor], but only for weak points of which no task is approved yet: what an operator approved goes its way.
    @Transactional(propagation = Propagation.MANDATORY)
    public int cancelUndecidedFor(Collection<UUID> weakPoints, String why) {
        List<RepairTask> active = store.lockOf(weakPoints, TaskStatus.ACTIVE);
        Set<UUID> decided = active.stream().filter(task -> !TaskStatus.UNDECIDED.contains(task.status()))
                .map(RepairTask::weakPointId).collect(Collectors.toSet());
        return cancel(active.stream().filter(task -> !decided.contains(task.weakPointId())).toList(), why);
    }

    private int cancel(List<RepairTask> tasks, String why) {
        List<TaskLog.Line> changes = new ArrayList<>();
        int cancelled = 0;
        for (RepairTask task : tasks) {
            TaskStatus from = task.status();
            if (from == TaskStatus.RUNNING) {
                task.moot(why);
                changes.add(TaskLog.line(task, TaskAction.MOOT, from, why));
            } else {
                task.cancel(why, clock.instant());
                changes.add(TaskLog.line(task, TaskAction.CANCELLED, from, why));
                cancelled++;
            }
        }
        log.note(Actor.HALO, changes);
        if (cancelled > 0) {
            signal.roomAppeared();
        }
        return cancelled;
    }

    /// Ends proposals that nobody decided in time, at most 1,000 of them.
    ///
    /// @return how many
    @Transactional
    public int expireOverdue() {
        List<TaskLog.Line> changes = new ArrayList<>();
        for (RepairTask task : store.overdue(clock.instant())) {
            TaskStatus from = task.status();
            task.expire();
            changes.add(TaskLog.line(task, TaskAction.EXPIRED, from, task.statusReason()));
        }
        log.note(Actor.HALO, changes);
        return changes.size();
    }

    /// @throws NotFoundException where there is no such task
    @Transactional(readOnly = true)
    public TaskView get(UUID id) {
        return view(store.get(id));
    }

    /// @return who changed a task, oldest first
    @Transactional(readOnly = true)
    public List<AuditEntry> trail(UUID id) {
        return audit.of(TaskLog.SUBJECT_TYPE, id.toString());
    }

    /// @return every send of a task, oldest first
    @Transactional(readOnly = true)
    public List<Attempt> attempts(UUID id) {
        return runs.attempts(id);
    }

    /// @return what the targets of a task say about the work on it, oldest first
    @Transactional(readOnly = true)
    public List<LogLine> log(UUID id) {
        return runs.log(id);
    }

    /// @param statuses at least one
    /// @return a page, newest first
    @Transactional(readOnly = true)
    public Page<TaskView> find(Set<TaskStatus> statuses, PageQuery page) {
        return store.page(statuses, page).map(this::view);
    }

    /// @return the ids of all tasks of each weak point, oldest first
    @Transactional(readOnly = true)
    public Map<UUID, List<UUID>> idsByWeakPoint(Collection<UUID> weakPoints) {
        Map<UUID, List<UUID>> ids = new HashMap<>();
        store.of(weakPoints, EnumSet.allOf(TaskStatus.class))
                .forEach(task -> ids.computeIfAbsent(task.weakPointId(), any -> new ArrayList<>()).add(task.id()));
        return ids;
    }

    /// @return the weak point of each of some tasks
    @Transactional(readOnly = true)
    public Map<UUID, UUID> weakPoints(Collection<UUID> ids) {
        return store.all(ids).stream().collect(Collectors.toMap(RepairTask::id, RepairTask::weakPointId));
    }

    /// @return what became of some tasks, by their ids
    @Transactional(readOnly = true)
    public Map<UUID, TaskProgress> progress(Collection<UUID> ids) {
        return store.all(ids).stream().collect(Collectors.toMap(RepairTask::id, RepairTask::progress));
    }

    /// @return how many tasks are in each status; a status without tasks is absent
    @Transactional(readOnly = true)
    public Map<TaskStatus, Long> counts() {
        return counts.all();
    }

    /// Finds the task that a squad means. Squads may call different tasks the same; Squad Builder does not.
    ///
    /// @param squadTaskId what the target of a dispatch calls it
    /// @param squad who calls it so, or null where that is not known
    /// @return the newest task of that squad, or else one that belongs to no squad or, where no squad is given, was sent to
    ///         Squad Builder; empty where several of those are in work
    @Transactional(readOnly = true)
    public Optional<TaskView> bySquadTaskId(String squadTaskId, @Nullable String squad) {
        List<RepairTask> called = store.byExternalId(squadTaskId);
        Optional<RepairTask> own = called.stream().filter(task -> squad != null && squad.equals(task.squadId()))
                .findFirst();
        List<RepairTask> free = called.stream().filter(task -> task.squadId() == null
                || squad == null && Execution.SQUAD_BUILDER.equals(task.execution().channel())).toList();
        List<RepairTask> working = free.stream().filter(task -> TaskStatus.IN_WORK.contains(task.status())).toList();
        Optional<RepairTask> other = working.size() > 1
                ? Optional.empty()
                : working.stream().findFirst().or(() -> free.stream().findFirst());
        return own.or(() -> other).map(this::view);
    }

    private TaskView view(RepairTask task) {
        return task.view(approval.needed(task));
    }
}
