package ink.dreamnet.halo.http;

import org.jspecify.annotations.Nullable;

/// Thrown where a configured value refers to a variable or file that is not there or cannot be read. Its message names both,
/// without secrets.
public final class UnreadableReferenceException extends Exception {

    UnreadableReferenceException(String property, String reference, String why, @Nullable Throwable cause) {
        super("%s refers to %s, which %s%s".formatted(property, reference, why,
                cause == null ? "" : " (" + cause.getMessage() + ")"), cause);
    }
}
