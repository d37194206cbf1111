package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/// How long to wait after failures: exponential, with jitter so that those who failed together do not try again together.
///
/// @param first the wait after the first failure
/// @param longest the longest wait
/// @param least the least part of the grown wait that is waited, 1 for all of it
/// @param most the most of it
public record Backoff(Duration first, Duration longest, double least, double most) {

    private static final int MAX_DOUBLINGS = 40;

    /// @return waits of exactly `first · 2^(failures-1)`, for what only one process does
    public static Backoff exact(Duration first, Duration longest) {
        return new Backoff(first, longest, 1, 1);
    }

    /// @return waits between half and all of `first · 2^(failures-1)`
    public static Backoff jittered(Duration first, Duration longest) {
        return new Backoff(first, longest, 0.5, 1);
    }

    /// @param failures how many so far, at least 1
    /// @return how long to wait, in whole milliseconds
    public Duration after(int failures) {
        double grown = Math.min(longest.toMillis(),
                first.toMillis() * Math.pow(2, Math.min(failures - 1, MAX_DOUBLINGS)));
        double part = least + (most - least) * ThreadLocalRandom.current().nextDouble();
        return Duration.ofMillis((long) Math.ceil(grown * part));
    }

    /// @param asked what the receiver asked for (`Retry-After`), or null
    /// @return how long to wait: at least what was asked for, where that is not longer than the longest wait
    public Duration after(int failures, @Nullable Duration asked) {
        Duration wait = after(failures);
        return asked != null && honoured(asked).compareTo(wait) > 0 ? honoured(asked) : wait;
    }

    /// @return what was asked for, at most the longest wait
    public Duration honoured(Duration asked) {
        return asked.compareTo(longest) < 0 ? asked : longest;
    }
}
