package ink.dreamnet.halo.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The result of one send.
public sealed interface SendResult {

    /// The receiver took it.
    ///
    /// @param status its HTTP status
    /// @param answer what it answered; a missing node where that is no JSON
    record Accepted(int status, JsonNode answer) implements SendResult {

        /// Without an answer to read.
        public Accepted(int status) {
            this(status, MissingNode.getInstance());
        }
    }

    /// The receiver will not take it, and would not the next time.
    ///
    /// @param status its HTTP status
    /// @param error what it said
    record Refused(int status, String error) implements SendResult {
    }

    /// It did not get through; it may the next time.
    ///
    /// @param status the HTTP status, null where there was none
    /// @param error why
    /// @param retryAfter how long the receiver asked to wait, or null
    record Failed(@Nullable Integer status, String error, @Nullable Duration retryAfter) implements SendResult {
    }
}
