package ink.dreamnet.halo.code.format;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import org.jspecify.annotations.Nullable;

/// The keys of a mapping that is being read, or the place of a list, whose elements have none.
final class RepeatedKeys {

    private static final int PRIME = 31;

    private final Found found;
    private final Map<String, Value> values = new HashMap<>();
    private @Nullable String key;
    private int line;
    private long hash = 1;

    /// What stands twice in a document.
    static final class Found {

        /// How often the text may be compared with itself: values in values are compared once more at each level.
        private static final long MOST_TIMES = 8;

        private final String text;
        private long left;
        private int same;
        private int other;

        Found(String text) {
            this.text = text;
            this.left = MOST_TIMES * text.length();
        }

        private void add(Value before, Value after, int line) {
            if (before.hash() == after.hash() || isIn(before, after)) {
                same = same == 0 ? line : same;
            } else {
                other = other == 0 ? line : other;
            }
        }

        private boolean isIn(Value before, Value after) {
            left -= before.length() + after.length();
            return left >= 0 && after.length() > 0
                    && (before.length() > 0 ? before.isIn(after, text) : before.isEmpty());
        }

        /// @param what holds the keys
        /// @return the first key whose second value is another one, or else the first; null for none
        @Nullable
        SyntaxError error(String reason, String what) {
            String twice = "has a key that %s has already".formatted(what);
            return other > 0
                    ? new SyntaxError(Kind.DUPLICATE_KEY, other, 0, reason, twice + ", with another value")
                    : same > 0 ? new SyntaxError(Kind.REPEATED_KEY, same, 0, reason, twice) : null;
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

    /// A value that has been read.
    ///
    /// @param hash tells it from others
    /// @param from where a mapping or list begins in the text; as far as it ends for any other value
    /// @param to where it ends
    record Value(long hash, int from, int to) {

        int length() {
            return to - from;
        }

        boolean isEmpty() {
            return hash == "".hashCode();
        }

        /// @return whether each line of it stands in another one, too
        boolean isIn(Value other, String text) {
            return other.lines(text).containsAll(lines(text));
        }

        private Set<String> lines(String text) {
            return text.substring(from, to).lines().map(String::strip).collect(Collectors.toSet());
        }
    }

    /// @param value of the key before it, or an element of a list
    void value(Value value) {
        hash = hash * PRIME + value.hash();
        Value before = key == null ? null : values.put(key, value);
        if (before != null) {
            found.add(before, value, line);
        }
        key = null;
    }

    /// @param value of a key that may stand twice
    void namelessValue(Value value) {
        key = null;
        value(value);
    }

    /// @return what tells the mapping or list from others, when it ends
    long value() {
        return hash;
    }
}
