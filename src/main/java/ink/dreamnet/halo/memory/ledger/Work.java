package ink.dreamnet.halo.memory.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// Who did a repair, and whether it helped.
///
/// @param squad the squad that it was routed to; null where there was none
/// @param agent the agent that did it; null where that is not known
/// @param handedOverAt when it was handed over last; null where it never was
/// @param verdict whether it helped; null where that is not known yet
/// @param verdictAt when that was found out; null where it was not
public record Work(@Nullable String squad, @Nullable String agent, @Nullable Instant handedOverAt,
        @Nullable Verdict verdict, @Nullable Instant verdictAt) {

    /// That of a repair that nobody did.
    public static final Work NONE = new Work(null, null, null, null, null);
}
