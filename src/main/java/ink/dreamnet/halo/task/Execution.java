package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// How the work on a task stands.
///
/// @param run how often it went through the gate
/// @param failures how many runs failed since an operator approved or retried it
/// @param idempotencyKey the key of the task, which its sends to webhooks carry
/// @param channel how it travels: `squad-builder`, `webhook`, `pull` or `page`; null before it was dispatched
/// @param target where it was sent; null where an agent leases it or people are called
/// @param squadTaskId the target's id of it, null where it gave none
/// @param deliveries how often this run was sent
/// @param dispatchedAt when this run went through the gate
/// @param nextAt when it is sent or tried again; null where nothing waits
/// @param dueAt until when its result, or the next heartbeat of its lease holder, is awaited
/// @param finishedAt when its last run ended
/// @param agent who leased it, or who did it, as its target says; null where that is not known
public record Execution(int run, int failures, String idempotencyKey, @Nullable String channel,
        @Nullable String target, @Nullable String squadTaskId, int deliveries, @Nullable Instant dispatchedAt,
        @Nullable Instant nextAt, @Nullable Instant dueAt, @Nullable Instant finishedAt, @Nullable String agent) {

    /// The channel to DreamNet's Squad Builder. There an id names one task, whichever squad it is of.
    public static final String SQUAD_BUILDER = "squad-builder";
    /// The channel to people: an event that goes to all sinks.
    public static final String PAGE = "page";

    /// @return the key that every send of a task carries, whatever happens to it
    public static String keyOf(UUID task) {
        return "halo-task-" + task;
    }
}
