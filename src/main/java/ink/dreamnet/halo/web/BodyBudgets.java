package ink.dreamnet.halo.web;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import ink.dreamnet.halo.core.TooManyRequestsException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/// How much of the bodies of requests that are not answered yet is in memory. What is read of callers that are not
/// authenticated (a webhook's body, which its signature covers) has a budget of its own, and each sender a part of it, so that
/// one sender who withholds the rest of its bodies hinders only itself.
@Component
class BodyBudgets {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final WebLimits limits;
    private final AtomicLong authenticated = new AtomicLong();
    private final AtomicLong unauthenticated = new AtomicLong();
    private final ConcurrentHashMap<String, Long> perSender = new ConcurrentHashMap<>();

    BodyBudgets(WebLimits limits) {
        this.limits = limits;
    }

    /// Counts what was read.
    ///
    /// @param sender whose body it is; null for an authenticated caller
    /// @throws TooManyRequestsException where it is too much; it is counted nevertheless, until it is released
    void take(@Nullable String sender, long bytes) {
        long all = (sender == null ? authenticated : unauthenticated).addAndGet(bytes);
        if (sender != null) {
            check(perSender.merge(sender, bytes, Long::sum), limits.perSender(), "max-unauthenticated");
        }
        check(all, limits.maxInFlight(), "max-in-flight");
    }

    /// Counts it no more.
    void release(@Nullable String sender, long bytes) {
        if (sender != null) {
            perSender.computeIfPresent(sender, (_, before) -> before == bytes ? null : before - bytes);
        }
        (sender == null ? authenticated : unauthenticated).addAndGet(-bytes);
    }

    private static void check(long taken, DataSize most, String property) {
        if (taken > most.toBytes()) {
            throw new TooManyRequestsException(
                    "The requests that are being taken in are larger than %d bytes together (halo.web.%s)"
                            .formatted(most.toBytes(), property),
                    RETRY_AFTER);
        }
    }
}
