package ink.dreamnet.halo.core.encryption;

import org.jspecify.annotations.Nullable;

/// Thrown where a stored value cannot be decrypted, or is in clear where all must be encrypted: it was changed or moved past HALO. The
/// message is a sentence that names its place.
public final class UnreadableValueException extends IllegalStateException {

    UnreadableValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
