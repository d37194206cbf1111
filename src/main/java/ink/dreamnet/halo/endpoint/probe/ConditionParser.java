package ink.dreamnet.halo.endpoint.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.endpoint.probe.Condition.Operator;
import ink.dreamnet.halo.endpoint.probe.Operand.Source;

/// Reads one [Condition] by recursive descent. The grammar is in `docs/conditions.md`.
final class ConditionParser {

    private static final int LONGEST = 1_000;
    private static final int LONGEST_GLOB = 200;

    private final String text;
    private int at;

    ConditionParser(String text) {
        this.text = text;
    }

    Condition condition() {
        if (text.length() > LONGEST) {
            throw problem(LONGEST, "longer than %d characters".formatted(LONGEST));
        }
        skipSpace();
        Operand left = operand();
        if (!(left instanceof Operand.Seen || left instanceof Operand.Length || left instanceof Operand.Has)) {
            throw problem(0, "the left side is what was seen, as in [STATUS] == 200");
        }
        skipSpace();
        int operatorAt = at;
        Operator operator = operator();
        skipSpace();
        int rightAt = at;
        Operand right = operand();
        if ((right instanceof Operand.Any || right instanceof Operand.Pattern) && operator != Operator.EQUAL
                && operator != Operator.NOT_EQUAL) {
            throw problem(operatorAt, "any(…) and pat(…) compare with == or != only");
        }
        if (right instanceof Operand.Has) {
            throw problem(rightAt, "has(…) belongs on the left side, as in has([BODY].id) == true");
        }
        skipSpace();
        if (at < text.length()) {
            throw problem(at, "unexpected '%s' after the condition; text with spaces or special characters needs quotes"
                    .formatted(text.substring(at)));
        }
        return new Condition(left, operator, right);
    }

    private Operand operand() {
        if (at >= text.length()) {
            throw problem(at, "a value is missing");
        }
        char c = text.charAt(at);
        if (c == '[') {
            return seen();
        }
        if (c == '"') {
            return new Operand.Literal(quoted());
        }
        int start = at;
        String word = bare();
        if (at >= text.length() || text.charAt(at) != '(') {
            return new Operand.Literal(word);
        }
        at++;
        skipSpace();
        Operand function = switch (word) {
            case "len" -> new Operand.Length(argumentSeen());
            case "has" -> new Operand.Has(argumentSeen());
            case "pat" -> new Operand.Pattern(Glob.text(glob()));
            case "any" -> new Operand.Any(alternatives());
            default -> throw problem(start, "unknown function '%s'; there are len, has, any and pat".formatted(word));
        };
        skipSpace();
        expect(')');
        return function;
    }

    private Operand.Seen argumentSeen() {
        if (at >= text.length() || text.charAt(at) != '[') {
            throw problem(at, "expected what was seen, as in [BODY].id");
        }
        return seen();
    }

    private List<Operand> alternatives() {
        List<Operand> alternatives = new ArrayList<>();
        while (true) {
            int start = at;
            Operand alternative = operand();
            if (!(alternative instanceof Operand.Literal || alternative instanceof Operand.Pattern)) {
                throw problem(start, "any(…) takes values and pat(…) only");
            }
            alternatives.add(alternative);
            skipSpace();
            if (at >= text.length() || text.charAt(at) != ',') {
                return alternatives;
            }
            at++;
            skipSpace();
        }
    }

    private Operand.Seen seen() {
        int start = at;
        int end = text.indexOf(']', at);
        if (end < 0) {
            throw problem(at, "']' is missing");
        }
        String name = text.substring(at + 1, end);
        Source source = Arrays.stream(Source.values()).filter(s -> s.name().equals(name)).findFirst()
                .orElseThrow(() -> problem(start + 1, "unknown placeholder [%s]; there are %s".formatted(name,
                        Arrays.stream(Source.values()).map(s -> "[" + s + "]").collect(Collectors.joining(", ")))));
        at = end + 1;
        String path = switch (source) {
            case HEADER -> headerName();
            case BODY -> jsonPath();
            case STATUS, RESPONSE_TIME, CERTIFICATE_EXPIRATION, CONNECTED, DNS_RCODE, IP -> "";
        };
        return new Operand.Seen(source, path);
    }

    private String headerName() {
        if (at >= text.length() || text.charAt(at) != '.') {
            throw problem(at, "expected a header's name, as in [HEADER].Content-Type");
        }
        int start = ++at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "-_".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw problem(at, "expected a header's name, as in [HEADER].Content-Type");
        }
        return text.substring(start, at);
    }

    /// Takes everything up to the next space, parenthesis, comma or comparison that is not within brackets or quotes.
    private String jsonPath() {
        int start = at;
        int depth = 0;
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (at == start && c != '.' && c != '[') {
                break;
            }
            if (quote != 0) {
                at += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (depth > 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '[' || c == '(' && depth > 0) {
                depth++;
            } else if (c == ']' || c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0 && (Character.isWhitespace(c) || "(),=!<>".indexOf(c) >= 0)) {
                break;
            }
        }
        at = Math.min(at, text.length());
        String path = text.substring(start, at);
        try {
            JsonPath.parse(path);
        } catch (JsonPath.SyntaxException wrong) {
            throw problem(start + wrong.index(), "'%s' is not a JSON path: %s".formatted(path, wrong.getMessage()));
        }
        return path;
    }

    private Operator operator() {
        for (Operator operator : List.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.AT_MOST, Operator.AT_LEAST,
                Operator.LESS, Operator.GREATER, Operator.CONTAINS)) {
            if (text.startsWith(operator.symbol(), at)) {
                at += operator.symbol().length();
                return operator;
            }
        }
        throw problem(at, "expected one of ==, !=, <, <=, >, >=, contains");
    }

    private String glob() {
        int start = at;
        String glob;
        if (at < text.length() && text.charAt(at) == '"') {
            glob = quoted();
        } else {
            while (at < text.length() && text.charAt(at) != ')') {
                at += text.charAt(at) == '\\' && at + 1 < text.length() ? 2 : 1;
            }
            glob = text.substring(start, at).strip();
        }
        if (glob.isEmpty() || glob.length() > LONGEST_GLOB) {
            throw problem(start, "a pattern has 1 to %d characters".formatted(LONGEST_GLOB));
        }
        return glob;
    }

    private String quoted() {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                if (++at >= text.length()) {
                    break;
                }
                value.append(switch (text.charAt(at)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case '"', '\\' -> text.charAt(at);
                    default -> throw problem(at - 1, "unknown escape; there are \\\" \\\\ \\n \\r \\t");
                });
            } else {
                value.append(text.charAt(at));
            }
            at++;
        }
        if (at >= text.length()) {
            throw problem(start, "the closing quote is missing");
        }
        at++;
        return value.toString();
    }

    private String bare() {
        int start = at;
        while (at < text.length() && isBare(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw problem(at, "unexpected '%s'; text with special characters needs quotes".formatted(text.charAt(at)));
        }
        return text.substring(start, at);
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw problem(at, "'%s' is missing".formatted(c));
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ConditionSyntaxException problem(int index, String message) {
        return new ConditionSyntaxException(text, index + 1, message);
    }

    static boolean isBare(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isBare((char) c));
    }

    private static boolean isBare(char c) {
        return c > ' ' && !Character.isWhitespace(c) && "()[],\"'=!<>\\".indexOf(c) < 0;
    }

    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
                .replace("\t", "\\t") + '"';
    }
}
