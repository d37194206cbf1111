package ink.dreamnet.halo.code.dependency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the relative imports of a Python file (Python Language Reference, 7.11). What is inside of `try`, or of
/// `with suppress(…)` or `with assertRaises(…)`, may fail by intention and is left out.
final class PythonImports {

    /// @param level how many dots
    /// @param module what follows them, with dots between its parts; may be empty
    record Import(int offset, int level, String module) {
    }

    private static final Pattern IMPORT = Pattern
            .compile("from[ \\t]+(\\.[. \\t]*)([\\p{L}\\p{Nd}_.]*)[ \\t]+import\\b");
    private static final Pattern TRY = Pattern
            .compile("try[ \\t]*:|(?:async[ \\t]+)?with[^\\n]{0,500}(?:suppress|[rR]aises\\w*)[ \\t]*\\(");

    private final String text;
    private final List<Import> found = new ArrayList<>();
    private final Deque<Integer> tries = new ArrayDeque<>();
    private int at;

    private PythonImports(String text) {
        this.text = text;
    }

    static List<Import> in(String text) {
        PythonImports imports = new PythonImports(text);
        while (imports.at < text.length()) {
            imports.logicalLine();
        }
        return imports.found;
    }

    private void logicalLine() {
        int indent = 0;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '\f')) {
            indent += text.charAt(at) == '\t' ? 8 : 1;
            at++;
        }
        if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r' && text.charAt(at) != '#') {
            statement(indent);
        }
        skipToNextLine();
    }

    private void statement(int indent) {
        while (!tries.isEmpty() && indent <= tries.peek()) {
            tries.pop();
        }
        Matcher tried = TRY.matcher(text).region(at, text.length());
        if (text.startsWith("from", at) && tries.isEmpty()) {
            Matcher line = IMPORT.matcher(text).region(at, text.length());
            if (line.lookingAt()) {
                int level = (int) line.group(1).chars().filter(c -> c == '.').count();
                found.add(new Import(at, level, line.group(2)));
            }
        } else if ((text.startsWith("try", at) || text.startsWith("with", at) || text.startsWith("async", at))
                && tried.lookingAt()) {
            tries.push(indent);
        }
    }

    /// Goes behind the end of the logical line: over strings, comments, brackets and escaped line ends.
    private void skipToNextLine() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '#' -> {
                    int end = text.indexOf('\n', at);
                    at = end < 0 ? text.length() : end;
                }
                case '\'', '"' -> string(c);
                case '\\' -> at += text.startsWith("\\\r\n", at) ? 3 : 2;
                case '\n' -> {
                    at++;
                    if (depth == 0) {
                        return;
                    }
                }
                case '(', '[', '{' -> {
                    depth++;
                    at++;
                }
                case ')', ']', '}' -> {
                    depth = Math.max(0, depth - 1);
                    at++;
                }
                default -> at++;
            }
        }
    }

    private void string(char quote) {
        String three = String.valueOf(quote).repeat(3);
        boolean triple = text.startsWith(three, at);
        at += triple ? 3 : 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (triple && text.startsWith(three, at)) {
                at += 3;
                return;
            } else if (!triple && c == '\n') {
                return;
            } else {
                at++;
                if (!triple && c == quote) {
                    return;
                }
            }
        }
    }
}
