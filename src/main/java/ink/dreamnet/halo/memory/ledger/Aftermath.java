package ink.dreamnet.halo.memory.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What became of the weak point after the decision.
///
/// @param endedAt when it was resolved; null where it was not
/// @param removed whether it was resolved because nobody watches its subject any more
/// @param returnedAt when it was there again, within 24 hours after it was resolved; null where it was not
/// @param treatedAt when another repair was approved for it after this decision; null where none was
public record Aftermath(@Nullable Instant endedAt, boolean removed, @Nullable Instant returnedAt,
        @Nullable Instant treatedAt) {

    /// That of a weak point that is still there.
    public static final Aftermath NONE = new Aftermath(null, false, null, null);
}
