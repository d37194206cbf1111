package ink.dreamnet.halo.memory.trait;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What the memory knows of an entity.
///
/// @param kind its kind
/// @param id its id within the kind
/// @param state what was last known of it; null where it is not observed
/// @param knownSince since when the memory knows it
/// @param changedAt when something of it last changed
/// @param asOf as of when its traits were computed
/// @param traits those of which something is known, in a fixed order
public record EntityView(EntityKind kind, String id, @Nullable EntityState state, Instant knownSince,
        Instant changedAt,
        Instant asOf, List<Trait> traits) {
}
