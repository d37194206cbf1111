package ink.dreamnet.halo.analysis;

import ink.dreamnet.halo.core.Wire;

/// How one analyzer fared in one cycle.
public enum AnalyzerStatus implements Wire {
    /// It looked, and what it says holds.
    COMPLETED,
    /// It looked but does not trust its own eyes: nothing it did not see counts as healthy.
    INCONCLUSIVE,
    /// It threw, or returned null.
    FAILED,
    /// It was not done at its deadline.
    TIMED_OUT,
    /// It was not its turn: configuration lets it run only in every n-th cycle.
    SKIPPED
}
