package ink.dreamnet.halo.code.dependency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// Splits JavaScript and TypeScript into words, strings and punctuation (ECMA-262, chapter 12), well enough to find imports:
/// comments, template literals and regular expressions are no tokens. What it takes wrongly ends with the line.
final class ScriptTokens {

    /// What a token is.
    enum Kind {
        /// An identifier, keyword or number.
        WORD,
        /// A string literal, without its quotes; one with an escape is empty.
        STRING,
        /// A regular expression or template literal, without text.
        LITERAL,
        /// One character.
        MARK
    }

    /// @param depth how many brackets it is inside of
    /// @param excused whether a comment right before it, or on the line before, tells tools not to resolve it
    record Token(Kind kind, String text, int offset, int depth, boolean excused) {

        boolean is(String other) {
            return kind != Kind.STRING && text.equals(other);
        }
    }

    private static final Set<String> BEFORE_EXPRESSION = Set.of("return", "typeof", "case", "in", "of", "delete",
            "void", "throw", "new", "else", "do", "yield", "await", "instanceof");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    /// What is open: `(`, `[`, `{`, `$` for a substitution in a template.
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;
    private boolean unsure;
    private boolean excused;
    private int excusedUntil = -1;

    private ScriptTokens(String text) {
        this.text = text;
    }

    static List<Token> of(String text) {
        ScriptTokens scan = new ScriptTokens(text);
        scan.run();
        return scan.tokens;
    }

    /// @return nothing where something was taken wrongly: a bracket closes another one or none, or a string or a comment does not end
    static List<Token> ofCertain(String text) {
        ScriptTokens scan = new ScriptTokens(text);
        scan.run();
        return scan.unsure || !scan.open.isEmpty() ? List.of() : scan.tokens;
    }

    private void run() {
        if (text.startsWith("#!")) {
            at = endOfLine(0);
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '/' && peek(1) == '/') {
                comment(endOfLine(at));
            } else if (c == '/' && peek(1) == '*') {
                int end = text.indexOf("*/", at + 2);
                unsure |= end < 0;
                comment(end < 0 ? text.length() : end + 2);
            } else if (c == '"' || c == '\'') {
                string(c);
            } else if (c == '`') {
                at++;
                template();
            } else if (c == '/' && startsExpression()) {
                regularExpression();
            } else if (Character.isJavaIdentifierPart(c) || c == '#') {
                int from = at;
                do {
                    at++;
                } while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at)));
                add(Kind.WORD, text.substring(from, at), from);
            } else {
                mark(c);
            }
        }
    }

    private void mark(char c) {
        int from = at++;
        switch (c) {
            case '(', '[', '{' -> {
                add(Kind.MARK, String.valueOf(c), from);
                open.push(c);
            }
            case ')', ']', '}' -> {
                Character opened = open.poll();
                unsure |= opened == null
                        || opened != (c == ')' ? '(' : c == ']' ? '[' : '{') && (c != '}' || opened != '$');
                if (opened != null && opened == '$' && c == '}') {
                    template();
                } else {
                    add(Kind.MARK, String.valueOf(c), from);
                }
            }
            default -> add(Kind.MARK, String.valueOf(c), from);
        }
    }

    private void add(Kind kind, String token, int offset) {
        tokens.add(new Token(kind, token, offset, open.size(), excused || offset <= excusedUntil));
        excused = false;
    }

    private void comment(int end) {
        String comment = text.substring(at, end);
        if (comment.contains("webpackIgnore") || comment.contains("@vite-ignore")
                || comment.contains("turbopackIgnore")) {
            excused = true;
        }
        if (comment.contains("@ts-ignore") || comment.contains("@ts-expect-error") || comment.contains("no-unresolved")
                || comment.contains("$FlowFixMe") || comment.contains("$FlowExpectedError")) {
            excusedUntil = endOfLine(endOfLine(end) + 1);
            for (int i = tokens.size() - 1; i >= 0 && endOfLine(tokens.get(i).offset()) >= at; i--) {
                Token token = tokens.get(i);
                tokens.set(i, new Token(token.kind(), token.text(), token.offset(), token.depth(), true));
            }
        }
        at = end;
    }

    private void string(char quote) {
        int from = at++;
        boolean escaped = false;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            if (text.charAt(at) == '\\') {
                escaped = true;
                at++;
            }
            at++;
        }
        boolean closed = at < text.length() && text.charAt(at) == quote;
        unsure |= !closed;
        add(Kind.STRING, closed && !escaped ? text.substring(from + 1, at) : "", from);
        at = Math.min(text.length(), at + 1);
    }

    /// Reads on inside of a template literal, to its end or to the next substitution.
    private void template() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '`') {
                add(Kind.LITERAL, "", at - 1);
                return;
            } else if (c == '$' && peek(0) == '{') {
                at++;
                open.push('$');
                return;
            }
        }
        at = text.length();
        unsure = true;
    }

    private void regularExpression() {
        int from = at++;
        boolean inClass = false;
        boolean closed = false;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            } else if (c == '/' && !inClass) {
                closed = true;
                break;
            }
        }
        unsure |= !closed;
        add(Kind.LITERAL, "", from);
    }

    private boolean startsExpression() {
        if (tokens.isEmpty()) {
            return true;
        }
        Token last = tokens.getLast();
        return switch (last.kind()) {
            case WORD -> BEFORE_EXPRESSION.contains(last.text());
            case STRING, LITERAL -> false;
            // `</tag>` of JSX is none
            case MARK -> !last.is(")") && !last.is("]") && !last.is("}") && !last.is("<");
        };
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private int endOfLine(int from) {
        int end = from >= text.length() ? -1 : text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
