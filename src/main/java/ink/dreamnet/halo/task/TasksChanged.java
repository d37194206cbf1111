package ink.dreamnet.halo.task;

import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
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
    /// @param action as in the audit trail: `task.proposed`, `task.approved`, `task.dispatched`, `task.succeeded` …
    /// @param from the status before, null for a new task
    /// @param reason why, or null
    /// @param task the task as it is now
    public record Change(String action, @Nullable TaskStatus from, @Nullable String reason, Snapshot task) {
    }

    /// What others may know of a task, without what an agent is told.
    ///
    /// @param id the task
    /// @param type what is to be done
    /// @param status where it stands
    /// @param priority how urgent it is
    /// @param strategy who proposed it
    /// @param weakPointId what it is to repair
    /// @param subject whom it concerns
    /// @param severity how bad the weak point was
    /// @param targetAgents the agent roles that may do it
    /// @param squadId the squad that it is routed to, or null
    /// @param cycleId the cycle that proposed it
    /// @param runs how often it went through the gate
    /// @param verification whether it helped, null where that is not known
    public record Snapshot(UUID id, String type, TaskStatus status, Priority priority, String strategy,
            UUID weakPointId, SubjectRef subject, Severity severity, List<String> targetAgents,
            @Nullable String squadId, UUID cycleId, int runs, @Nullable Verification verification) {
    }
}
