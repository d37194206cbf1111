package ink.dreamnet.halo.task;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.Wire;

/// The states of a task, and which may follow which.
public enum TaskStatus implements Wire {
    /// A light cycle proposed it; the next full cycle that sees the weak point asks for approval.
    SUGGESTED,
    /// It waits for an operator.
    PENDING_APPROVAL,
    /// It was approved; it waits to be dispatched or, where agents pull their work, to be leased.
    APPROVED,
    /// It went through the gate and is on its way to its target.
    DISPATCHED,
    /// A target or an agent has taken it on.
    RUNNING,
    /// It was done, as its agent reported; whether it helped is its verification.
    SUCCEEDED,
    /// It was not done; it is tried again at its `nextAt`.
    FAILED,
    /// It was not done and is not tried again by itself; an operator may send it again.
    DEAD_LETTER,
    /// An operator refused it.
    REJECTED,
    /// Nobody decided in time.
    EXPIRED,
    /// It is not needed any more.
    CANCELLED;

    /// A late success ends every wait for a second try: what was done is not done again.
    private static final Map<TaskStatus, Set<TaskStatus>> LEGAL = Map.ofEntries(
            Map.entry(SUGGESTED, EnumSet.of(PENDING_APPROVAL, REJECTED, EXPIRED, CANCELLED)),
            Map.entry(PENDING_APPROVAL, EnumSet.of(APPROVED, REJECTED, EXPIRED, CANCELLED)),
            Map.entry(APPROVED, EnumSet.of(DISPATCHED, PENDING_APPROVAL, DEAD_LETTER, SUCCEEDED, CANCELLED)),
            Map.entry(DISPATCHED, EnumSet.of(RUNNING, SUCCEEDED, FAILED, CANCELLED)),
            Map.entry(RUNNING, EnumSet.of(SUCCEEDED, FAILED, CANCELLED)),
            Map.entry(FAILED, EnumSet.of(APPROVED, DEAD_LETTER, SUCCEEDED, CANCELLED)),
            Map.entry(DEAD_LETTER, EnumSet.of(APPROVED, SUCCEEDED, CANCELLED)),
            Map.entry(SUCCEEDED, EnumSet.noneOf(TaskStatus.class)),
            Map.entry(REJECTED, EnumSet.noneOf(TaskStatus.class)),
            Map.entry(EXPIRED, EnumSet.noneOf(TaskStatus.class)),
            Map.entry(CANCELLED, EnumSet.noneOf(TaskStatus.class)));

    /// The states of a task that may still lead to work; there is one such task for a weak point and strategy.
    public static final Set<TaskStatus> ACTIVE = Set.of(SUGGESTED, PENDING_APPROVAL, APPROVED, DISPATCHED, RUNNING,
            FAILED, DEAD_LETTER);

    /// The states of a task that is being worked on, which is what budgets count.
    public static final Set<TaskStatus> IN_WORK = Set.of(DISPATCHED, RUNNING);

    /// The states of a task that no operator has decided about.
    public static final Set<TaskStatus> UNDECIDED = Set.of(SUGGESTED, PENDING_APPROVAL);

    /// @return whether a task in this state may come into the other
    public boolean mayBecome(TaskStatus next) {
        return LEGAL.getOrDefault(this, Set.of()).contains(next);
    }

    /// @return whether the task may still lead to work
    public boolean active() {
        return ACTIVE.contains(this);
    }
}
