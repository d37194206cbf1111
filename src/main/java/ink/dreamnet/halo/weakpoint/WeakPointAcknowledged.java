package ink.dreamnet.halo.weakpoint;

import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import org.jspecify.annotations.Nullable;

/// An operator has seen a weak point. Published in the transaction that records it.
///
/// @param id the weak point
/// @param comment the operator's words, at most 1,000 characters; null for none
/// @param actor the operator
public record WeakPointAcknowledged(UUID id, @Nullable String comment, Actor actor) {
}
