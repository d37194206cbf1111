package ink.dreamnet.halo.core;

import org.jspecify.annotations.Nullable;

/// Looks for an exception among the causes of another.
public final class Causes {

    private static final int DEEPEST = 20;

    private Causes() {
    }

    /// @return the first cause of that type, or the exception itself where it is of that type; null where there is none
    public static <T extends Throwable> @Nullable T find(Throwable exception, Class<T> type) {
        Throwable cause = exception;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
