package ink.dreamnet.halo.trigger;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;

/// What someone wants of a cycle, before it is accepted.
///
/// @param trigger the name of the trigger that asks (`manual`, `time`)
/// @param mode how much
/// @param scope what to look at
/// @param reason why, at most 500 characters; null where none is given
/// @param requestedBy who asks
/// @param idempotencyKey 1 to 200 characters: two orders of one key are one request; null for none
public record CycleOrder(String trigger, CycleMode mode, Scope scope, @Nullable String reason, Actor requestedBy,
        @Nullable String idempotencyKey) {

    private static final int MAX_REASON = 500;
    private static final int MAX_KEY = 200;

    /// Masks what is secret in the reason.
    ///
    /// @throws InvalidInputException where reason or key are too long
    public CycleOrder {
        Texts.check("reason", reason, MAX_REASON);
        reason = MaskedText.within(reason, MAX_REASON);
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY)) {
            throw new InvalidInputException("Idempotency-Key", "must have 1 to %d characters".formatted(MAX_KEY));
        }
    }

    /// An order for everything.
    public static CycleOrder full(String trigger, @Nullable String reason, Actor requestedBy) {
        return new CycleOrder(trigger, CycleMode.FULL, Scope.ALL, reason, requestedBy, null);
    }
}
