package ink.dreamnet.halo.wormhole;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// The outcome of one action for one event.
///
/// @param detail what was done or why not, or null
record ActionOutcome(Status status, @Nullable String detail) {

    /// Whether the action was done.
    enum Status implements Wire {
        DONE,
        /// It is done at the end of a cool-down.
        HELD,
        /// It was not done, for the reason in the detail.
        SKIPPED,
        /// It could not be done.
        FAILED
    }

    static ActionOutcome done(@Nullable String detail) {
        return new ActionOutcome(Status.DONE, detail);
    }

    static ActionOutcome skipped(String reason) {
        return new ActionOutcome(Status.SKIPPED, reason);
    }

    static ActionOutcome failed(String reason) {
        return new ActionOutcome(Status.FAILED, reason);
    }
}
