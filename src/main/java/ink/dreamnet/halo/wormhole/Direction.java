package ink.dreamnet.halo.wormhole;

import ink.dreamnet.halo.core.Wire;

/// Whether an event came to HALO or went out from it.
public enum Direction implements Wire {
    IN, OUT
}
