package ink.dreamnet.halo.security;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Bounds how often each of many callers may come, by the generic cell rate algorithm (ITU-T I.371): of each caller there is one time, until
/// which what they sent is paid for. Nobody waits for anybody: a call is one comparison and exchange. Callers whose time is over are
/// as good as new and forgotten within [#SWEEP], so that only those are kept who come just now.
final class RateLimit {

    private static final long SWEEP = TimeUnit.SECONDS.toNanos(1);

    private final long intervalNanos;
    private final long burstNanos;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<String, AtomicLong> paidUntil = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep;

    /// @param each how long one call is paid for: the time between two of a caller who comes steadily; 0 is without a limit
    /// @param atOnce how many may come at once, at least 1
    /// @param nanoTime as [System#nanoTime]
    RateLimit(Duration each, long atOnce, LongSupplier nanoTime) {
        this.intervalNanos = each.toNanos();
        this.burstNanos = intervalNanos * atOnce;
        this.nanoTime = nanoTime;
        this.nextSweep = new AtomicLong(nanoTime.getAsLong() + SWEEP);
    }

    /// Counts a call, unless it is one too many.
    ///
    /// @return how long the caller has to wait; zero where the call is within the limit
    Duration take(String caller) {
        if (intervalNanos == 0) {
            return Duration.ZERO;
        }
        long now = nanoTime.getAsLong();
        sweep(now);
        AtomicLong known = paidUntil.get(caller);
        AtomicLong time = known == null ? paidUntil.computeIfAbsent(caller, _ -> new AtomicLong(now)) : known;
        while (true) {
            long before = time.get();
            long after = (before - now > 0 ? before : now) + intervalNanos;
            if (after - now > burstNanos) {
                return Duration.ofNanos(after - now - burstNanos);
            }
            if (time.compareAndSet(before, after)) {
                return Duration.ZERO;
            }
        }
    }

    /// @return how long the caller would have to wait; nothing is counted
    Duration wait(String caller) {
        AtomicLong time = paidUntil.get(caller);
        long ahead = time == null ? 0 : time.get() - nanoTime.getAsLong() + intervalNanos - burstNanos;
        return ahead > 0 ? Duration.ofNanos(ahead) : Duration.ZERO;
    }

    /// @return how many callers are kept
    int size() {
        return paidUntil.size();
    }

    private void sweep(long now) {
        long due = nextSweep.get();
        if (now - due >= 0 && nextSweep.compareAndSet(due, now + SWEEP)) {
            paidUntil.values().removeIf(time -> time.get() - now <= 0);
        }
    }
}
