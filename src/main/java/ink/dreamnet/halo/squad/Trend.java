package ink.dreamnet.halo.squad;

import java.util.Arrays;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// Whether and how fast something rises: the slope of Theil and Sen (P. K. Sen 1968, *Estimates of the regression
/// coefficient based on Kendall's tau*, JASA 63:1379), and how likely so much rise is by chance, by the test of Mann and
/// Kendall (H. B. Mann 1945, *Nonparametric tests against trend*, Econometrica 13:245). Neither assumes a distribution, and
/// neither is misled by a few outliers.
///
/// @param slope the median of the slopes between all pairs, per unit of time
/// @param score Kendall's S: how many pairs rise minus how many fall
/// @param chance the probability of at least that score where there is no trend, 0 to 1: exact where all values differ, else
///        by the normal approximation with corrections for ties and for continuity
record Trend(double slope, long score, double chance) {

    private static final int MOST_EXACT = 60;
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    /// @param times rising
    /// @param values one for each time; at least two
    static Trend of(double[] times, double[] values) {
        int n = values.length;
        if (n < 2 || times.length != n) {
            throw new IllegalArgumentException("%d times and %d values have no trend".formatted(times.length, n));
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int next = 0;
        long score = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[next++] = (values[j] - values[i]) / (times[j] - times[i]);
                score += Long.signum(Double.compare(values[j], values[i]));
            }
        }
        return new Trend(Robust.quantile(slopes, 0.5), score, chance(score, values));
    }

    private static double chance(long score, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double ties = 0;
        for (int from = 0; from < sorted.length;) {
            int to = from;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            double t = to - from;
            ties += t * (t - 1) * (2 * t + 5);
            from = to;
        }
        if (ties == 0 && values.length <= MOST_EXACT) {
            return exact(score, values.length);
        }
        double n = values.length;
        double variance = (n * (n - 1) * (2 * n + 5) - ties) / 18;
        return variance <= 0 ? 1 : STANDARD.survivalProbability((score - 1) / Math.sqrt(variance));
    }

    /// Counts orders by their inversions: S is the number of pairs minus twice the inversions, and of the n! orders equally
    /// many have each number of inversions as the generating function (1)(1+x)(1+x+x²)… says.
    private static double exact(long score, int n) {
        int pairs = n * (n - 1) / 2;
        double[] probability = new double[pairs + 1];
        probability[0] = 1;
        for (int size = 2; size <= n; size++) {
            double[] larger = new double[pairs + 1];
            for (int inversions = 0; inversions <= size * (size - 1) / 2; inversions++) {
                double sum = 0;
                for (int added = Math.max(0, inversions - (size - 1) * (size - 2) / 2); added < size
                        && added <= inversions; added++) {
                    sum += probability[inversions - added];
                }
                larger[inversions] = sum / size;
            }
            probability = larger;
        }
        double chance = 0;
        for (int inversions = 0; pairs - 2L * inversions >= score && inversions <= pairs; inversions++) {
            chance += probability[inversions];
        }
        return Math.min(1, chance);
    }
}
