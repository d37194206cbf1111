package ink.dreamnet.halo.code.format;

import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import org.jspecify.annotations.Nullable;

/// The keys of a mapping that is being read, or the place of a list, whose elements have none.
final class RepeatedKeys {

    private static final int PRIME = 31;

    private final Found found;
    private final Map<String, Long> values = new HashMap<>();
    private @Nullable String key;
    private int line;
    private long hash = 1;

    /// What stands twice in a document.
    static final class Found {

        private int same;
        private int other;

        /// @param what holds the keys
        /// @return the first key whose second value is another one, or else the first; null for none
        @Nullable
        SyntaxError error(String reason, String what) {
            return other > 0
                    ? new SyntaxError(Kind.DUPLICATE_KEY, other, 0, reason,
                            "has a key that %s has already, with another value".formatted(what))
                    : same > 0
                            ? new SyntaxError(Kind.REPEATED_KEY, same, 0, reason,
                                    "has a key that %s has already".formatted(what))
                            : null;
        }
    }

    RepeatedKeys(Found found) {
        this.found = found;
    }

    /// @param next the key of the value that follows; null for one that may stand twice
    void key(@Nullable String next, int nextLine) {
        key = next;
        line = nextLine;
        hash = hash * PRIME + (next == null ? 0 : next.hashCode());
    }

    /// @param value tells it from others
    void value(long value) {
        hash = hash * PRIME + value;
        Long before = key == null ? null : values.put(key, value);
        if (before != null && before != value) {
            found.other = found.other == 0 ? line : found.other;
        } else if (before != null) {
            found.same = found.same == 0 ? line : found.same;
        }
        key = null;
    }

    /// @param value of a key that may stand twice
    void namelessValue(long value) {
        key = null;
        value(value);
    }

    /// @return what tells the mapping or list from others, when it ends
    long value() {
        return hash;
    }
}
