package ink.dreamnet.halo.http;

import java.io.IOException;

/// Thrown where another service cannot be asked or gives no usable answer. Its message is one sentence for an operator and
/// has no secrets.
public final class CallFailedException extends IOException {

    private final boolean repeatable;

    /// @param repeatable whether asking again at once may help
    public CallFailedException(String message, boolean repeatable, Throwable cause) {
        super(message, cause);
        this.repeatable = repeatable;
    }

    /// @param repeatable whether asking again at once may help
    public CallFailedException(String message, boolean repeatable) {
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
