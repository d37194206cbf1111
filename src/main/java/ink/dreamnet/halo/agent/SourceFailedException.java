package ink.dreamnet.halo.agent;

/// Thrown where a source of agents cannot be asked or gives no usable answer. Its message is one sentence for an operator.
class SourceFailedException extends Exception {

    private final boolean repeatable;

    /// @param repeatable whether asking again at once may help
    SourceFailedException(String message, boolean repeatable, Throwable cause) {
        super(message, cause);
        this.repeatable = repeatable;
    }

    /// @param repeatable whether asking again at once may help
    SourceFailedException(String message, boolean repeatable) {
        super(message);
        this.repeatable = repeatable;
    }

    boolean repeatable() {
        return repeatable;
    }
}
