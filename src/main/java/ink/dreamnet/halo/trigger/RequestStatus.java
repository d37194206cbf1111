package ink.dreamnet.halo.trigger;

import ink.dreamnet.halo.core.Wire;

/// Where a request for a cycle stands.
public enum RequestStatus implements Wire {
    /// It waits for the next cycle.
    PENDING,
    /// A cycle that serves it is running.
    SERVING,
    /// A cycle that served it is recorded.
    SERVED,
    /// The cycles that should have served it failed too often.
    ABANDONED
}
