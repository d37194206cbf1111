package ink.dreamnet.halo.code.format;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import ink.dreamnet.halo.core.secret.SecretScanner;
import org.jspecify.annotations.Nullable;

/// The keys of a mapping that is being read, or the place of a list, whose elements have none.
final class RepeatedKeys {

    private static final int PRIME = 31;
    /// Other keys are data, or too long to be read.
    private static final Pattern SHOWN = Pattern.compile("[\\w.$@/:+-][\\w.$@/:+ -]{0,59}");

    private final Found found;
    private final Map<String, Stated> values = new HashMap<>();
    private @Nullable String key;
    private int line;
    private long hash = 1;

    /// What stands twice in a document.
    static final class Found {

        /// How often the text may be compared with itself: values in values are compared once more at each level.
        private static final long MOST_TIMES = 8;

        private final String text;
        private long left;
        private final int linesBefore;
        private @Nullable Twice same;
        private @Nullable Twice other;

        /// @param linesBefore how many lines of the file are before the text
        Found(String text, int linesBefore) {
            this.text = text;
            this.linesBefore = linesBefore;
            this.left = MOST_TIMES * text.length();
        }

        private void add(Twice twice, Value before, Value after) {
            if (before.hash() == after.hash() || isIn(before, after)) {
                same = same == null ? twice : same;
            } else {
                other = other == null ? twice : other;
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
            return other != null
                    ? new SyntaxError(Kind.DUPLICATE_KEY, other.line(), 0, reason,
                            message(other, what) + ", with another value")
                    : same != null
                            ? new SyntaxError(Kind.REPEATED_KEY, same.line(), 0, reason, message(same, what))
                            : null;
        }

        private String message(Twice twice, String what) {
            String key = twice.key().startsWith("\"") ? twice.key().substring(1) : twice.key();
            String shown = SHOWN.matcher(key).matches() ? "the key " + SecretScanner.shown().mask(key) : "a key";
            return "has %s, which %s has in line %d already".formatted(shown, what, twice.first() + linesBefore);
        }
    }

    /// A key that stands twice.
    ///
    /// @param first the line of its first place
    /// @param line of its second
    private record Twice(String key, int first, int line) {
    }

    private record Stated(Value value, int line) {
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
        Stated before = key == null ? null : values.put(key, new Stated(value, line));
        if (key != null && before != null) {
            found.add(new Twice(key, before.line(), line), before.value(), value);
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
