package ink.dreamnet.halo.trigger;

/// Thrown where a target could not be scraped; the message says why in plain words, without secrets.
final class ScrapeFailedException extends Exception {

    ScrapeFailedException(String message) {
        super(message);
    }

    ScrapeFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
