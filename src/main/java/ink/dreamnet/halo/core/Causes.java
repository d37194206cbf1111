package ink.dreamnet.halo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// Looks for an exception among the causes of another.
public final class Causes {

    private static final int DEEPEST = 100;

    private Causes() {
    }

    /// @return an exception and its causes, the outermost first
    public static Stream<Throwable> of(Throwable exception) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = exception; cause != null && causes.size() < DEEPEST; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.stream();
    }

    /// @return the first cause of that type, or the exception itself where it is of that type; null where there is none
    public static <T extends Throwable> @Nullable T find(Throwable exception, Class<T> type) {
        return of(exception).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
    }
}
