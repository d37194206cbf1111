package ink.dreamnet.halo.http;

import java.io.IOException;

/// Thrown where another service cannot be asked or gives no usable answer. Its message is one sentence for an operator and
/// has no secrets.
public final class CallFailedException extends IOException {

    private final boolean repeatable;
    private final boolean absent;

    /// @param repeatable whether asking again at once may help
    public CallFailedException(String message, boolean repeatable, Throwable cause) {
        super(message, cause);
        this.repeatable = repeatable;
        this.absent = false;
    }

    /// @param repeatable whether asking again at once may help
    public CallFailedException(String message, boolean repeatable) {
        this(message, repeatable, false);
    }

    private CallFailedException(String message, boolean repeatable, boolean absent) {
        super(message);
        this.repeatable = repeatable;
        this.absent = absent;
    }

    /// @return that the service has nothing at that address
    static CallFailedException absent(String message) {
        return new CallFailedException(message, false, true);
    }

    /// @return whether asking again at once may help
    public boolean repeatable() {
        return repeatable;
    }

    /// @return whether the service has nothing at that address: it answers 404, or with a web page instead of JSON
    public boolean absent() {
        return absent;
    }

    /// @return one sentence for an operator
    public String reason() {
        return String.valueOf(getMessage());
    }
}
