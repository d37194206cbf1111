package ink.dreamnet.halo.memory.effect;

import ink.dreamnet.halo.core.Wire;

/// What a repair is worth.
public enum Standing implements Wire {
    /// It is not known yet.
    LEARNING,
    /// More than 80 % help, and more than would heal without it.
    PROVEN,
    /// Less than 30 % help, it brings next to nothing, or it does harm.
    AVOID
}
