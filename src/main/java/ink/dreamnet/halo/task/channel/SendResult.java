package ink.dreamnet.halo.task.channel;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// What came of one send.
public sealed interface SendResult {

    /// The target took it.
    ///
    /// @param status its HTTP status
    /// @param squadTaskId what it calls the task, or null
    record Accepted(int status, @Nullable String squadTaskId) implements SendResult {
    }

    /// The target will not take it, and would not the next time.
    ///
    /// @param status its HTTP status
    /// @param error what it said
    record Refused(int status, String error) implements SendResult {
    }

    /// It did not get through; it may the next time.
    ///
    /// @param status the HTTP status, null where there was none
    /// @param error why
    /// @param retryAfter how long the target asked to wait, or null
    record Failed(@Nullable Integer status, String error, @Nullable Duration retryAfter) implements SendResult {
    }
}
