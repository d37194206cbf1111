package ink.dreamnet.halo.memory.statistics;

import java.util.function.DoubleUnaryOperator;

import org.apache.commons.numbers.gamma.LogBeta;

/// How probable a success is, as an interval that may be looked at after every outcome: a confidence sequence. With the
/// probability 1 − α it holds the truth at *all* numbers of outcomes at once, so that one may look at any time and stop when
/// one likes (D. A. Darling and H. Robbins 1967, *Confidence sequences for mean, variance, and median*, PNAS 58:66; S. R. Howard,
/// A. Ramdas, J. McAuliffe and J. Sekhon 2021, *Time-uniform, nonparametric, nonasymptotic confidence sequences*, Ann. Statist.
/// 49:1055; I. Waudby-Smith and A. Ramdas 2024, *Estimating means of bounded random variables by betting*, JRSS B 86:1).
///
/// The interval is the set of all p for which H. Robbins' mixture (1970, Ann. Math. Statist. 41:1397) with the Beta(½, ½)
/// distribution is below 1/α: B(s+½, f+½) / B(½, ½) < p^s (1−p)^f / α.
///
/// @param successes 0 or more
/// @param failures 0 or more
public record BernoulliSequence(long successes, long failures) {

    /// Nothing was seen.
    public static final BernoulliSequence NONE = new BernoulliSequence(0, 0);
    private static final int HALVINGS = 60;

    /// @throws IllegalArgumentException where a count is negative
    public BernoulliSequence {
        if (successes < 0 || failures < 0) {
            throw new IllegalArgumentException("%d successes and %d failures are no counts".formatted(successes,
                    failures));
        }
    }

    /// @return with one outcome more
    public BernoulliSequence plus(boolean success) {
        return success
                ? new BernoulliSequence(successes + 1, failures)
                : new BernoulliSequence(successes, failures + 1);
    }

    /// @return how many outcomes there are
    public long trials() {
        return successes + failures;
    }

    /// @param alpha the probability that the interval ever misses the truth, above 0 and below 1
    /// @return 0 to 1 where nothing was seen
    /// @throws IllegalArgumentException where alpha is not inside
    public Interval confidence(double alpha) {
        double threshold = threshold(alpha);
        if (trials() == 0) {
            return new Interval(0, 1);
        }
        double mixture = LogBeta.value(successes + 0.5, failures + 0.5) - Math.log(Math.PI);
        DoubleUnaryOperator excess = p -> mixture - log(successes, p) - log(failures, 1 - p) - threshold;
        double mean = (double) successes / trials();
        double lower = successes == 0 ? 0 : outermost(excess, mean, 0);
        double upper = failures == 0 ? 1 : outermost(excess, mean, 1);
        return new Interval(Math.min(lower, mean), Math.max(upper, mean));
    }

    static double threshold(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("%s is not between 0 and 1".formatted(alpha));
        }
        return -Math.log(alpha);
    }

    /// Halves the way between a point that belongs to the interval and one that does not.
    ///
    /// @param excess below 0 inside, and from one point on at least 0
    /// @return on the outside of the bound, so that rounding never makes the interval too narrow
    static double outermost(DoubleUnaryOperator excess, double inside, double outside) {
        double in = inside;
        double out = outside;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (in + out) / 2;
            if (excess.applyAsDouble(middle) < 0) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return out;
    }

    private static double log(long count, double probability) {
        return count == 0 ? 0 : count * Math.log(probability);
    }
}
