package ink.dreamnet.halo.core;

import java.util.Optional;
import java.util.UUID;

/// Tells code whether a cycle is running it: in a stage of the cycle, or in an analyzer. Threads that an analyzer starts
/// itself do not know.
public final class CurrentCycle {

    private static final ScopedValue<UUID> ID = ScopedValue.newInstance();

    private CurrentCycle() {
    }

    /// Does some work as a part of a cycle.
    ///
    /// @param id the cycle
    /// @return what the work returns
    public static <T, X extends Throwable> T call(UUID id, ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(ID, id).call(work);
    }

    /// @return the cycle that runs the calling code; empty where none does
    public static Optional<UUID> id() {
        return ID.isBound() ? Optional.of(ID.get()) : Optional.empty();
    }
}
