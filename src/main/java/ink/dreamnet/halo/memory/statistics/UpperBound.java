package ink.dreamnet.halo.memory.statistics;

/// How often something rare (harm) happens at most, which may be looked at after every outcome.
///
/// The largest p that [EProcess] does not refute: with the probability 1 − α no bound of the whole sequence is ever below the
/// truth. Where a two-sided interval spends half of its error on the lower bound, this spends all of it on the upper one: 0 of
/// 100 at α = 0.05 gives 0.036, and [BernoulliSequence] 0.057.
public final class UpperBound {

    private UpperBound() {
    }

    /// @param events how often it happened, 0 to `trials`
    /// @param trials how often it could have happened
    /// @param alpha the probability that the bound is ever too low, above 0 and at most 0.5
    /// @return 0 to 1; 1 where nothing was seen
    /// @throws IllegalArgumentException where the counts are impossible or alpha is not inside
    public static double ofRate(long events, long trials, double alpha) {
        double threshold = BernoulliSequence.threshold(alpha);
        if (trials < events || alpha > 0.5) {
            throw new IllegalArgumentException("No bound of %d of %d at %s".formatted(events, trials, alpha));
        }
        EProcess seen = new EProcess(events, trials - events);
        if (events == trials) {
            return 1;
        }
        return BernoulliSequence.outermost(p -> p < 1 ? seen.below(p) - threshold : 1, (double) events / trials, 1);
    }
}
