package ink.dreamnet.halo.memory.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.apache.commons.statistics.distribution.BetaDistribution;

/// Chooses among arms by the probability that each is the best one: Thompson sampling (W. R. Thompson 1933, *On the likelihood
/// that one unknown probability exceeds another*, Biometrika 25:285). With discounted tallies it goes on trying what failed
/// long ago (V. Raj and S. Kalyani 2017, *Taming non-stationary bandits: a Bayesian approach*, arXiv:1707.09727).
///
/// Each arm has the posterior Beta(1 + s, 1 + n − s). One value is drawn of each, and the greatest wins. The same seed and the same
/// tallies give the same choice. The propensities are the integral ∫ f(x)·Π F(x) dx of each arm's density with the others'
/// distribution functions, by the midpoint rule over the quantiles of the arm, so that they are the same at every call and
/// may be used as weights (D. G. Horvitz and D. J. Thompson 1952, JASA 47:663).
///
/// @param arm the position of the chosen arm
/// @param propensities for each arm how probable its choice was, 0 to 1; their sum is 1
public record Thompson(int arm, List<Double> propensities) {

    private static final int POINTS = 512;

    /// @throws IndexOutOfBoundsException where there is no such arm
    public Thompson {
        propensities = List.copyOf(propensities);
        Objects.checkIndex(arm, propensities.size());
    }

    /// @return how probable the choice was
    public double propensity() {
        return propensities.get(arm);
    }

    /// @param arms what was counted for each, at least one
    /// @param seed of the draws
    /// @throws IllegalArgumentException where there is no arm
    public static Thompson choose(List<Tally> arms, long seed) {
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to choose from");
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<BetaDistribution> posteriors = arms.stream().map(
                arm -> BetaDistribution.of(1 + arm.successes(), 1 + arm.trials() - arm.successes())).toList();
        int best = 0;
        double most = -1;
        for (int i = 0; i < posteriors.size(); i++) {
            double draw = posteriors.get(i).inverseCumulativeProbability(random.nextDouble());
            if (draw > most) {
                most = draw;
                best = i;
            }
        }
        return new Thompson(best, propensities(posteriors));
    }

    private static List<Double> propensities(List<BetaDistribution> posteriors) {
        double[] chances = new double[posteriors.size()];
        double sum = 0;
        for (int i = 0; i < chances.length; i++) {
            for (int point = 0; point < POINTS; point++) {
                double x = posteriors.get(i).inverseCumulativeProbability((point + 0.5) / POINTS);
                double all = 1;
                for (int other = 0; other < chances.length; other++) {
                    all *= other == i ? 1 : posteriors.get(other).cumulativeProbability(x);
                }
                chances[i] += all;
            }
            sum += chances[i];
        }
        List<Double> shares = new ArrayList<>();
        for (double chance : chances) {
            shares.add(chance / sum);
        }
        return shares;
    }
}
