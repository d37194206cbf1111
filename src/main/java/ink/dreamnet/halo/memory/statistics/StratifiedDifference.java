package ink.dreamnet.halo.memory.statistics;

import java.util.List;

/// By how much a treatment raises the probability of success where alike is compared with alike: treated and untreated of the
/// same stratum, the strata weighed by N. Mantel and W. Haenszel's weights w = n₁·n₀ / (n₁ + n₀) (1959; for risk differences S. Greenland
/// and J. M. Robins 1985, *Estimation of a common effect parameter from sparse follow-up data*, Biometrics 41:55). Without
/// strata a treatment that is given to the hard cases seems to do harm.
///
/// The difference is Σ w·(x₁/n₁ − x₀/n₀) / Σ w, with x successes of n. Its variance is T. Sato's (1989, *On the variance
/// estimator for the Mantel–Haenszel risk difference*, Biometrics 45:1323), which holds for few large strata as for many sparse
/// ones: (difference · Σ P + Σ Q) / (Σ w)² with P = (n₁² x₀ − n₀² x₁ + n₁ n₀ (n₀ − n₁)/2) / (n₁ + n₀)² and
/// Q = (x₁ (n₀ − x₀) + x₀ (n₁ − x₁)) / (2 (n₁ + n₀)).
///
/// @param difference −1 to 1; 0 where nothing can be compared
/// @param variance of the difference, by Sato; at least 0, and 0 where nothing can be compared
/// @param weight Σ w, the size of the comparison: half of the number in each group where both are equal and there is one stratum
/// @param comparableShare the share of treated outcomes in strata that have untreated ones, 0 to 1; 0 where none was treated.
///        What is outside of it is told nothing about
public record StratifiedDifference(double difference, double variance, double weight, double comparableShare) {

    /// Nothing can be compared.
    public static final StratifiedDifference NONE = new StratifiedDifference(0, 0, 0, 0);
    /// At what weight the sequence is narrowest; 30 are 60 outcomes in each group.
    private static final double TUNED_FOR = 30;
    /// How many outcomes of the greatest variance are added to the variance; found by simulation.
    private static final double SMOOTHING = 8;
    private static final double GREATEST_VARIANCE = 0.25;
    /// What part of alpha is spent, because the sequence is right only asymptotically; found by simulation.
    private static final double SPENT = 0.7;

    /// What is alike.
    ///
    /// @param treatedSuccesses 0 to `treated`
    /// @param treated how many were treated
    /// @param controlSuccesses 0 to `control`
    /// @param control how many were not
    public record Stratum(long treatedSuccesses, long treated, long controlSuccesses, long control) {

        /// @throws IllegalArgumentException where the counts are impossible
        public Stratum {
            if (treatedSuccesses < 0 || treated < treatedSuccesses || controlSuccesses < 0
                    || control < controlSuccesses) {
                throw new IllegalArgumentException("%d of %d and %d of %d are no counts".formatted(treatedSuccesses,
                        treated, controlSuccesses, control));
            }
        }

        private boolean comparable() {
            return treated > 0 && control > 0;
        }
    }

    /// @param strata in any order; one without treated or without untreated outcomes adds nothing to the difference
    public static StratifiedDifference of(List<Stratum> strata) {
        double weights = 0;
        double differences = 0;
        double sumP = 0;
        double sumQ = 0;
        double comparable = 0;
        double treated = 0;
        for (Stratum stratum : strata) {
            treated += stratum.treated();
            if (stratum.comparable()) {
                double n1 = stratum.treated();
                double n0 = stratum.control();
                double x1 = stratum.treatedSuccesses();
                double x0 = stratum.controlSuccesses();
                double n = n1 + n0;
                comparable += n1;
                weights += n1 * n0 / n;
                differences += (x1 * n0 - x0 * n1) / n;
                sumP += (n1 * n1 * x0 - n0 * n0 * x1 + n1 * n0 * (n0 - n1) / 2) / (n * n);
                sumQ += (x1 * (n0 - x0) + x0 * (n1 - x1)) / (2 * n);
            }
        }
        if (weights == 0) {
            return NONE;
        }
        double difference = Math.clamp(differences / weights, -1, 1);
        double variance = Math.max(0, (difference * sumP + sumQ) / (weights * weights));
        return new StratifiedDifference(difference, variance, weights, comparable / treated);
    }

    /// An interval that may be looked at after every outcome: an asymptotic confidence sequence (I. Waudby-Smith, D. Arbour,
    /// R. Sinha, E. H. Kennedy and A. Ramdas 2024, *Time-uniform central limit theory and asymptotic confidence sequences*, Ann.
    /// Statist. 52:2613, theorem 2.2): difference ± √(σ²/w) · √(2 (wρ² + 1)/(wρ²) · ln(√(wρ² + 1)/α)), with ρ chosen as there
    /// to be narrowest at w = 30.
    ///
    /// Asymptotic means that small numbers need care. The variance of one outcome, σ², is drawn towards ¼, its greatest value, as
    /// if 8 such outcomes had been seen: σ² = (w·(w·variance) + 8·¼) / (w + 8). And 0.7·α is spent instead of α. With both, the
    /// sequence held the truth from the first outcome to the last one in at least 95 % of simulated histories (alpha 0.05)
    /// for base rates of 0.05 to 0.95, 1 to 2,000 outcomes in each group, groups of the same size and one 20 times the other, 1 to 200
    /// strata, effects that differ between strata included.
    ///
    /// @param alpha the probability that the interval ever misses the truth, above 0 and below 1
    /// @return between −1 and 1
    /// @throws IllegalArgumentException where alpha is not inside
    public Interval confidence(double alpha) {
        double threshold = BernoulliSequence.threshold(SPENT * alpha);
        if (weight == 0) {
            return new Interval(-1, 1);
        }
        double one = (weight * (weight * variance) + SMOOTHING * GREATEST_VARIANCE) / (weight + SMOOTHING);
        double time = weight * (2 * threshold + Math.log(2 * threshold + 1)) / TUNED_FOR;
        double reach = Math.sqrt(one / weight * 2 * (time + 1) / time * (Math.log1p(time) / 2 + threshold));
        return new Interval(Math.max(-1, difference - reach), Math.min(1, difference + reach));
    }
}
