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
    /// An operator approved it; it waits to be dispatched.
    APPROVED,
    /// An operator refused it.
    REJECTED,
    /// Nobody decided in time.
    EXPIRED,
    /// It is not needed any more.
    CANCELLED;

    private static final Map<TaskStatus, Set<TaskStatus>> LEGAL = Map.of(
            SUGGESTED, EnumSet.of(PENDING_APPROVAL, REJECTED, EXPIRED, CANCELLED),
            PENDING_APPROVAL, EnumSet.of(APPROVED, REJECTED, EXPIRED, CANCELLED),
            APPROVED, EnumSet.of(CANCELLED),
            REJECTED, EnumSet.noneOf(TaskStatus.class),
            EXPIRED, EnumSet.noneOf(TaskStatus.class),
            CANCELLED, EnumSet.noneOf(TaskStatus.class));

    /// The states of a task that may still lead to work; there is one such task for a weak point and strategy.
    public static final Set<TaskStatus> ACTIVE = Set.of(SUGGESTED, PENDING_APPROVAL, APPROVED);

    /// @return whether a task in this state may come into the other
    public boolean mayBecome(TaskStatus next) {
        return LEGAL.getOrDefault(this, Set.of()).contains(next);
    }

    /// @return whether the task may still lead to work
    public boolean active() {
        return ACTIVE.contains(this);
    }
}
