package ink.dreamnet.halo.squad;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// The interval in which a probability lies with 95 % confidence, by what was counted: Wilson's score interval without
/// continuity correction (E. B. Wilson 1927, *Probable inference, the law of succession, and statistical inference*, JASA
/// 22:209; method 3 of R. G. Newcombe 1998, *Two-sided confidence intervals for the single proportion*, Statistics in
/// Medicine 17:857).
///
/// With p = k/n and z = 1.96: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
///
/// @param lower the lower bound, 0 to `upper`
/// @param upper the upper bound, at most 1
record Wilson(double lower, double upper) {

    /// The confidence of the interval.
    static final double CONFIDENCE = 0.95;
    private static final double Z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - CONFIDENCE) / 2);

    /// @param hits how often it happened, 0 to `trials`
    /// @param trials how often it could have happened
    /// @throws IllegalArgumentException where the counts are impossible
    static Wilson of(long hits, long trials) {
        if (hits < 0 || trials < hits) {
            throw new IllegalArgumentException("%d of %d is no count".formatted(hits, trials));
        }
        if (trials == 0) {
            return new Wilson(0, 1);
        }
        double n = trials;
        double p = hits / n;
        double middle = p + Z * Z / (2 * n);
        double reach = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        double lower = hits == 0 ? 0 : (middle - reach) / scale;
        double upper = hits == trials ? 1 : (middle + reach) / scale;
        return new Wilson(Math.clamp(lower, 0, p), Math.clamp(upper, p, 1));
    }
}
