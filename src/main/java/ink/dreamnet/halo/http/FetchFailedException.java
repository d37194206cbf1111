package ink.dreamnet.halo.http;

/// Thrown where a service could not be read; the message says why in plain words, without secrets.
public final class FetchFailedException extends Exception {

    FetchFailedException(String message) {
        super(message);
    }

    FetchFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
