package ink.dreamnet.halo.adaptive;

import java.util.Arrays;

/// Remembers at which times of a period (a day, a week) a series went far from what was expected, and how far: what comes again
/// at the same time of the next (a nightly job, the edge of a weekend) is not unusual. What does not come again is half
/// forgotten with each period.
final class Excursions {

    private static final double KEPT = 0.5;

    private final long periodMs;
    private final float[] most;
    private final float[] least;
    private int slot;
    private int before;
    private final double[] last;

    /// @param most how far above what was expected, for each slot of the period
    /// @param least how far below, negative
    /// @param slot the present slot; -1 before the first
    /// @param before the one before; -1 before the second
    /// @param last the most and the least of the present slot and of the one before, which do not count yet
    Excursions(long periodMs, float[] most, float[] least, int slot, int before, double[] last) {
        this.periodMs = periodMs;
        this.most = most;
        this.least = least;
        this.slot = slot;
        this.before = before;
        this.last = last;
    }

    static Excursions unknown(long periodMs, int slots) {
        return new Excursions(periodMs, new float[slots], new float[slots], -1, -1, new double[4]);
    }

    /// Takes a sample. What it shows counts from the next period on.
    ///
    /// @param difference how far it is from what was expected; 0 where that is not far
    void learn(long at, double difference) {
        int here = slot(at);
        if (here != slot) {
            if (before >= 0) {
                most[before] = (float) Math.max(KEPT * most[before], last[2]);
                least[before] = (float) Math.min(KEPT * least[before], last[3]);
            }
            before = slot;
            slot = here;
            last[2] = last[0];
            last[3] = last[1];
            last[0] = 0;
            last[1] = 0;
        }
        last[0] = Math.max(last[0], difference);
        last[1] = Math.min(last[1], difference);
    }

    /// Forgets what has become normal.
    void forgetLast() {
        Arrays.fill(last, 0);
    }

    /// @return how far above what is expected it may be at that time
    double above(long at) {
        double above = 0;
        for (int i = -1; i <= 1; i++) {
            above = Math.max(above, most[Math.floorMod(slot(at) + i, most.length)]);
        }
        return above;
    }

    /// @return how far below, negative
    double below(long at) {
        double below = 0;
        for (int i = -1; i <= 1; i++) {
            below = Math.min(below, least[Math.floorMod(slot(at) + i, least.length)]);
        }
        return below;
    }

    private int slot(long at) {
        return (int) (Math.floorMod(at, periodMs) * most.length / periodMs);
    }

    float[] most() {
        return most;
    }

    float[] least() {
        return least;
    }

    int slot() {
        return slot;
    }

    int before() {
        return before;
    }

    double[] last() {
        return last;
    }
}
