package ink.dreamnet.halo.adaptive;

/// Learns what is normal at each time of a period (a day, a week): a mean for each slot of it, and how the present level
/// stands to that.
final class Rhythm {

    private static final double VISIT = 0.35;

    private final long periodMs;
    private final float[] mean;
    private final float[] weight;
    private double seen;
    private double usual;

    /// @param mean the means of the slots
    /// @param weight from how many values each is
    /// @param seen the recent level
    /// @param usual the means of the same time
    Rhythm(long periodMs, float[] mean, float[] weight, double seen, double usual) {
        this.periodMs = periodMs;
        this.mean = mean;
        this.weight = weight;
        this.seen = seen;
        this.usual = usual;
    }

    /// @return whether it knows a time of the period
    boolean knows(long at, double intervalMs) {
        return weight[slot(at)] >= 0.95 * perVisit(intervalMs) && usual > 0;
    }

    private double perVisit(double intervalMs) {
        return Math.max(1, periodMs / (double) mean.length / intervalMs);
    }

    /// @return the least and the most that is normal at that time; within one slot of it, because what happens on the hour
    ///         does not happen on the second
    double[] range(long at, double intervalMs, double ratio) {
        int slot = slot(at);
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (int i = -1; i <= 1; i++) {
            int near = Math.floorMod(slot + i, mean.length);
            if (weight[near] >= 0.95 * perVisit(intervalMs)) {
                least = Math.min(least, mean[near]);
                most = Math.max(most, mean[near]);
            }
        }
        return new double[]{least * ratio, most * ratio};
    }

    /// @param ratio how the level stands to the means
    /// @return what is normal at that time
    double expected(long at, double ratio) {
        return between(at, slot(at)) * ratio;
    }

    /// @return how the present level stands to the means
    double ratio() {
        return usual > 0 ? seen / usual : 1;
    }

    private double between(long at, int slot) {
        double place = Math.floorMod(at, periodMs) / (periodMs / (double) mean.length) - slot - 0.5;
        int near = Math.floorMod(slot + (place < 0 ? -1 : 1), mean.length);
        if (weight[near] == 0) {
            return mean[slot];
        }
        double share = Math.abs(place);
        return mean[slot] * (1 - share) + mean[near] * share;
    }

    /// Follows the level.
    ///
    /// @param rate how fast the ratio of the present level follows, 0..1
    void follow(long at, double value, double rate) {
        int slot = slot(at);
        if (weight[slot] > 0) {
            seen += rate * (value - seen);
            usual += rate * (Math.max(1e-9, between(at, slot)) - usual);
        }
    }

    /// Learns what is normal at a time.
    void learn(long at, double value, double intervalMs) {
        if (usual == 0) {
            seen = value;
            usual = Math.max(1e-9, value);
        }
        int slot = slot(at);
        double perVisit = perVisit(intervalMs);
        weight[slot] = Math.min(weight[slot] + 1, 1e6f);
        double share = Math.max(1 - Math.pow(1 - VISIT, 1 / perVisit), 1 / weight[slot]);
        mean[slot] += (float) (share * (value - mean[slot]));
    }

    /// Takes a new level for normal.
    ///
    /// @param level the new one
    /// @param at its time
    void adopt(long at, double level) {
        int slot = slot(at);
        if (weight[slot] > 0 && mean[slot] > 0) {
            seen = level;
            usual = Math.max(1e-9, between(at, slot));
        }
    }

    private int slot(long at) {
        return (int) (Math.floorMod(at, periodMs) * mean.length / periodMs);
    }

    float[] means() {
        return mean;
    }

    float[] weights() {
        return weight;
    }

    double seen() {
        return seen;
    }

    double usual() {
        return usual;
    }

    static Rhythm unknown(long periodMs, int slots) {
        return new Rhythm(periodMs, new float[slots], new float[slots], 0, 0);
    }
}
