package ink.dreamnet.halo.adaptive;

/// How unlikely a run of zeros is: learns for each level how often a zero comes after something, and how often after a zero,
/// and adds up the surprise.
final class ZeroRun {

    /// From which surprise on silence means something: one run in ten million.
    static final double ENOUGH = 16;

    private static final double RAREST = 1e-3;
    private static final double MEMORY = 20_000;

    private final float[] counts;
    private int run;
    private double surprise;
    private int begunAt;

    /// @param counts for each level: after something, of them zeros, after a zero, of them zeros
    ZeroRun(float[] counts, int run, double surprise, int begunAt) {
        this.counts = counts;
        this.run = run;
        this.surprise = surprise;
        this.begunAt = begunAt;
    }

    /// @return the surprise of the run of zeros so far; 0 where the value is not zero
    double observe(double value, double level, NoiseScale scale) {
        int at = 4 * scale.bin(level) + (run > 0 ? 2 : 0);
        double byChance = Math.exp(-Math.max(0, level) / scale.unit());
        double likely = Math.max(RAREST, (counts[at + 1] + byChance) / (counts[at] + 1));
        if (value == 0) {
            begunAt = run == 0 ? scale.bin(level) : begunAt;
            run++;
            surprise += Math.max(0, -Math.log(Math.min(1, likely)));
            return surprise;
        }
        if (run > 0 && surprise < ENOUGH) {
            count(4 * begunAt, 1, 1);
            count(4 * begunAt + 2, run, run - 1);
        } else if (run == 0) {
            count(at, 1, 0);
        }
        run = 0;
        surprise = 0;
        return surprise;
    }

    /// Learns from a run only when it is over, and was none that meant something.
    private void count(int at, int all, int zeros) {
        if (counts[at] > MEMORY) {
            counts[at] *= 0.5f;
            counts[at + 1] *= 0.5f;
        }
        counts[at] += all;
        counts[at + 1] += zeros;
    }

    int run() {
        return run;
    }

    /// @return the level at which the run began
    int begunAt() {
        return begunAt;
    }

    double surprise() {
        return surprise;
    }

    float[] counts() {
        return counts;
    }

    void forgetRun() {
        run = 0;
        surprise = 0;
    }
}
