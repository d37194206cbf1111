package ink.dreamnet.halo.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// One look after a deploy.
///
/// @param id its id
/// @param deploy the deploy
/// @param afterMs how many milliseconds after the deploy; 0 is the full cycle at once
/// @param dueAt when it is to be
/// @param status where it stands
/// @param askedAt when the cycle was asked for; null while it waits
/// @param cycleId the cycle that looks; null while it waits, and where none does
/// @param detail what it looks at, or why it does not
record FollowUp(UUID id, UUID deploy, long afterMs, Instant dueAt, Status status, @Nullable Instant askedAt,
        @Nullable UUID cycleId, @Nullable String detail) {

    /// Where a look stands.
    enum Status implements Wire {
        /// Its time has not come, or the trigger's cool-down holds it.
        WAITING,
        /// A cycle was asked for.
        ASKED,
        /// The trigger was switched off when its time came.
        SKIPPED
    }

    /// @return whether it is the full cycle at once
    boolean full() {
        return afterMs == 0;
    }

    Duration after() {
        return Duration.ofMillis(afterMs);
    }
}
