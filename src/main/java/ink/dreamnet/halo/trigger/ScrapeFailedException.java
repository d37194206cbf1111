package ink.dreamnet.halo.trigger;

/// Thrown where a service could not be read; the message says why in plain words, without secrets.
public final class ScrapeFailedException extends Exception {

    ScrapeFailedException(String message) {
        super(message);
    }

    ScrapeFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
