package ink.dreamnet.halo.task;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What blocks an approved task.
///
/// @param by `pause`, the name of a budget (`per-subject`, `per-squad`, `fleet`, `per-hour`, `share`), `storm`, `target`
///        (its circuit is open) or `weak-point`
/// @param reason why, as one sentence
/// @param until when it ends at the latest, where that is known
public record BlockedBy(String by, String reason, @Nullable Instant until) {

    private static final int MAX_REASON = 500;

    /// Cuts a reason that is too long.
    public BlockedBy {
        if (reason.length() > MAX_REASON) {
            reason = reason.substring(0, MAX_REASON - 1) + "…";
        }
    }
}
