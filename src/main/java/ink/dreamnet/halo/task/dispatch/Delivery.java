package ink.dreamnet.halo.task.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// An approved task on its way.
///
/// @param taskId the task
/// @param run how often it went through the gate
/// @param number how often this run was sent, this time included
/// @param idempotencyKey the same for every send of the task
/// @param type the task type
/// @param payload what the agent gets, as it was approved
/// @param priority its wire name
/// @param targetAgents the agent roles that may do it
/// @param squadId the squad that it is routed to, or null
/// @param subject whom it concerns (`endpoint:checkout`)
/// @param at when it is sent
public record Delivery(UUID taskId, int run, int number, String idempotencyKey, String type,
        Map<String, Object> payload, String priority, List<String> targetAgents, @Nullable String squadId,
        String subject, Instant at) {

    /// @return the headers of every request that sends it
    Map<String, String> headers() {
        return Map.of("Idempotency-Key", idempotencyKey, "Halo-Run", Integer.toString(run));
    }
}
