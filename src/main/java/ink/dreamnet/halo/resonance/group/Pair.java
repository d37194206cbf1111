package ink.dreamnet.halo.resonance.group;

/// How often two subjects became weak together.
final class Pair {

    /// What is bet on: that the other one follows in this share of cases. A mixture of bets is a bet.
    private static final double[] STAKES = {0.05, 0.2, 0.5, 0.8};
    /// Beyond it a sum of evidence is not finite.
    private static final double MOST = 600;

    final int first;
    final int second;
    /// In how many windows both became weak.
    int joint;
    /// The last of them.
    long lastCycle;
    long lastMs;
    /// Whether they are taken to belong together.
    boolean linked;
    /// The order in which pairs were linked first; 0 where it never was.
    long linkedAs;
    private double logChance;

    Pair(int first, int second) {
        this.first = first;
        this.second = second;
    }

    /// Takes in that they became weak together.
    ///
    /// @param chance the probability of that where one has nothing to do with the other, above 0 and below 1
    void joint(long cycle, long atMs, double chance) {
        joint++;
        lastCycle = cycle;
        lastMs = atMs;
        logChance += Math.log(chance);
    }

    /// The evidence that the onsets of one draw those of the other along: a bet at each onset of either that the other follows within the
    /// window, won at the odds of chance. The product of the odds is an e-value, because it is not expected to grow by chance (G. Shafer
    /// 2021, *Testing by betting*, JRSS A 184:407). A bet that is lost costs the whole stake, which is more than it would have to.
    ///
    /// @param onsets of both together
    double evidence(long onsets) {
        long lost = Math.max(0, onsets - 2L * joint);
        double sum = 0;
        for (double stake : STAKES) {
            sum += Math.exp(Math.min(MOST, joint * Math.log(stake) - logChance + lost * Math.log1p(-stake)));
        }
        return sum / STAKES.length;
    }

    /// The likelihood ratio statistic of two by two counts of windows (T. Dunning 1993, *Accurate methods for the statistics of surprise
    /// and coincidence*, Computational Linguistics 19:61).
    ///
    /// @param one in how many windows one became weak
    /// @param other in how many the other
    /// @param windows how many there were
    double g2(double one, double other, double windows) {
        double neither = Math.max(1, windows - one - other + joint);
        double all = one + other - joint + neither;
        return 2 * (term(joint, one * other / all) + term(one - joint, one * (all - other) / all)
                + term(other - joint, other * (all - one) / all) + term(neither, (all - one) * (all - other) / all));
    }

    /// How many times as often as by chance they became weak together.
    double lift(double one, double other, double windows) {
        return joint * windows / (one * other);
    }

    private static double term(double observed, double expected) {
        return observed <= 0 ? 0 : observed * Math.log(observed / expected);
    }
}
