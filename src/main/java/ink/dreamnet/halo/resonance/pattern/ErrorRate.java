package ink.dreamnet.halo.resonance.pattern;

/// The one error rate of all patterns: e-LOND (Z. Xu and A. Ramdas 2024, *Online multiple testing with e-values*, AISTATS), which keeps
/// the expected share of false ones among all discoveries at most at [#LEVEL], over the life of the installation and however the
/// tests depend on each other.
///
/// Test t discovers something when its evidence reaches 1 / (α · γ(t) · (R + 1)), with R discoveries so far and γ(t) ∝ 1 / ((t + 1) ln²(t + 1)),
/// which sums to 1 over t = 1, 2, 3 … Here a test begins when its hypothesis is first reported, before the evidence counts, and goes
/// on for as long as the hypothesis is reported, R being that of the moment. The proof holds as it stands: a discovery at the time τ
/// adds at most E(τ) · α · γ(t) · (R + 1) / (R + 1) to the false discovery proportion, as at least R + 1 discoveries stand at the end, and an
/// e-process has E\[E(τ)\] ≤ 1 at any stopping time. (That R may be taken when a test ends is as in T. Zrnic, A. Ramdas and M. I. Jordan
/// 2021, *Asynchronous online testing of multiple hypotheses*, JMLR 22:33.)
final class ErrorRate {

    /// The false discovery rate, at most.
    static final double LEVEL = 0.05;
    /// Σ 1 / (k ln² k) over k = 2, 3, 4 …
    private static final double SUM = 2.109742801236892;

    private long tests;
    private long discoveries;

    /// @param tests how many tests have begun
    /// @param discoveries how many of them discovered something
    ErrorRate(long tests, long discoveries) {
        this.tests = tests;
        this.discoveries = discoveries;
    }

    /// Begins a test.
    ///
    /// @return its number, from 1 on
    long begin() {
        return ++tests;
    }

    /// Decides a test that has discovered nothing so far.
    ///
    /// @return whether the evidence is enough; it counts as a discovery then
    boolean discovers(long test, double eValue) {
        double log = Math.log(test + 1.0);
        boolean enough = eValue * LEVEL * (discoveries + 1) >= SUM * (test + 1) * log * log;
        discoveries += enough ? 1 : 0;
        return enough;
    }

    long tests() {
        return tests;
    }

    long discoveries() {
        return discoveries;
    }
}
