package ink.dreamnet.halo.task;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// Where a task was routed to.
///
/// @param taskId the task
/// @param squadId the squad, null where none can do it
/// @param status the task's status
/// @param error why it is routed to no squad, or null
public record Routing(UUID taskId, @Nullable String squadId, TaskStatus status, @Nullable String error) {
}
