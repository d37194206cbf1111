package ink.dreamnet.halo.agent;

import ink.dreamnet.halo.core.Wire;

/// The status that an agent reports in a heartbeat.
enum HeartbeatStatus implements Wire {
    /// It does its work. The default.
    OK,
    /// It is alive but cannot do its work well.
    DEGRADED
}
