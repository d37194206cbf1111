package ink.dreamnet.halo.task;

import ink.dreamnet.halo.core.Wire;

/// What looking again showed after a task had succeeded.
public enum Verification implements Wire {
    /// The weak point is gone.
    EFFECTIVE,
    /// The weak point is still there.
    INEFFECTIVE,
    /// Something worse has appeared since, on the subject or on what depends on it.
    HARMFUL,
    /// The subject could not be observed.
    INCONCLUSIVE
}
