package ink.dreamnet.halo.memory.trait;

import ink.dreamnet.halo.core.Wire;

/// What is known of a subject over some time. Where several analyzers observe it, the later of these constants counts.
public enum EntityState implements Wire {
    /// It does not exist any more, or not for this analyzer.
    REMOVED,
    /// It was not observed, or not well enough, or it was under maintenance.
    UNKNOWN,
    /// It was observed, and it has no open weak point.
    CLEAN,
    /// It has an open weak point of at least medium severity that was observed.
    WEAK,
    /// As weak, and the weak point is flapping.
    FLAPPING;

    /// @return whether it was observed
    boolean known() {
        return this != REMOVED && this != UNKNOWN;
    }

    /// @return whether it has an open weak point
    boolean weak() {
        return this == WEAK || this == FLAPPING;
    }
}
