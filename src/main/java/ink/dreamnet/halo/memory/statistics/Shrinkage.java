package ink.dreamnet.halo.memory.statistics;

import java.util.List;

/// Estimates the probability of success of something rarely seen by leaning on what it is a kind of: a hierarchy of
/// beta-binomial estimates, each level the prior of the next (R. E. Kass and D. Steffey 1989, *Approximate Bayesian
/// inference in conditionally independent hierarchical models*, JASA 84:717; M-estimate of B. Cestnik 1990, *Estimating
/// probabilities: a crucial task in machine learning*, ECAI 1990).
///
/// For the level l, from the most general to the most specific: m(l) = (s(l) + 4·m(l+1)) / (n(l) + 4), with 0.5 above the most
/// general one. A level may contain what the more specific ones counted.
public final class Shrinkage {

    /// As how many outcomes the next more general level counts.
    public static final double STRENGTH = 4;
    /// What is assumed where nothing was seen at all.
    public static final double PRIOR = 0.5;

    private Shrinkage() {
    }

    /// @param fromSpecificToGeneral what was counted on each level; may be empty
    /// @return the probability of success on the most specific level, 0 to 1 (neither of them)
    public static double estimate(List<Tally> fromSpecificToGeneral) {
        double mean = PRIOR;
        for (Tally level : fromSpecificToGeneral.reversed()) {
            mean = (level.successes() + STRENGTH * mean) / (level.trials() + STRENGTH);
        }
        return mean;
    }

    /// On how many outcomes the estimate rests: those of the most specific level, and of the more general ones as many as
    /// they can be worth there, which is at most their strength: N(l) = n(l) + 4·N(l+1) / (4 + N(l+1)).
    ///
    /// @param fromSpecificToGeneral as for the estimate
    /// @return 0 where nothing was seen
    public static double effectiveSize(List<Tally> fromSpecificToGeneral) {
        double size = 0;
        for (Tally level : fromSpecificToGeneral.reversed()) {
            size = level.trials() + STRENGTH * size / (STRENGTH + size);
        }
        return size;
    }
}
