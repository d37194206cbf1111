package ink.dreamnet.halo.core;

import java.time.Duration;

/// Thrown where too much waits already to be taken in. Nothing was changed.
public class QueueFullException extends UnavailableException {

    /// @param message why, as one sentence
    /// @param retryAfter how long the caller should wait, at least a second
    public QueueFullException(String message, Duration retryAfter) {
        super(message, retryAfter);
    }
}
