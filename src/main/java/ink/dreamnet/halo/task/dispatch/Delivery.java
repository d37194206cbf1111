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
/// @param number how many calls this run led to, this one included
/// @param idempotencyKey the same for every send of the task
/// @param callKey the same for the repetitions of one call, another one for each call of each run
/// @param targetId what the target calls it; null before it is known
/// @param begun whether the target was asked to do it, by a channel that [DispatchChannel#startsSeparately]
/// @param mayBegin whether the target may be asked to do it now; where not, it may only be asked how it stands
/// @param type the task type
/// @param payload what the agent gets, as it was approved
/// @param priority its wire name
/// @param targetAgents the agent roles that may do it
/// @param squadId the squad that it is routed to, or null
/// @param subject whom it concerns (`endpoint:checkout`)
/// @param at when it is sent
public record Delivery(UUID taskId, int run, int number, String idempotencyKey, String callKey,
        @Nullable String targetId, boolean begun, boolean mayBegin, String type,
        Map<String, Object> payload, String priority, List<String> targetAgents, @Nullable String squadId,
        String subject, Instant at) {

    /// @return the headers of every request that sends it
    Map<String, String> headers() {
        return Map.of("Idempotency-Key", idempotencyKey, "Halo-Run", Integer.toString(run));
    }
}
