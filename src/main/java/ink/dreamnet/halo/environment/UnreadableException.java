package ink.dreamnet.halo.environment;

/// Thrown where a source of an environment cannot be read. The message is the end of a sentence about it.
final class UnreadableException extends Exception {

    private final boolean absent;

    UnreadableException(String reason) {
        this(reason, false);
    }

    private UnreadableException(String reason, boolean absent) {
        super(reason);
        this.absent = absent;
    }

    static UnreadableException absent() {
        return new UnreadableException("does not exist", true);
    }

    /// @return whether it is just not there
    boolean isAbsent() {
        return absent;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
