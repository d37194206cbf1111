package ink.dreamnet.halo.resonance.timeline;

import ink.dreamnet.halo.core.Wire;

/// How a subject was in one cycle.
public enum Health implements Wire {
    /// Observed, and nothing is wrong.
    UP,
    /// Observed, and something less than an outage is wrong.
    DEGRADED,
    /// Observed, and it does not do its work.
    DOWN,
    /// To be observed, but it could not be.
    UNKNOWN;

    /// @return whether it has a weak point
    public boolean weak() {
        return this == DEGRADED || this == DOWN;
    }
}
