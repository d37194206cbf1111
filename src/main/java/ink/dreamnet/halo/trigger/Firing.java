package ink.dreamnet.halo.trigger;

import ink.dreamnet.halo.core.Wire;

/// What became of a trigger's wish to fire.
public enum Firing implements Wire {
    /// A request for a cycle was accepted.
    FIRED,
    /// The trigger is in its cool-down. Where its cause still holds at the end of it, it fires then.
    HELD,
    /// The trigger is switched off.
    DISABLED
}
