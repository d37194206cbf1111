package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Spreads what was counted between two moments evenly over the buckets between them.
final class Spread {

    /// Takes a minute out of the learners' sight: some of what was counted in it belongs to another time.
    static final long UNTIMED = -60_000;

    private Spread() {
    }

    /// @param timed whether the time between the moments is known to be the time of the counts; false after a gap
    /// @param reach how far back from `to` buckets are kept; what belongs before is left out
    /// @return the buckets; their counts add up to the given ones, but for what lies beyond the reach
    static List<SignalStore.Bucket> over(Duration width, String source, Instant from, Instant to, long requests,
            long errors, boolean timed, Duration reach) {
        long start = from.toEpochMilli();
        long end = Math.max(start + 1, to.toEpochMilli());
        long widthMs = width.toMillis();
        long at = Math.max(start, end - reach.toMillis());
        List<SignalStore.Bucket> buckets = new ArrayList<>();
        while (at < end) {
            long bucketStart = Math.floorDiv(at, widthMs) * widthMs;
            long next = Math.min(end, bucketStart + widthMs);
            long share = until(requests, next, start, end) - until(requests, at, start, end);
            long errorShare = until(errors, next, start, end) - until(errors, at, start, end);
            buckets.add(new SignalStore.Bucket((int) width.toSeconds(), bucketStart / 1000, source,
                    new Counts(share, errorShare, timed ? next - at : UNTIMED)));
            at = next;
        }
        return buckets;
    }

    private static long until(long total, long at, long start, long end) {
        return Math.round((double) total * (at - start) / (end - start));
    }
}
