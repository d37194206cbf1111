package ink.dreamnet.halo.environment.dotenv;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.environment.dotenv.DotenvEntry.Style;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a dotenv file. Where dialects differ on where a value ends, Node's `dotenv` 17 is followed, because
/// DreamNet's services are Node's; what it would pass over in silence is a problem here.
///
/// Runs in time that is linear in the length of the text, but for quotes that are never closed.
public final class DotenvParser {

    private static final Pattern COMMENTED_OUT = Pattern
            .compile("#+\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]{0,127})=.*");
    private static final Pattern ONE_CASE = Pattern.compile("[A-Z_][A-Z0-9_.-]*|[a-z_][a-z0-9_.-]*");
    private static final int MAX_NAME = 128;
    /// From this length on, a name of mixed letters that is followed by nothing is rather a line of base64.
    private static final int SUSPICIOUS_NAME = 16;
    private static final int MAX_COMMENT = 500;
    private static final Pattern SWITCH = Pattern.compile("(?i)true|false|yes|no|on|off");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
    private static final int LONGEST_SWITCH = 20;
    private static final String COMMENT_OR_NOT = "has a # without a blank before it in an unquoted value, where Node begins a comment"
            + " and others do not";
    /// `MAIL=true# Database`. python-dotenv and Compose want a blank before a comment; a shell runs what is behind the blank.
    private static final String LOST_LINE_BREAK = "has a comment directly behind its value, as where a line break was lost: to Node it is one,"
            + " to Compose, Docker and Python a part of the value, and a shell runs what stands behind its first blank";

    private final char[] text;
    private final List<DotenvEntry> entries = new ArrayList<>();
    private final List<DotenvProblem> problems = new ArrayList<>();
    private final Map<String, Integer> commentedOut = new LinkedHashMap<>();
    private final Map<Integer, String> comments = new HashMap<>();
    private final boolean[] unclosed = new boolean[128];
    private int at;
    private int line = 1;
    private boolean afterStray;
    private @Nullable String comment;

    private DotenvParser(char[] text) {
        this.text = text;
    }

    /// Reads a file's text.
    ///
    /// @param text the whole text; the caller wipes it
    public static DotenvFile parse(char[] text) {
        return new DotenvParser(withPlainLineEnds(text)).parse();
    }

    /// @return a copy without byte order mark and with LF for CRLF and CR
    private static char[] withPlainLineEnds(char[] text) {
        char[] plain = new char[text.length];
        int length = 0;
        for (int i = text.length > 0 && text[0] == '\uFEFF' ? 1 : 0; i < text.length; i++) {
            if (text[i] != '\r') {
                plain[length++] = text[i];
            } else if (i + 1 == text.length || text[i + 1] != '\n') {
                plain[length++] = '\n';
            }
        }
        char[] copy = Arrays.copyOf(plain, length);
        Arrays.fill(plain, '\0');
        return copy;
    }

    private DotenvFile parse() {
        try {
            while (at < text.length) {
                line();
            }
            return new DotenvFile(List.copyOf(entries), List.copyOf(problems), Map.copyOf(commentedOut),
                    Map.copyOf(comments));
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private void line() {
        int end = endOfLine(at);
        int start = skipBlanks(at, end);
        if (start == end) {
            comment = null;
            afterStray = false;
        } else if (text[start] == '#') {
            comment(start, end);
        } else {
            assignment(start, end);
            return;
        }
        next(end);
    }

    private void comment(int start, int end) {
        String written = new String(text, start, Math.min(end - start, MAX_COMMENT));
        Matcher matcher = COMMENTED_OUT.matcher(written);
        if (matcher.matches()) {
            commentedOut.putIfAbsent(matcher.group(1), line);
            if (comment != null) {
                comments.put(line, comment);
            }
            comment = null;
        } else {
            comment = comment == null ? words(start, end) : comment + "\n" + words(start, end);
        }
    }

    private String words(int start, int end) {
        return new String(text, start, Math.min(end - start, MAX_COMMENT)).replaceFirst("^#+\\s*", "").strip();
    }

    private void assignment(int start, int end) {
        int from = start;
        boolean export = from + 6 < end && "export".contentEquals(CharBuffer.wrap(text, from, 6))
                && isBlank(text[from + 6]);
        if (export) {
            from = skipBlanks(from + 6, end);
        }
        int nameEnd = from;
        while (nameEnd < end && isNamePart(text[nameEnd])) {
            nameEnd++;
        }
        int sign = skipBlanks(nameEnd, end);
        boolean equals = sign < end && text[sign] == '=';
        boolean colon = nameEnd < end && text[nameEnd] == ':' && nameEnd + 1 < end && isBlank(text[nameEnd + 1]);
        if (!equals && !colon) {
            if (!export || sign < end || nameEnd == from) {
                stray(has(from, end, '\0')
                        ? "has a NUL character"
                        : has(from, end, '=')
                                ? "has a name with characters other than letters, digits, and _ . -"
                                : "is not of the form NAME=value");
            }
            next(end);
            return;
        }
        int valueFrom = (equals ? sign : nameEnd) + 1;
        if (!isName(from, nameEnd, skipBlanks(valueFrom, end) < end)) {
            stray("has no usable name: letters, digits, and _ . -, not a digit first, at most %d".formatted(MAX_NAME));
            next(end);
            return;
        }
        afterStray = false;
        String name = new String(text, from, nameEnd - from);
        if (comment != null) {
            comments.put(line, comment);
            comment = null;
        }
        value(name, skipBlanks(valueFrom, end), end);
    }

    /// A line of base64, the rest of a key that somebody forgot to quote, must not pass for a name.
    private boolean isName(int from, int to, boolean valued) {
        if (to == from || to - from > MAX_NAME || Character.isDigit(text[from])) {
            return false;
        }
        String name = new String(text, from, to - from);
        boolean oneCase = ONE_CASE.matcher(name).matches();
        if (afterStray) {
            return oneCase && valued;
        }
        return oneCase || name.length() < SUSPICIOUS_NAME && valued || name.indexOf('_') > 0 && valued;
    }

    private void value(String name, int from, int end) {
        if (from < end && (text[from] == '"' || text[from] == '\'' || text[from] == '`')) {
            char quote = text[from];
            int closing = closing(quote, from);
            if (closing < 0) {
                problem(name, "opens a quote that is never closed", false);
            } else {
                int rest = skipBlanks(closing + 1, endOfLine(closing));
                if (rest == endOfLine(closing) || text[rest] == '#') {
                    behind(rest, endOfLine(closing));
                    add(name, from + 1, closing, quote == '"' ? Style.DOUBLE : Style.LITERAL);
                    next(endOfLine(closing));
                    return;
                }
                problem(name, "has something after its closing quote", false);
            }
        }
        plain(name, from, end);
        next(end);
    }

    private void plain(String name, int from, int end) {
        int to = from;
        while (to < end && text[to] != '#') {
            to++;
        }
        if (to < end && to > from && !isBlank(text[to - 1])) {
            boolean lost = to + 1 < end && isBlank(text[to + 1]) && isSwitchOrNumber(from, to)
                    || to + 1 < end && isSwitch(from, to);
            problem(name, lost ? LOST_LINE_BREAK : COMMENT_OR_NOT, !lost);
        } else {
            behind(to, end);
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        if (to - from > 1 && text[to - 1] == text[from] && "\"'`".indexOf(text[from]) >= 0) {
            add(name, from + 1, to - 1, text[from] == '"' ? Style.DOUBLE : Style.LITERAL);
        } else {
            add(name, from, to, Style.PLAIN);
        }
    }

    /// Takes the comment behind a value.
    private void behind(int from, int end) {
        if (from < end) {
            comments.merge(line, words(from, end), (above, behind) -> above + "\n" + behind);
        }
    }

    private boolean isSwitch(int from, int to) {
        return to - from <= LONGEST_SWITCH && SWITCH.matcher(CharBuffer.wrap(text, from, to - from)).matches();
    }

    private boolean isSwitchOrNumber(int from, int to) {
        return isSwitch(from, to)
                || to - from <= LONGEST_SWITCH && NUMBER.matcher(CharBuffer.wrap(text, from, to - from)).matches();
    }

    private void add(String name, int from, int to, Style style) {
        if (has(from, to, '\0')) {
            problem(name, "has a NUL character", false);
        }
        entries.add(new DotenvEntry(name, line, new SecretText(Arrays.copyOfRange(text, from, to)), style));
    }

    /// Finds the closing quote. A backslash escapes it, unless it is then never closed on any line.
    private int closing(char quote, int from) {
        if (unclosed[quote]) {
            return -1;
        }
        boolean escaped = false;
        int plain = -1;
        for (int i = from + 1; i < text.length; i++) {
            if (escaped) {
                if (text[i] == quote && plain < 0) {
                    plain = i;
                }
                escaped = false;
            } else if (text[i] == '\\') {
                escaped = true;
            } else if (text[i] == quote) {
                return i;
            }
        }
        // what is not closed from here on is not closed from further down either
        unclosed[quote] = plain < 0;
        return plain;
    }

    private void stray(String reason) {
        afterStray = true;
        comment = null;
        problem(null, reason, false);
    }

    private void problem(@Nullable String name, String reason, boolean minor) {
        problems.add(new DotenvProblem(line, name, reason, minor));
    }

    /// Goes on behind the end of a line.
    private void next(int end) {
        for (int i = at; i <= end && i < text.length; i++) {
            if (text[i] == '\n') {
                line++;
            }
        }
        at = end + 1;
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private int skipBlanks(int from, int end) {
        int i = from;
        while (i < end && isBlank(text[i])) {
            i++;
        }
        return i;
    }

    private boolean has(int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (text[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == '\u000B' || c == '\u00A0';
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }
}
