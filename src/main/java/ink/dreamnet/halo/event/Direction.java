package ink.dreamnet.halo.event;

import ink.dreamnet.halo.core.Wire;

/// Whether an event came to HALO or went out from it.
public enum Direction implements Wire {
    IN, OUT
}
