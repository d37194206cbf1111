package ink.dreamnet.halo.endpoint.probe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.endpoint.probe.JsonFilter.Order;
import ink.dreamnet.halo.endpoint.probe.JsonFilter.Value;
import ink.dreamnet.halo.endpoint.probe.JsonPath.Segment;
import ink.dreamnet.halo.endpoint.probe.JsonPath.Selector;
import ink.dreamnet.halo.endpoint.probe.JsonPath.SyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads one [JsonPath] by recursive descent.
final class JsonPathParser {

    private static final int MOST_NESTED = 10;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private int at;
    private int nested;

    JsonPathParser(String text) {
        this.text = text;
    }

    List<Segment> path() {
        List<Segment> segments = new ArrayList<>();
        boolean descended = false;
        while (at < text.length()) {
            int start = at;
            boolean descend = take("..");
            if (descend && descended) {
                throw new SyntaxException(start, "a path has at most one '..'");
            }
            descended |= descend;
            if (take("[")) {
                segments.add(new Segment(descend, selectors()));
            } else if (descend || take(".")) {
                segments.add(new Segment(descend, List.of(take("*") ? new Selector.All() : name())));
            } else {
                throw new SyntaxException(at, "expected . or [");
            }
        }
        return segments;
    }

    private List<Selector> selectors() {
        List<Selector> selectors = new ArrayList<>();
        do {
            skipSpace();
            selectors.add(selector());
            skipSpace();
        } while (take(","));
        expect("]");
        return selectors;
    }

    private Selector selector() {
        if (take("*")) {
            return new Selector.All();
        }
        if (take("?")) {
            skipSpace();
            return new Selector.Filter(any());
        }
        if (is('\'') || is('"')) {
            return new Selector.Name(quoted());
        }
        Integer from = is(':') ? null : Integer.valueOf(integer());
        skipSpace();
        if (from != null && !is(':')) {
            return new Selector.Index(from);
        }
        expect(":");
        skipSpace();
        Integer to = is(']') || is(',') ? null : Integer.valueOf(integer());
        return new Selector.Slice(from, to);
    }

    private JsonFilter any() {
        if (++nested > MOST_NESTED) {
            throw new SyntaxException(at, "a filter is nested at most %d deep".formatted(MOST_NESTED));
        }
        List<JsonFilter> any = new ArrayList<>();
        do {
            List<JsonFilter> all = new ArrayList<>();
            do {
                all.add(one());
                skipSpace();
            } while (take("&&"));
            any.add(all.size() == 1 ? all.getFirst() : new JsonFilter.And(all));
        } while (take("||"));
        nested--;
        return any.size() == 1 ? any.getFirst() : new JsonFilter.Or(any);
    }

    private JsonFilter one() {
        skipSpace();
        if (take("!")) {
            skipSpace();
            if (!is('@') && !is('(')) {
                throw new SyntaxException(at, "expected @ or ( after !");
            }
            return new JsonFilter.Not(is('(') ? one() : new JsonFilter.Exists(relative()));
        }
        if (take("(")) {
            JsonFilter inner = any();
            skipSpace();
            expect(")");
            return inner;
        }
        Value left = value();
        skipSpace();
        if (text.startsWith("=~", at)) {
            throw new SyntaxException(at, "'=~' is not supported: no regular expressions in a JSON path");
        }
        Order order = Arrays.stream(Order.values()).filter(each -> text.startsWith(each.symbol(), at)).findFirst()
                .orElse(null);
        if (order == null) {
            if (left instanceof Value.At path && (is(')') || is(']') || is(',') || is('&') || is('|'))) {
                return new JsonFilter.Exists(path);
            }
            throw new SyntaxException(at, "expected one of ==, !=, <, <=, >, >=");
        }
        at += order.symbol().length();
        skipSpace();
        return new JsonFilter.Compares(left, order, value());
    }

    private Value value() {
        if (is('@')) {
            return relative();
        }
        if (is('\'') || is('"')) {
            return new Value.Literal(NODES.stringNode(quoted()));
        }
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(start, at);
        JsonNode node = switch (word) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            case "null" -> NODES.nullNode();
            default -> number(word);
        };
        if (node == null) {
            throw new SyntaxException(start, "expected @, a number, a quoted text, true, false or null");
        }
        return new Value.Literal(node);
    }

    private static @Nullable JsonNode number(String word) {
        try {
            return NODES.numberNode(new BigDecimal(word));
        } catch (NumberFormatException other) {
            return null;
        }
    }

    private Value.At relative() {
        expect("@");
        List<Selector> selectors = new ArrayList<>();
        while (is('.') || is('[')) {
            int start = at;
            if (take("[")) {
                Selector selector = selector();
                if (!(selector instanceof Selector.Name || selector instanceof Selector.Index)) {
                    throw new SyntaxException(start, "in a filter, @ is followed by names and places only");
                }
                selectors.add(selector);
                expect("]");
            } else {
                expect(".");
                selectors.add(name());
            }
        }
        return new Value.At(selectors);
    }

    private Selector.Name name() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) > 127
                || "_-$".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw new SyntaxException(at, "expected a name; one with other characters is written as ['a b']");
        }
        return new Selector.Name(text.substring(start, at));
    }

    private int integer() {
        int start = at;
        at += is('-') ? 1 : 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        try {
            return Integer.parseInt(text.substring(start, at));
        } catch (NumberFormatException wrong) {
            throw new SyntaxException(start, "expected a quoted name, a place such as 0, *, or ?(…)");
        }
    }

    private String quoted() {
        int start = at;
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 1 : 0;
            if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        if (at >= text.length()) {
            throw new SyntaxException(start, "the closing quote is missing");
        }
        at++;
        return value.toString();
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean take(String token) {
        boolean there = text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw new SyntaxException(at, "'%s' is missing".formatted(token));
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
