package ink.dreamnet.halo.event;

import ink.dreamnet.halo.core.Wire;

/// Whether an event is incoming, or sent by HALO.
public enum Direction implements Wire {
    IN, OUT
}
