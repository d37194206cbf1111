package ink.dreamnet.halo.task;

import java.util.UUID;

import ink.dreamnet.halo.core.ConflictException;

/// Thrown where a task cannot change from its present state to another.
public class IllegalTransitionException extends ConflictException {

    private final TaskStatus from;
    private final TaskStatus to;

    IllegalTransitionException(UUID task, TaskStatus from, TaskStatus to, String why) {
        super("Task %s is %s and cannot become %s%s".formatted(task, from.wire(), to.wire(),
                why.isEmpty() ? "" : ": " + why));
        this.from = from;
        this.to = to;
    }

    /// @return the state that the task is in
    public TaskStatus from() {
        return from;
    }

    /// @return the state that was asked for
    public TaskStatus to() {
        return to;
    }
}
