package ink.dreamnet.halo.adaptive;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Learns how much a value scatters around what was expected, depending on how large that is: one factor to the square root
/// of the level for each doubling of the level, so that Poisson counts (variance = mean), over-dispersed ones (variance = mean
/// + mean²/k) and others all find their own. What a level has not yet shown is taken from all levels.
final class NoiseScale {

    static final int LEVELS = 40;

    private static final double MEMORY = 1500;
    private static final double TRUST = 30;
    private static final double ENOUGH = 50;
    private static final double ABS_TO_SD = 1.2533;

    private final double unit;
    private final float[] factor;
    private final float[] weight;

    /// @param unit the least step that matters: 1 for counts
    /// @param factor the mean absolute deviations of the levels, then of all, in units of the level's root
    /// @param weight from how many values each is
    NoiseScale(double unit, float[] factor, float[] weight) {
        this.unit = unit;
        this.factor = factor;
        this.weight = weight;
    }

    static NoiseScale unknown(double unit) {
        return new NoiseScale(unit, new float[LEVELS + 1], new float[LEVELS + 1]);
    }

    /// @return whether it knows enough to tell what is unusual
    boolean known() {
        return weight[LEVELS] >= ENOUGH;
    }

    /// @param least the least standard deviation
    /// @return the standard deviation to be expected at a level
    double at(double level, double least) {
        return Math.max(least, ABS_TO_SD * factor(level) * root(level));
    }

    /// @param residual what was missing to the expectation
    void learn(double level, double residual, double least) {
        double limit = 4 * Math.max(least / root(level), factor(level));
        double size = Math.abs(residual) / root(level);
        if (weight[LEVELS] > 20) {
            size = Math.min(size, Math.max(limit, 1e-9));
        }
        learn(bin(level), size);
        learn(LEVELS, size);
    }

    private void learn(int bin, double size) {
        weight[bin] = (float) Math.min(MEMORY, weight[bin] + 1);
        factor[bin] += (float) ((size - factor[bin]) / weight[bin]);
    }

    private double factor(double level) {
        int bin = bin(level);
        return (weight[bin] * factor[bin] + TRUST * factor[LEVELS]) / (weight[bin] + TRUST);
    }

    int bin(double level) {
        return (int) Math.min(LEVELS - 1.0, Math.log1p(Math.abs(level) / unit) / Math.log(2));
    }

    private double root(double level) {
        return Math.sqrt(Math.abs(level) + unit);
    }

    double unit() {
        return unit;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(unit);
        Numbers.write(out, factor);
        Numbers.write(out, weight);
    }

    static NoiseScale read(DataInput in) throws IOException {
        return new NoiseScale(in.readDouble(), Numbers.read(in), Numbers.read(in));
    }
}
