package ink.dreamnet.halo.agent;

import ink.dreamnet.halo.core.Wire;

/// What an agent says of itself in a heartbeat.
enum HeartbeatStatus implements Wire {
    /// It does its work. Meant where a heartbeat says nothing.
    OK,
    /// It is alive but cannot do its work well.
    DEGRADED
}
