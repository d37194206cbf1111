package ink.dreamnet.halo.task;

import java.time.Instant;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;

/// What blocks an approved task.
///
/// @param by `pause`, the name of a budget (`per-subject`, `per-squad`, `fleet`, `per-hour`, `share`), `storm`, `target`
///        (its circuit is open), `agent` (nobody there can do it now) or `weak-point`
/// @param reason why, as one sentence
/// @param until when it ends at the latest, where that is known
public record BlockedBy(String by, String reason, @Nullable Instant until) {

    private static final int MAX_REASON = 500;

    /// Cuts a reason that is too long.
    public BlockedBy {
        reason = Texts.shortened(reason, MAX_REASON);
    }
}
