package ink.dreamnet.halo.weakpoint;

import java.util.UUID;

import ink.dreamnet.halo.core.ConflictException;

/// Thrown where a weak point cannot change from its present state into another.
public class IllegalTransitionException extends ConflictException {

    private final WeakPointState from;
    private final WeakPointState to;

    IllegalTransitionException(UUID weakPoint, WeakPointState from, WeakPointState to) {
        super("Weak point %s is %s and cannot become %s".formatted(weakPoint, from.wire(), to.wire()));
        this.from = from;
        this.to = to;
    }

    /// @return the state that the weak point is in
    public WeakPointState from() {
        return from;
    }

    /// @return the state that was asked for
    public WeakPointState to() {
        return to;
    }
}
