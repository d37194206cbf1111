package ink.dreamnet.halo.resonance.pattern;

/// Bets that the values of a series have become larger than they were: a conformal test martingale (V. Vovk, A. Gammerman and G. Shafer
/// 2022, *Algorithmic Learning in a Random World*, 2nd ed., chapter 8; V. Vovk et al. 2021, *Retrain or not retrain: conformal test
/// martingales for change-point detection*, PMLR 152).
///
/// While the values are exchangeable, whatever their distribution, the share p = (1 + how many earlier ones are as large) / (1 + how
/// many earlier ones there are) of each new one is at most as often small as a uniform number, and independent of the shares before.
/// A bet multiplies the stake by ½ p^(−½), which is 1 on average then. The stakes up to now are the screen: when their largest run so
/// far (a CUSUM, E. S. Page 1954) reaches [#SCREEN], the stake is set back to 1, and it is evidence from there on.
///
/// O(1) for each value.
final class Bets {

    /// What the run of stakes must reach before it becomes a hypothesis: 20 of them, none more than by chance, are worth one test.
    private static final double SCREEN = Math.log(10);
    /// Below this a hypothesis is hopeless: it would have to be 10 times as good as one that is new.
    private static final double HOPELESS = Math.log(0.1);

    private double run;
    private double logStake;
    private double weight = 1;
    private boolean testing;

    /// What a value changed.
    enum Step {
        /// There is no hypothesis.
        NONE,
        /// It looks as if the values became larger, so from now on it is a hypothesis.
        BEGUN,
        /// There is more or less evidence for it.
        MOVED,
        /// It was a hypothesis, and nothing speaks for it any more.
        GIVEN_UP
    }

    /// The share of what is as large.
    ///
    /// @param asLarge how many of the earlier values are as large or larger
    /// @param earlier how many earlier values there are
    static double share(int asLarge, int earlier) {
        return (1.0 + asLarge) / (1.0 + earlier);
    }

    /// Bets on a value.
    ///
    /// @param share its share, above 0 and at most 1
    Step add(double share) {
        double log = Math.log(0.5) - 0.5 * Math.log(share);
        if (testing) {
            logStake += weight * log;
            if (logStake > HOPELESS) {
                return Step.MOVED;
            }
            stop();
            return Step.GIVEN_UP;
        }
        run = Math.max(0, run + weight * log);
        if (run < SCREEN) {
            return Step.NONE;
        }
        testing = true;
        logStake = 0;
        return Step.BEGUN;
    }

    /// Sets how much the bets weigh from now on: the stake is multiplied by the power of it, which keeps it below 1 on average where
    /// it was (Jensen).
    ///
    /// @param weight 0 to 1; less than 1 where a value resembles the one before it
    void weight(double weight) {
        this.weight = weight;
    }

    /// Ends the hypothesis.
    void stop() {
        testing = false;
        run = 0;
    }

    boolean testing() {
        return testing;
    }

    /// @return the stake: an e-value
    double eValue() {
        return Math.exp(logStake);
    }
}
