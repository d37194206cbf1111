package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// One operator's yes to a task.
///
/// @param by who
/// @param at when
/// @param comment in their words, null for none
/// @param contentHash what it binds to, see [TaskContent#hash]
/// @param standingId the standing approval by which they said it beforehand; null where they said it to this very task
public record Approval(String by, Instant at, @Nullable String comment, String contentHash,
        @Nullable UUID standingId) {
}
