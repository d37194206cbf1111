package ink.dreamnet.halo.cycle;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.task.Priority;
import ink.dreamnet.halo.task.TaskProgress;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import org.jspecify.annotations.Nullable;

/// Where one task of a cycle went, and what became of it.
///
/// @param taskId the task
/// @param squadId the squad that it is routed to, or null
/// @param status its status when the cycle was recorded
/// @param error why it is routed to no squad, or null
/// @param task the task as it was then
/// @param progress what became of it since, as of now; null where only the record is asked for
public record DispatchResult(UUID taskId, @Nullable String squadId, TaskStatus status, @Nullable String error,
        DispatchedTask task, @Nullable TaskProgress progress) {

    /// A task as its cycle routed it.
    ///
    /// @param id time-ordered
    /// @param type the task type
    /// @param payload what the agent gets
    /// @param priority how urgent it is
    /// @param targetAgents the agent roles that may do it, the best first
    /// @param status where it stood
    public record DispatchedTask(UUID id, String type, Map<String, Object> payload, Priority priority,
            List<String> targetAgents, TaskStatus status) {
    }

    static DispatchResult of(TaskView task, @Nullable TaskProgress progress) {
        return new DispatchResult(task.id(), task.squadId(), task.status(), task.proposal().routingError(),
                new DispatchedTask(task.id(), task.type(), task.payload(), task.priority(), task.targetAgents(),
                        task.status()),
                progress);
    }
}
