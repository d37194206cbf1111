package ink.dreamnet.halo.task;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Actor;
import org.jspecify.annotations.Nullable;

/// The course that tasks take by themselves: they are cancelled when their weak point is gone, and expire when nobody decides. Every
/// caller is in a transaction.
public final class TaskCourse implements PendingTasks {

    private final TaskRecords store;
    private final TaskNotes log;
    private final Runnable roomAppeared;
    private final Clock clock;

    /// @param roomAppeared called when tasks that were cancelled leave room for others
    public TaskCourse(TaskRecords store, TaskNotes log, Runnable roomAppeared, Clock clock) {
        this.store = store;
        this.log = log;
        this.roomAppeared = roomAppeared;
        this.clock = clock;
    }

    /// @return the repairs of each strategy that did not help since the last one that did
    public FailedSteps failedSteps(Collection<UUID> weakPoints) {
        Map<FailedSteps.Key, List<String>> steps = new HashMap<>();
        for (TaskRecords.FailedStep failed : store.failedSteps(weakPoints)) {
            List<String> before = steps.computeIfAbsent(new FailedSteps.Key(failed.weakPoint(), failed.strategy()),
                    any -> new ArrayList<>());
            if (!before.contains(failed.step())) {
                before.add(failed.step());
            }
        }
        return new FailedSteps(steps);
    }

    /// Tells what became of the repairs of weak points.
    ///
    /// @param since since when each of them is there: an earlier task is not about that
    /// @return the fate of each, of several repairs the last of [RepairFate]. Those of which nothing was proposed are absent.
    public Map<UUID, RepairFate> fates(Map<UUID, Instant> since) {
        Map<UUID, RepairFate> fates = new HashMap<>();
        for (TaskRecords.Standing task : store.standing(since.keySet())) {
            if (!task.proposedAt().isBefore(since.getOrDefault(task.weakPoint(), Instant.MAX))) {
                fates.merge(task.weakPoint(), switch (task.status()) {
                    case SUGGESTED, PENDING_APPROVAL, APPROVED, DISPATCHED, RUNNING, FAILED -> RepairFate.AWAITED;
                    case SUCCEEDED -> verified(task.verification());
                    case DEAD_LETTER, REJECTED, EXPIRED, CANCELLED -> RepairFate.OVER;
                }, BinaryOperator.maxBy(Comparator.naturalOrder()));
            }
        }
        return fates;
    }

    private static RepairFate verified(@Nullable Verification verdict) {
        if (verdict == null) {
            return RepairFate.AWAITED;
        }
        return verdict == Verification.EFFECTIVE ? RepairFate.HELPED : RepairFate.OVER;
    }

    @Override
    public List<TasksChanged.Snapshot> pending(String strategy, String code, int most) {
        return store.pending(strategy, code, most).stream().map(RepairTask::snapshot).toList();
    }

    /// Cancels the tasks that a detection made needless.
    ///
    /// @param resolved the weak points that resolved by themselves
    /// @param removed those that were closed because their subjects are not watched any more
    /// @param flappingChanged those that began or ceased to flap
    public CancelledTasks settle(Collection<UUID> resolved, Collection<UUID> removed,
            Collection<UUID> flappingChanged) {
        return new CancelledTasks(cancelFor(resolved, "its weak point resolved by itself"),
                cancelFor(removed, "its subject was removed"), cancelUndecidedFor(flappingChanged,
                        "its weak point began or ceased to flap, so another repair is to be proposed"));
    }

    /// Cancels what is still to be done about weak points that are no more. What someone works on goes on, and its result
    /// is awaited; when it fails, it is not tried again. A page that nobody has acknowledged is cancelled.
    ///
    /// @return how many tasks were cancelled
    public int cancelFor(Collection<UUID> weakPoints, String why) {
        return cancel(store.lockOf(weakPoints, TaskStatus.ACTIVE), why);
    }

    /// As [#cancelFor], but only for weak points of which no task is approved yet: what an operator approved goes its way.
    ///
    /// @return how many tasks were cancelled
    private int cancelUndecidedFor(Collection<UUID> weakPoints, String why) {
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
            if (from == TaskStatus.RUNNING && !task.page()) {
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
            roomAppeared.run();
        }
        return cancelled;
    }

    /// Ends proposals that nobody decided in time, at most 1,000 of them.
    ///
    /// @return how many
    public int expireOverdue() {
        return expire(store.overdue(clock.instant()));
    }

    /// Ends proposals that nobody decided about.
    ///
    /// @return how many
    public int expire(Collection<RepairTask> overdue) {
        List<TaskLog.Line> changes = new ArrayList<>();
        for (RepairTask task : overdue) {
            TaskStatus from = task.status();
            task.expire();
            changes.add(TaskLog.line(task, TaskAction.EXPIRED, from, task.statusReason()));
        }
        log.note(Actor.HALO, changes);
        return changes.size();
    }
}
