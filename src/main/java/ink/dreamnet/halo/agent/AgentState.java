package ink.dreamnet.halo.agent;

import ink.dreamnet.halo.core.Wire;

/// Where an agent stands. Derived from what was heard of it ([Liveness]), never stored.
enum AgentState implements Wire {
    /// Registered, and never heard of.
    NEW,
    /// Heard of within its period.
    UP,
    /// Late, but not yet so late that it counts as silent; or HALO has not listened long enough to tell.
    GRACE,
    /// Silent for longer than period and grace together, or reported offline by the system that it came from.
    DOWN,
    /// Not judged, because an operator said so.
    PAUSED
}
