package ink.dreamnet.halo.trigger;

import ink.dreamnet.halo.core.Wire;

/// The outcome of a trigger's attempt to fire.
public enum Firing implements Wire {
    /// A request for a cycle was accepted.
    FIRED,
    /// The trigger is in its cool-down. Where its cause still holds at the end of it, it fires then.
    HELD,
    /// The trigger is switched off.
    DISABLED
}
