package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;

/// One line of a weak point's history.
///
/// @param at when
/// @param actor who or what caused it
/// @param kind what happened: `opened, reopened, severity-changed, stale, observed-again, flapping-started,
///        flapping-stopped, suppressed, released, acknowledged, commented, snoozed, woken, deploy-told,
///        resolved`
/// @param cycleId the cycle that found it, null where an operator did it
/// @param detail one sentence, or null
public record WeakPointEvent(Instant at, String actor, String kind, @Nullable UUID cycleId, @Nullable String detail) {

    private static final int MAX_DETAIL = 1000;

    /// Masks what is secret in the detail.
    public WeakPointEvent {
        detail = MaskedText.within(detail, MAX_DETAIL);
    }
}
