package ink.dreamnet.halo.adaptive;

/// Learns from which value on a non-negative statistic is so rare that it must mean something, whatever its distribution: on a
/// histogram of fixed size that forgets, the tail is extrapolated from two quantiles. Quantiles are not moved by the few
/// real changes among the values, as the moments of the excesses over a threshold would be.
final class TailLimit {

    static final int BINS = 200;

    private static final double WIDTH = 0.1;
    private static final double COMMON = 0.05;
    private static final double NORMAL = 1.96;
    private static final double RARE = 0.01;
    private static final double ENOUGH = 100;

    private final float[] bins;
    private double total;
    private double limit;
    private int untilFit;

    /// @param bins earlier counts, or none
    TailLimit(float[] bins) {
        this.bins = bins;
        for (float bin : bins) {
            total += bin;
        }
    }

    /// @param value a value that was not taken for an anomaly
    /// @param memory how many values weigh as much as all before them
    void learn(double value, double memory) {
        if (total > memory) {
            for (int i = 0; i < BINS; i++) {
                bins[i] *= 0.5f;
            }
            total *= 0.5;
        }
        bins[(int) Math.min(BINS - 1.0, value / WIDTH)]++;
        total++;
    }

    /// @param probability how rare a value must be
    /// @param least the least limit
    /// @param most the greatest limit, also while too little is known; more where the values are wider spread than those of normal
    ///        noise, as the means of correlated noise are
    double limit(double probability, double least, double most) {
        if (untilFit-- > 0) {
            return limit;
        }
        untilFit = 20;
        limit = total < ENOUGH
                ? most
                : Math.clamp(fit(probability) * (1 + 4 / Math.sqrt(total)), least,
                        most * Math.max(1, quantile(COMMON) / NORMAL));
        return limit;
    }

    /// The tail of a Weibull distribution through two quantiles: ln(-ln p) is linear in ln x.
    private double fit(double probability) {
        double common = quantile(COMMON);
        double rare = Math.max(quantile(RARE), common * 1.05);
        double shape = Math.clamp(Math.log(Math.log(RARE) / Math.log(COMMON)) / Math.log(rare / common), 0.6, 2);
        return rare * Math.pow(Math.log(Math.min(probability, RARE)) / Math.log(RARE), 1 / shape);
    }

    private double quantile(double above) {
        double left = above * total;
        int bin = BINS - 1;
        while (bin > 0 && left > bins[bin]) {
            left -= bins[bin--];
        }
        return Math.max(0.1, (bin + 1 - left / Math.max(bins[bin], 1e-9)) * WIDTH);
    }

    float[] bins() {
        return bins;
    }
}
