package ink.dreamnet.halo.memory.ledger;

import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.task.Verification;

/// Whether a repair helped.
public enum Verdict implements Wire {
    /// The weak point was gone when its subject was observed after the repair.
    EFFECTIVE,
    /// It was still there.
    INEFFECTIVE,
    /// Something worse appeared.
    HARMFUL,
    /// Nobody could tell.
    INCONCLUSIVE,
    /// Nobody did it.
    UNDELIVERABLE;

    static Verdict of(Verification verification) {
        return switch (verification) {
            case EFFECTIVE -> EFFECTIVE;
            case INEFFECTIVE -> INEFFECTIVE;
            case HARMFUL -> HARMFUL;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }
}
