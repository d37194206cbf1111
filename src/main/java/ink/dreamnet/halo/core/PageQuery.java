package ink.dreamnet.halo.core;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// Which part of a list a caller wants.
///
/// @param limit how many entries at most, 1 to 200
/// @param before the id of the last entry of the previous page; null for the first page
public record PageQuery(int limit, @Nullable String before) {

    /// How many entries a caller gets who does not say.
    public static final int DEFAULT_LIMIT = 20;
    /// How many entries a caller may ask for.
    public static final int MAX_LIMIT = 200;

    /// @throws InvalidInputException where the limit is out of range
    public PageQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidInputException("limit", "%d is not between 1 and %d".formatted(limit, MAX_LIMIT));
        }
    }

    /// Reads `before` as the id that it is in most lists.
    ///
    /// @return null for the first page
    /// @throws InvalidInputException where it is no id
    public @Nullable UUID beforeId() {
        try {
            return before == null ? null : UUID.fromString(before);
        } catch (IllegalArgumentException notAnId) {
            throw new InvalidInputException("before",
                    "'%s' is no id; give what the page before this one answered as next".formatted(before));
        }
    }

    /// @param limit null means the default
    /// @throws InvalidInputException where the limit is out of range
    public static PageQuery of(@Nullable Integer limit, @Nullable String before) {
        return new PageQuery(limit == null ? DEFAULT_LIMIT : limit, before);
    }
}
