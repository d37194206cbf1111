package ink.dreamnet.halo.task.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import ink.dreamnet.halo.http.SendResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one call of a [DispatchChannel] led to.
public sealed interface DeliveryResult {

    /// The target took the task; its result comes by a report.
    ///
    /// @param status its HTTP status
    /// @param id what it calls the task, or null
    record Taken(int status, @Nullable String id) implements DeliveryResult {
    }

    /// The target keeps the task, and does nothing about it before it is asked to.
    ///
    /// @param status its HTTP status
    /// @param id what it calls the task
    record Stored(int status, String id) implements DeliveryResult {
    }

    /// The target answered, but what it calls the task will never be known: it is stored there anew, as another one.
    ///
    /// @param status its HTTP status
    /// @param error what it answered
    record Untraceable(int status, String error) implements DeliveryResult {
    }

    /// The work ended.
    ///
    /// @param status the HTTP status of the answer that says so
    /// @param succeeded whether it was done
    /// @param agent who did it; null where the target does not say
    /// @param message what the target says of it
    /// @param log what it wrote down on the way, oldest first
    record Ended(int status, boolean succeeded, @Nullable String agent, String message, List<String> log)
            implements
                DeliveryResult {
    }

    /// The target was asked to do it; whether it does, did or will is to be asked later.
    ///
    /// @param status the HTTP status, null where there was no answer
    /// @param reason what is known
    record Underway(@Nullable Integer status, String reason) implements DeliveryResult {
    }

    /// The target was asked to do it, and whether it did cannot be found out any more.
    ///
    /// @param status its HTTP status
    /// @param reason why
    record Unknown(int status, String reason) implements DeliveryResult {
    }

    /// The target will not take the task, and would not the next time.
    ///
    /// @param status its HTTP status
    /// @param error what it answered
    record Refused(int status, String error) implements DeliveryResult {
    }

    /// The task did not get through; it may the next time.
    ///
    /// @param status the HTTP status, null where there was none
    /// @param error why
    /// @param retryAfter how long the target asked to wait, or null
    record Failed(@Nullable Integer status, String error, @Nullable Duration retryAfter) implements DeliveryResult {
    }

    /// @param id finds in the answer what the receiver calls the task; it may answer null
    /// @return the result of a send, where a receiver that accepts a task has taken it
    static DeliveryResult of(SendResult result, Function<JsonNode, @Nullable String> id) {
        return switch (result) {
            case SendResult.Accepted(int status, JsonNode answer) -> new Taken(status, id.apply(answer));
            case SendResult.Refused(int status, String error) -> new Refused(status, error);
            case SendResult.Failed(Integer status, String error, Duration retryAfter) ->
                new Failed(status, error, retryAfter);
        };
    }
}
