package ink.dreamnet.halo.environment.dotenv;

import java.util.Arrays;
import java.util.Map;

import ink.dreamnet.halo.environment.dotenv.DotenvEntry.Style;
import org.jspecify.annotations.Nullable;

/// Reads the escapes of a value and replaces `$A`, `${A}`, `${A:-word}`, `${A-word}`, `${A:+word}` and `${A+word}` as a POSIX
/// shell does (The Open Group, Shell Command Language, 2.6.2): what is put in is not interpolated again. A variable that is
/// not set is empty. Any other expression in braces (`${A:?word}`) is to `dotenv-expand` 12 a name that nothing has, and so it
/// is here.
public final class Interpolation {

    /// How long an interpolated value may get.
    public static final int MAX_LENGTH = 65_536;

    private static final int MAX_DEPTH = 16;

    private final Map<String, SecretText> known;
    private final SecretText written;
    private final boolean escapes;
    private final boolean replaces;
    private char[] out = new char[64];
    private int length;
    private boolean unset;

    private Interpolation(DotenvEntry entry, @Nullable Map<String, SecretText> known) {
        this.written = entry.written();
        this.escapes = entry.style() == Style.DOUBLE;
        this.replaces = known != null;
        this.known = known == null ? Map.of() : known;
    }

    /// Thrown where a value cannot be interpolated. The message does not quote it.
    public static final class TooMuch extends Exception {

        private TooMuch(String message) {
            super(message);
        }
    }

    /// What an entry's value is.
    ///
    /// @param value the value
    /// @param unset whether it refers to a variable that is not set before it
    public record Value(SecretText value, boolean unset) {
    }

    /// Makes the value of an entry.
    ///
    /// @param known the variables that are set before it; null for a reader that replaces nothing, to which a `$` is a dollar
    /// @throws TooMuch where the value is nested too deep or gets too long
    public static Value value(DotenvEntry entry, @Nullable Map<String, SecretText> known) throws TooMuch {
        Interpolation made = new Interpolation(entry, known);
        return new Value(made.value(entry), made.unset);
    }

    private SecretText value(DotenvEntry entry) throws TooMuch {
        try {
            if (entry.style() == Style.LITERAL) {
                literal();
            } else {
                expand(0, written.length(), 0);
            }
            return new SecretText(Arrays.copyOf(out, length));
        } finally {
            Arrays.fill(out, '\0');
        }
    }

    private void literal() throws TooMuch {
        for (int i = 0; i < written.length(); i++) {
            boolean quote = written.at(i) == '\\' && i + 1 < written.length()
                    && (written.at(i + 1) == '\'' || written.at(i + 1) == '`');
            put(written.at(quote ? ++i : i));
        }
    }

    private void expand(int from, int to, int depth) throws TooMuch {
        if (depth > MAX_DEPTH) {
            throw new TooMuch("has interpolations nested more than %d deep".formatted(MAX_DEPTH));
        }
        int i = from;
        while (i < to) {
            char c = written.at(i);
            if (c == '\\' && i + 1 < to) {
                i += escape(written.at(i + 1));
            } else if (c == '$' && replaces) {
                i = reference(i, to, depth);
            } else {
                put(c);
                i++;
            }
        }
    }

    /// @return how many characters were read
    private int escape(char escaped) throws TooMuch {
        if (escaped == '$' && replaces) {
            put('$');
            return 2;
        }
        char read = switch (escapes ? escaped : 0) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\' -> escaped;
            default -> 0;
        };
        put(read == 0 ? '\\' : read);
        return read == 0 ? 1 : 2;
    }

    /// @return where to go on
    private int reference(int dollar, int to, int depth) throws TooMuch {
        boolean braced = dollar + 1 < to && written.at(dollar + 1) == '{';
        int start = dollar + (braced ? 2 : 1);
        int end = start;
        while (!braced && end < to && isNamePart(written.at(end), end == start)) {
            end++;
        }
        int closing = braced ? closing(start, to) : end;
        if (closing <= start) {
            put('$');
            return dollar + 1;
        }
        if (braced) {
            braced(start, closing, depth);
        } else {
            put(named(start, end));
        }
        return braced ? closing + 1 : end;
    }

    /// The first `-` or `+` parts the name from the word, as in `dotenv-expand`.
    private void braced(int start, int closing, int depth) throws TooMuch {
        int operator = start;
        while (operator < closing && written.at(operator) != '-' && written.at(operator) != '+') {
            operator++;
        }
        if (operator == closing) {
            put(named(start, closing));
            return;
        }
        boolean colon = operator > start && written.at(operator - 1) == ':';
        SecretText value = known.get(name(start, colon ? operator - 1 : operator));
        boolean set = value != null && !(colon && value.length() == 0);
        if (set && written.at(operator) == '-') {
            put(value);
        } else if (set == (written.at(operator) == '+')) {
            expand(operator + 1, closing, depth + 1);
        }
    }

    /// @return the value of what is called so; null where it is not set, which is noted
    private @Nullable SecretText named(int from, int to) {
        SecretText value = known.get(name(from, to));
        unset |= value == null;
        return value;
    }

    /// @return the brace that closes a reference, or -1
    private int closing(int from, int to) {
        int open = 0;
        for (int i = from; i < to; i++) {
            char c = written.at(i);
            if (c == '\\') {
                i++;
            } else if (c == '$' && i + 1 < to && written.at(i + 1) == '{') {
                open++;
            } else if (c == '}' && open-- == 0) {
                return i;
            }
        }
        return -1;
    }

    private String name(int from, int to) {
        char[] name = new char[to - from];
        for (int i = from; i < to; i++) {
            name[i - from] = written.at(i);
        }
        return new String(name);
    }

    private void put(@Nullable SecretText value) throws TooMuch {
        for (int i = 0; value != null && i < value.length(); i++) {
            put(value.at(i));
        }
    }

    private void put(char c) throws TooMuch {
        if (length >= Math.max(MAX_LENGTH, written.length())) {
            throw new TooMuch("gets longer than %d characters by its interpolations".formatted(MAX_LENGTH));
        }
        if (length == out.length) {
            char[] longer = Arrays.copyOf(out, 2 * length);
            Arrays.fill(out, '\0');
            out = longer;
        }
        out[length++] = c;
    }

    private static boolean isNamePart(char c, boolean first) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || !first && c >= '0' && c <= '9';
    }
}
