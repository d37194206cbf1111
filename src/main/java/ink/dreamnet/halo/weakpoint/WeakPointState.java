package ink.dreamnet.halo.weakpoint;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.Wire;

/// The states of a weak point, and which may follow which.
public enum WeakPointState implements Wire {
    /// It is there, and no operator has acknowledged it.
    OPEN,
    /// It is there, and an operator has acknowledged it.
    ACKNOWLEDGED,
    /// It is not there any more.
    RESOLVED;

    private static final Map<WeakPointState, Set<WeakPointState>> LEGAL = Map.of(
            OPEN, EnumSet.of(ACKNOWLEDGED, RESOLVED),
            ACKNOWLEDGED, EnumSet.of(RESOLVED),
            RESOLVED, EnumSet.of(OPEN));

    /// @return whether a weak point may change from this state into the other
    public boolean mayBecome(WeakPointState next) {
        return LEGAL.getOrDefault(this, Set.of()).contains(next);
    }
}
