package ink.dreamnet.halo.registry.source;

/// Thrown where another service cannot be asked or gives no usable answer. Its message is one sentence for an operator and
/// has no secrets.
public class SourceFailedException extends Exception {

    private final boolean repeatable;

    /// @param repeatable whether asking again at once may help
    public SourceFailedException(String message, boolean repeatable, Throwable cause) {
        super(message, cause);
        this.repeatable = repeatable;
    }

    /// @param repeatable whether asking again at once may help
    public SourceFailedException(String message, boolean repeatable) {
        super(message);
        this.repeatable = repeatable;
    }

    /// @return whether asking again at once may help
    public boolean repeatable() {
        return repeatable;
    }

    /// @return one sentence for an operator
    public String reason() {
        return String.valueOf(getMessage());
    }
}
