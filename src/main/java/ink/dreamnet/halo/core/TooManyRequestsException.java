package ink.dreamnet.halo.core;

import java.time.Duration;

/// Thrown where callers bring more than HALO can take in; the API answers 429 with `Retry-After`. Nothing was changed.
public class TooManyRequestsException extends RuntimeException {

    private final Duration retryAfter;

    /// @param message why, as one sentence
    /// @param retryAfter how long the caller should wait, at least a second
    public TooManyRequestsException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /// @return how long the caller should wait
    public Duration retryAfter() {
        return retryAfter;
    }
}
