package ink.dreamnet.halo.analysis;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/// How long one run takes, measured by the thread that it runs in: neither the wait for that thread nor the wait of whoever collects the
/// result is part of it.
final class RunTime {

    private volatile @Nullable Long beganNanos;
    private volatile @Nullable Long endedNanos;

    <T> T measure(Callable<T> work) throws Exception {
        beganNanos = System.nanoTime();
        try {
            return work.call();
        } finally {
            endedNanos = System.nanoTime();
        }
    }

    /// @return how long it took, or has taken so far; zero where it has not begun
    Duration elapsed() {
        Long began = beganNanos;
        Long ended = endedNanos;
        return began == null ? Duration.ZERO : Duration.ofNanos((ended == null ? System.nanoTime() : ended) - began);
    }
}
