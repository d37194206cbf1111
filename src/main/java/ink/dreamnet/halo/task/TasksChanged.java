package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// Something happened to tasks. Published in the transaction in which it happened, together with the lines of the audit
/// trail.
///
/// @param actor who did it
/// @param changes in their order
public record TasksChanged(String actor, List<Change> changes) {

    /// Copies the list.
    public TasksChanged {
        changes = List.copyOf(changes);
    }

    /// What happened to one task.
    ///
    /// @param action what happened
    /// @param from the status before, null for a new task
    /// @param reason why, or null
    /// @param task the task as it is now
    public record Change(TaskAction action, @Nullable TaskStatus from, @Nullable String reason, Snapshot task) {
    }

    /// What others may know of a task, without its payload.
    ///
    /// @param id the task
    /// @param type what is to be done
    /// @param status where it stands
    /// @param priority how urgent it is
    /// @param targetAgents the agent roles that may do it
    /// @param proposal why it was proposed
    /// @param runs how often it went through the gate
    /// @param agent the agent that took it last, null where none did or it is not known
    /// @param dispatchedAt when it was last handed over, null where it never was
    /// @param verification whether it helped, null where that is not known
    public record Snapshot(UUID id, String type, TaskStatus status, Priority priority, List<String> targetAgents,
            TaskView.Proposal proposal, int runs, @Nullable String agent, @Nullable Instant dispatchedAt,
            @Nullable Verification verification) {
    }
}
