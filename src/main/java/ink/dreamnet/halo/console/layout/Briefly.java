package ink.dreamnet.halo.console.layout;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Keeps for a moment what many pages show, so that it is read once however many people watch. Who asks while it is being read waits for
/// that one reading.
///
/// @param <T> what is read
public final class Briefly<T> {

    private final long keepNanos;
    private final Supplier<T> source;
    private @Nullable Kept<T> kept;

    private record Kept<T>(T value, long sinceNanos) {
    }

    /// @param keep how long a value is shown
    public Briefly(Duration keep, Supplier<T> source) {
        this.keepNanos = keep.toNanos();
        this.source = source;
    }

    /// @return the value, at most that old
    public synchronized T get() {
        Kept<T> now = kept;
        if (now == null || System.nanoTime() - now.sinceNanos() >= keepNanos) {
            long began = System.nanoTime();
            now = new Kept<>(source.get(), began);
            kept = now;
        }
        return now.value();
    }

    /// Forgets the value: who changes something sees the change.
    public synchronized void forget() {
        kept = null;
    }
}
