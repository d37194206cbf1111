package ink.dreamnet.halo.deploy;

import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// One cycle after a deploy.
///
/// @param id its id
/// @param deploy the deploy
/// @param afterMs how many milliseconds after the deploy; 0 is the full cycle at once
/// @param dueAt when it is due
/// @param status its state
/// @param askedAt when the cycle was requested; null while it waits
/// @param cycleId the requested cycle; null while it waits, and where it was skipped
/// @param detail its subjects, or why it was skipped
record FollowUp(UUID id, UUID deploy, long afterMs, Instant dueAt, Status status, @Nullable Instant askedAt,
        @Nullable UUID cycleId, @Nullable String detail) {

    /// The state of a follow-up.
    enum Status implements Wire {
        /// Its time has not come, or the trigger's cool-down holds it.
        WAITING,
        /// The cycle was requested.
        ASKED,
        /// The trigger was switched off when its time came.
        SKIPPED
    }

    /// @return whether it is the full cycle at once
    boolean full() {
        return afterMs == 0;
    }
}
