package ink.dreamnet.halo.weakpoint;

import ink.dreamnet.halo.core.Wire;

/// The states of a weak point.
public enum WeakPointState implements Wire {
    /// It is there, and nobody has said that they have seen it.
    OPEN,
    /// It is there, and an operator has seen it.
    ACKNOWLEDGED,
    /// It is not there any more.
    RESOLVED
}
