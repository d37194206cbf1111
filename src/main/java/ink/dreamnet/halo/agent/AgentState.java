package ink.dreamnet.halo.agent;

import ink.dreamnet.halo.core.Wire;

/// The state of an agent. Derived from its heartbeats and from Squad Builder ([Liveness]), never stored.
enum AgentState implements Wire {
    /// Registered, and never seen.
    NEW,
    /// Seen within its period.
    UP,
    /// Late, but within its grace; or HALO has not been running long enough to tell.
    GRACE,
    /// Not seen for longer than period and grace together, or called offline by Squad Builder.
    DOWN,
    /// Not judged, because an operator paused it.
    PAUSED
}
