package ink.dreamnet.halo.analysis;

import ink.dreamnet.halo.core.Wire;

/// The status of one analyzer in one cycle.
public enum AnalyzerStatus implements Wire {
    /// It ran, and its result holds.
    COMPLETED,
    /// It ran but does not trust its own observations: nothing that it did not report counts as healthy.
    INCONCLUSIVE,
    /// It threw, or returned null.
    FAILED,
    /// It was not done at its deadline.
    TIMED_OUT,
    /// It was not its turn: configuration lets it run only in every n-th cycle.
    SKIPPED
}
