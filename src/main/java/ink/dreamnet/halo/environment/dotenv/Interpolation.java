package ink.dreamnet.halo.environment.dotenv;

import java.util.Arrays;
import java.util.Map;

import ink.dreamnet.halo.environment.dotenv.DotenvEntry.Style;
import org.jspecify.annotations.Nullable;

/// Reads the escapes of a value and replaces `$A`, `${A}`, `${A:-word}`, `${A-word}`, `${A:+word}` and `${A+word}` as a POSIX
/// shell does (The Open Group, Shell Command Language, 2.6.2): what is put in is not interpolated again. A variable that is
/// not set is empty. What looks different from these forms stays as it is.
public final class Interpolation {

    /// How long an interpolated value may get.
    public static final int MAX_LENGTH = 65_536;

    private static final int MAX_DEPTH = 16;

    private final Map<String, SecretText> known;
    private final SecretText written;
    private final boolean escapes;
    private char[] out = new char[64];
    private int length;

    private Interpolation(SecretText written, boolean escapes, Map<String, SecretText> known) {
        this.written = written;
        this.escapes = escapes;
        this.known = known;
    }

    /// Thrown where a value cannot be interpolated. The message does not quote it.
    public static final class TooMuch extends Exception {

        private TooMuch(String message) {
            super(message);
        }
    }

    /// Makes the value of an entry.
    ///
    /// @param known the variables that are set before it
    /// @throws TooMuch where the value is nested too deep or gets too long
    public static SecretText value(DotenvEntry entry, Map<String, SecretText> known) throws TooMuch {
        Interpolation made = new Interpolation(entry.written(), entry.style() == Style.DOUBLE, known);
        try {
            if (entry.style() == Style.LITERAL) {
                made.literal();
            } else {
                made.expand(0, entry.written().length(), 0);
            }
            return new SecretText(Arrays.copyOf(made.out, made.length));
        } finally {
            Arrays.fill(made.out, '\0');
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
            } else if (c == '$') {
                i = reference(i, to, depth);
            } else {
                put(c);
                i++;
            }
        }
    }

    /// @return how many characters were read
    private int escape(char escaped) throws TooMuch {
        if (escaped == '$') {
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
        while (end < to && isNamePart(written.at(end), end == start)) {
            end++;
        }
        if (end == start) {
            put('$');
            return dollar + 1;
        }
        SecretText value = known.get(name(start, end));
        if (!braced) {
            put(value);
            return end;
        }
        int closing = closing(end, to);
        boolean colon = end < to && written.at(end) == ':';
        int sign = colon ? end + 1 : end;
        char operator = sign < to ? written.at(sign) : 0;
        if (closing == end) {
            put(value);
        } else if (closing < 0 || operator != '-' && operator != '+') {
            put('$');
            return dollar + 1;
        } else {
            boolean set = value != null && !(colon && value.length() == 0);
            if (set && operator == '-') {
                put(value);
            } else if (set == (operator == '+')) {
                expand(sign + 1, closing, depth + 1);
            }
        }
        return closing + 1;
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
