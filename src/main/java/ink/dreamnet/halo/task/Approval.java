package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;

/// One operator's yes to a task.
///
/// @param by who
/// @param at when
/// @param comment their comment, null for none
/// @param contentHash what it binds to, see [TaskContent#hash]
/// @param standingId the standing approval that was given beforehand; null where they approved this very task
public record Approval(String by, Instant at, @Nullable String comment, String contentHash,
        @Nullable UUID standingId) {

    private static final int MAX_COMMENT = 2000;

    /// Masks what is secret in the comment.
    public Approval {
        comment = MaskedText.within(comment, MAX_COMMENT);
    }
}
