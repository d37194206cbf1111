package ink.dreamnet.halo.core;

import java.time.Duration;

/// Thrown where HALO cannot take a request just now but will soon; the API answers 503 with `Retry-After`. Nothing was
/// changed.
public class UnavailableException extends RuntimeException {

    private final Duration retryAfter;

    /// @param message why, as one sentence
    /// @param retryAfter how long the caller should wait, at least a second
    public UnavailableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /// @return how long the caller should wait
    public Duration retryAfter() {
        return retryAfter;
    }
}
