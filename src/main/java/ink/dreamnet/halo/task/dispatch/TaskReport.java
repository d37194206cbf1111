package ink.dreamnet.halo.task.dispatch;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/// The result that someone who worked on a task reports.
///
/// @param lease the lease under which it was done; null for a task that was sent
/// @param idempotencyKey what the send carried; null for a leased task, or where `squadTaskId` is given
/// @param squadTaskId what the target calls the task; null where one of the others is given
/// @param run which run it is about (`Halo-Run` of the send); null for the present one
/// @param succeeded whether it was done
/// @param message at most 2,000 characters; null for none
/// @param data what they found; null for none
@NamedInterface("dispatch")
public record TaskReport(@Nullable UUID lease, @Nullable String idempotencyKey, @Nullable String squadTaskId,
        @Nullable Integer run, boolean succeeded, @Nullable String message, @Nullable Map<String, Object> data) {

    String outcome() {
        return succeeded ? "succeeded" : "failed";
    }

    String text() {
        return message == null ? "reported as failed, without a message" : message;
    }
}
