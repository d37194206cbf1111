package ink.dreamnet.halo.endpoint.probe;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Budget;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A JSON path without its leading `$`: the part of RFC 9535 that `docs/conditions.md` shows. It has no regular expressions and no
/// functions, and at most one `..`, so that it visits each value of a document at most once for each of its segments, but for those
/// that name a value twice; what it visits is counted in the [Budget]. Immutable; equal where the text is.
final class JsonPath {

    private static final int MOST_FOUND = 10_000;

    private final String text;
    private final List<Segment> segments;

    private JsonPath(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
    }

    /// Thrown where a text is not a path.
    static final class SyntaxException extends RuntimeException {

        private final int index;

        /// @param index where the text goes wrong, from 0 on
        SyntaxException(int index, String message) {
            super(message);
            this.index = index;
        }

        int index() {
            return index;
        }
    }

    /// One step from values to others.
    ///
    /// @param descend whether it is taken from the values below as well (`..`)
    /// @param selectors what is taken; each value's choices follow each other
    record Segment(boolean descend, List<Selector> selectors) {

        /// @return whether it leads to one value at most
        boolean single() {
            return !descend && selectors.size() == 1
                    && (selectors.getFirst() instanceof Selector.Name
                            || selectors.getFirst() instanceof Selector.Index);
        }
    }

    /// What is taken of one value.
    sealed interface Selector {

        /// @return what it takes where it takes one value at most; null where that is not there, or it may take several
        default @Nullable JsonNode one(JsonNode node) {
            return null;
        }

        /// `.name`, `['name']`
        record Name(String name) implements Selector {
            @Override
            public @Nullable JsonNode one(JsonNode node) {
                return node.isObject() ? node.get(name) : null;
            }
        }

        /// `[0]`, or from the end `[-1]`
        record Index(int index) implements Selector {
            @Override
            public @Nullable JsonNode one(JsonNode node) {
                return node.isArray() ? node.get(index < 0 ? node.size() + index : index) : null;
            }
        }

        /// `*`: all members or items
        record All() implements Selector {
        }

        /// `[1:3]`: the items from one place to before another
        record Slice(@Nullable Integer from, @Nullable Integer to) implements Selector {
        }

        /// `[?(…)]`: the members or items of which something holds
        record Filter(JsonFilter filter) implements Selector {
        }
    }

    /// @throws SyntaxException where the text is not a path, or has what is not supported
    static JsonPath parse(String text) {
        return new JsonPath(text, new JsonPathParser(text).path());
    }

    /// Finds what the path leads to.
    ///
    /// @return the value; where the path may lead to several, an array of those that there are; null where it leads to none
    /// @throws Budget.ExhaustedException where that takes too many steps, or leads to more than 10,000 values
    @Nullable
    JsonNode find(JsonNode document) {
        List<JsonNode> found = List.of(document);
        boolean single = true;
        for (Segment segment : segments) {
            single &= segment.single();
            found = take(segment, found);
        }
        if (single) {
            return found.isEmpty() ? null : found.getFirst();
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode(found.size());
        found.forEach(all::add);
        return all;
    }

    private static List<JsonNode> take(Segment segment, List<JsonNode> from) {
        List<JsonNode> taken = new ArrayList<>();
        for (JsonNode node : from) {
            take(segment, node, taken);
        }
        return taken;
    }

    /// Descends as deep as the document is nested, which its parser bounds.
    private static void take(Segment segment, JsonNode node, List<JsonNode> taken) {
        for (Selector selector : segment.selectors()) {
            Budget.spend(1);
            select(selector, node, taken);
            if (taken.size() > MOST_FOUND) {
                Budget.exhausted("leads to more than %d values".formatted(MOST_FOUND));
            }
        }
        if (segment.descend()) {
            for (JsonNode child : node.values()) {
                take(segment, child, taken);
            }
        }
    }

    private static void select(Selector selector, JsonNode node, List<JsonNode> taken) {
        switch (selector) {
            case Selector.Name _,Selector.Index _ -> add(selector.one(node), taken);
            case Selector.All() -> {
                Budget.spend(node.size());
                taken.addAll(node.values());
            }
            case Selector.Slice(Integer from, Integer to) -> {
                if (node.isArray()) {
                    int end = place(to, node.size(), node.size());
                    for (int i = place(from, 0, node.size()); i < end; i++) {
                        Budget.spend(1);
                        add(node.get(i), taken);
                    }
                }
            }
            case Selector.Filter(JsonFilter filter) -> {
                for (JsonNode child : node.values()) {
                    Budget.spend(1);
                    if (filter.holds(child)) {
                        taken.add(child);
                    }
                }
            }
        }
    }

    private static void add(@Nullable JsonNode node, List<JsonNode> taken) {
        if (node != null) {
            taken.add(node);
        }
    }

    private static int place(@Nullable Integer written, int otherwise, int size) {
        int place = written == null ? otherwise : written < 0 ? size + written : written;
        return Math.clamp(place, 0, size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonPath that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
