package ink.dreamnet.halo.memory.trait;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Which entities a caller wants.
///
/// @param kind only those of one kind; null for all
/// @param trait only those of which this trait is known, ordered by its value; null for all, by kind and id
/// @param above only where the trait is at least this; null for any. Then the highest come first
/// @param below only where the trait is at most this; null for any. Then the lowest come first
public record EntityQuery(@Nullable EntityKind kind, @Nullable TraitKey trait, @Nullable Double above,
        @Nullable Double below) {

    /// @throws InvalidInputException where a value is not allowed
    public static EntityQuery of(@Nullable String kind, @Nullable String trait, @Nullable Double above,
            @Nullable Double below) {
        check("above", above);
        check("below", below);
        if (trait == null && (above != null || below != null)) {
            throw new InvalidInputException("trait", "must say which one is to be %s: one of %s"
                    .formatted(above != null ? "above" : "below", Wire.allowed(TraitKey.class)));
        }
        return new EntityQuery(kind == null ? null : Wire.parse(EntityKind.class, "kind", kind),
                trait == null ? null : Wire.parse(TraitKey.class, "trait", trait), above, below);
    }

    private static void check(String field, @Nullable Double bound) {
        if (bound != null && !(bound >= 0 && bound <= 1)) {
            throw new InvalidInputException(field, "%s is not between 0 and 1".formatted(bound));
        }
    }

    /// @return whether the highest values come first
    boolean descending() {
        return above != null && below == null;
    }
}
