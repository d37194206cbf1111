package ink.dreamnet.halo.cycle;

import ink.dreamnet.halo.core.Wire;

/// Where a cycle stands.
public enum CycleStatus implements Wire {
    /// It is running, or its process ended under it and nobody has found it yet.
    RUNNING,
    /// It is recorded.
    COMPLETED,
    /// It was cut off; its requests run again.
    INTERRUPTED
}
