package ink.dreamnet.halo.adaptive;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Learns how far above or below its level a series is at each time of a period (a day, a week): a mean for each slot of it.
final class Rhythm {

    private static final double VISIT = 0.3;
    /// A slot of which samples are missing counts as visited from this share on.
    private static final double VISITED = 0.9;
    private static final float HEAVIEST = 1e6f;

    private final long periodMs;
    private final float[] mean;
    private final float[] weight;

    private Rhythm(long periodMs, float[] mean, float[] weight) {
        this.periodMs = periodMs;
        this.mean = mean;
        this.weight = weight;
    }

    /// @param slots how many slots the period has
    Rhythm(long periodMs, int slots) {
        this(periodMs, new float[slots], new float[slots]);
    }

    /// @return whether a whole visit of that time of the period is known
    boolean knows(long at, double intervalMs) {
        return weight[slot(at)] >= VISITED * perVisit(intervalMs);
    }

    /// @return how far above the level the series is at that time
    double deviation(long at) {
        return mean[slot(at)];
    }

    void learn(long at, double deviation, double intervalMs) {
        int slot = slot(at);
        weight[slot] = Math.min(weight[slot] + 1, HEAVIEST);
        double share = Math.max(1 - Math.pow(1 - VISIT, 1 / perVisit(intervalMs)), 1 / weight[slot]);
        mean[slot] += (float) (share * (deviation - mean[slot]));
    }

    /// Moves all that is known.
    void move(double by) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] += weight[i] > 0 ? (float) by : 0;
        }
    }

    private double perVisit(double intervalMs) {
        return Math.max(1, periodMs / (double) mean.length / intervalMs);
    }

    private int slot(long at) {
        return (int) (Math.floorMod(at, periodMs) * mean.length / periodMs);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(periodMs);
        Numbers.write(out, mean);
        Numbers.write(out, weight);
    }

    static Rhythm read(DataInput in) throws IOException {
        return new Rhythm(in.readLong(), Numbers.read(in), Numbers.read(in));
    }
}
