package ink.dreamnet.halo.memory.trait;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// The response times of a subject of late: notices when their median leaves the recorded level. Single slow answers do not
/// count, and neither does how often it is asked.
///
/// @param level the recorded level in ms; null before the first
/// @param recent the last response times in ms, the newest last, at most [#WINDOW]
record Latencies(@Nullable Double level, double[] recent) {

    /// Faster is not told apart, because it is the noise of networks.
    static final double FLOOR_MS = 10;
    static final int WINDOW = 5;
    /// By what factor the median must differ.
    private static final double FACTOR = 1.5;

    static final Latencies NONE = new Latencies(null, new double[0]);

    /// @return with one response time more; its level is new where the median of a full window has left the one before
    Latencies plus(double ms) {
        int from = Math.max(0, recent.length - WINDOW + 1);
        double[] now = Arrays.copyOf(Arrays.copyOfRange(recent, from, recent.length), recent.length - from + 1);
        now[now.length - 1] = ms;
        if (now.length < WINDOW) {
            return new Latencies(level, now);
        }
        double[] sorted = now.clone();
        Arrays.sort(sorted);
        double median = Math.round(Math.max(FLOOR_MS, sorted[WINDOW / 2]) * 10) / 10.0;
        boolean left = level == null || median > level * FACTOR || median * FACTOR < level;
        return new Latencies(left ? Double.valueOf(median) : level, now);
    }
}
