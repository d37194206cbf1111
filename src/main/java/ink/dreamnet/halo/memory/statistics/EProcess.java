package ink.dreamnet.halo.memory.statistics;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/// Evidence that something succeeds more (or less) often than a bound, which may be looked at after every outcome: an
/// e-process, a bet against the bound whose stake is not expected to grow while the bound holds. By Ville's inequality the
/// probability that it ever reaches 1/α is then at most α, however often one looks and whenever one stops (J. Ville 1939,
/// *Étude critique de la notion de collectif*; A. Ramdas, P. Grünwald, V. Vovk and G. Shafer 2023, *Game-theoretic statistics
/// and safe anytime-valid inference*, Statistical Science 38:576). A confidence interval for a fixed number of outcomes has no
/// such property when it is read again and again.
///
/// The bet is H. Robbins' mixture (1970, *Statistical methods related to the law of the iterated logarithm*, Ann. Math.
/// Statist. 41:1397) over the success probabilities q above the bound p₀ only: E = ∫ q^s (1−q)^f π(q) dq / (p₀^s (1−p₀)^f), with π the
/// Beta(4/(1−p₀) − 1, 1) distribution truncated to q > p₀. Its mean before it is truncated is 1 − (1−p₀)/4: a quarter of the
/// failures that the bound allows. Each outcome multiplies E by m/p₀ or (1−m)/(1−p₀), where m > p₀ is the mean of what
/// is left of π, and so for *every* probability up to p₀, not for p₀ alone, the expected factor is at most 1.
///
/// Computed exactly, by adding up the probabilities of all sequences, with E ≥ 20 (α = 0.05) and p₀ = 0.8:
///
/// | probability of success | outcomes until E ≥ 20, median | mean |
/// |---|---|---|
/// | 1 | 17 | 17.0 |
/// | 0.98 | 17 | 22.0 |
/// | 0.95 | 29 | 34.8 |
/// | 0.9 | 75 | 101.0 |
///
/// At the bound itself, where reaching 20 is an error: 4.1 % within 200 outcomes, 4.3 % within 1,000, 4.4 % within 5,000.
/// Below a bound of 0.3, something that never succeeds takes 11 outcomes, at 0.1 25 (mean 29.1), at 0.2 144 (mean 172.6).
///
/// @param successes 0 or more
/// @param failures 0 or more
public record EProcess(long successes, long failures) {

    /// Nothing was seen.
    public static final EProcess NONE = new EProcess(0, 0);
    /// Below this a tail of the distribution function has lost its digits.
    private static final double LEAST_TAIL = 1e-280;
    private static final double FEWER_FAILURES = 4;

    /// @throws IllegalArgumentException where a count is negative
    public EProcess {
        if (successes < 0 || failures < 0) {
            throw new IllegalArgumentException("%d successes and %d failures are no counts".formatted(successes,
                    failures));
        }
    }

    /// @return with one outcome more
    public EProcess plus(boolean success) {
        return success ? new EProcess(successes + 1, failures) : new EProcess(successes, failures + 1);
    }

    /// @param bound between 0 and 1, neither of them
    /// @return the natural logarithm of the evidence against a probability of success of at most `bound`; 0 where nothing was
    ///         seen, at least log(1/α) where the probability is above the bound at the level α
    /// @throws IllegalArgumentException where the bound is not inside
    public double above(double bound) {
        return logEvidence(successes, failures, bound, 1 - bound);
    }

    /// @param bound between 0 and 1, neither of them
    /// @return the natural logarithm of the evidence against a probability of success of at least `bound`
    /// @throws IllegalArgumentException where the bound is not inside
    public double below(double bound) {
        return logEvidence(failures, successes, 1 - bound, bound);
    }

    /// @param rest 1 − bound, given because the difference has few digits where the bound is close to 1
    private static double logEvidence(long successes, long failures, double bound, double rest) {
        if (!(bound > 0 && bound < 1 && rest > 0 && rest < 1)) {
            throw new IllegalArgumentException("%s is not between 0 and 1".formatted(bound));
        }
        if (successes + failures == 0) {
            return 0;
        }
        double logBound = bound < 0.5 ? Math.log(bound) : Math.log1p(-rest);
        double logRest = rest < 0.5 ? Math.log(rest) : Math.log1p(-bound);
        double prior = FEWER_FAILURES / rest - 1;
        double logPrior = Math.log(prior) - Math.log(-Math.expm1(prior * logBound));
        double a = prior + successes;
        double b = 1.0 + failures;
        double tail = bound < 0.5 ? RegularizedBeta.complement(bound, a, b) : RegularizedBeta.value(rest, b, a);
        if (tail > LEAST_TAIL) {
            return LogBeta.value(a, b) + Math.log(tail) + logPrior - successes * logBound - failures * logRest;
        }
        return prior * logBound + logRest + Math.log(tailRatio(rest, a, b)) + logPrior;
    }

    /// ∫ q^(a−1) (1−q)^(b−1) dq over q > 1 − rest, divided by (1−rest)^a rest^b: the hypergeometric series
    /// ₂F₁(a+b, 1; b+1; rest) / b (NIST, *Digital Library of Mathematical Functions*, 8.17.8), which falls where the tail is thin.
    private static double tailRatio(double rest, double a, double b) {
        double term = 1;
        double sum = 1;
        for (double k = 1; term > sum * 1e-16; k++) {
            term *= (a + b + k - 1) / (b + k) * rest;
            sum += term;
        }
        return sum / b;
    }
}
