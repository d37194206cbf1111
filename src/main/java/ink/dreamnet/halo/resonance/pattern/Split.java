package ink.dreamnet.halo.resonance.pattern;

import java.util.Arrays;

import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/// Where a series changed: the place with the largest energy distance between the values before and after it, E-divisive (D. S. Matteson and
/// N. A. James 2014, *A nonparametric approach for multiple change point analysis of multivariate data*, JASA 109:334), taken
/// where a t-test agrees instead of permutations, which makes it deterministic and fast (M. Fleming et al. 2023, *Hunter: using change point
/// detection to hunt for performance regressions*, ICPE).
///
/// @param index of the first value after the change
/// @param pValue of Welch's t-test
record Split(int index, double pValue) {

    /// Fewer values have no variance to speak of.
    private static final int LEAST = 3;

    /// O(n²).
    ///
    /// @return null where there are too few values
    static @Nullable Split find(double[] values) {
        int n = values.length;
        if (n < 2 * LEAST) {
            return null;
        }
        // sums of distances within the values before, within those after, and between both
        double before = 0;
        double after = 0;
        double between = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                after += Math.abs(values[i] - values[j]);
            }
        }
        int best = LEAST;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 1; k <= n - LEAST; k++) {
            double moved = values[k - 1];
            for (int i = 0; i < n; i++) {
                double distance = Math.abs(values[i] - moved);
                if (i < k - 1) {
                    before += distance;
                    between -= distance;
                } else {
                    after -= distance;
                    between += distance;
                }
            }
            double energy = k < LEAST
                    ? Double.NEGATIVE_INFINITY
                    : 2 * between / n - (double) (n - k) / n * 2 * before / (k - 1)
                            - (double) k / n * 2 * after / (n - k - 1);
            if (energy > largest) {
                largest = energy;
                best = k;
            }
        }
        return new Split(best, welch(Arrays.copyOf(values, best), Arrays.copyOfRange(values, best, n)));
    }

    private static double welch(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double errorA = Arrays.stream(a).map(x -> (x - meanA) * (x - meanA)).sum() / (a.length - 1) / a.length;
        double errorB = Arrays.stream(b).map(x -> (x - meanB) * (x - meanB)).sum() / (b.length - 1) / b.length;
        double error = errorA + errorB;
        if (error == 0) {
            return meanA == meanB ? 1 : 0;
        }
        double freedom = error * error / (errorA * errorA / (a.length - 1) + errorB * errorB / (b.length - 1));
        return 2 * TDistribution.of(freedom).survivalProbability(Math.abs(meanA - meanB) / Math.sqrt(error));
    }
}
