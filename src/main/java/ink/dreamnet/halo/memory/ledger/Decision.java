package ink.dreamnet.halo.memory.ledger;

import ink.dreamnet.halo.core.Wire;

/// What was decided about a repair.
public enum Decision implements Wire {
    /// An operator or a standing approval approved it.
    APPROVED,
    /// An operator refused it.
    REJECTED,
    /// Nobody decided in time.
    EXPIRED,
    /// It was taken back, because it was not needed any more or an operator said so.
    CANCELLED,
    /// Nobody had decided yet when another repair of the same kind was approved, with which it is compared.
    UNDECIDED;

    /// @return whether the weak point was left without the repair although it could have had it: what became of it shows what
    ///         becomes of such weak points without repairs. One of which the proposal was taken back is none: most of these
    ///         had healed.
    public boolean control() {
        return switch (this) {
            case REJECTED, EXPIRED, UNDECIDED -> true;
            case APPROVED, CANCELLED -> false;
        };
    }
}
