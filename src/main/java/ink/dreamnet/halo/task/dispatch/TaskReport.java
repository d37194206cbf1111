package ink.dreamnet.halo.task.dispatch;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.masking.MaskedMap;
import ink.dreamnet.halo.core.masking.MaskedText;
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

    private static final int MAX_MESSAGE = 2000;
    private static final String SUCCEEDED = "succeeded";
    private static final String FAILED = "failed";
    /// What can be reported. A run may also end without a report.
    static final Set<String> OUTCOMES = Set.of(SUCCEEDED, FAILED);

    /// Masks what is secret in the message and in the data.
    public TaskReport {
        message = MaskedText.within(message, MAX_MESSAGE);
        data = data == null ? null : MaskedMap.of(data);
    }

    String outcome() {
        return succeeded ? SUCCEEDED : FAILED;
    }

    String text() {
        return message == null ? "reported as failed, without a message" : message;
    }
}
