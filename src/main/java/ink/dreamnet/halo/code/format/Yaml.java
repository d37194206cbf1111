package ink.dreamnet.halo.code.format;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads YAML 1.1. An alias is the same item as its anchor, so that a document cannot grow by being read, and nothing is
/// constructed, so that every tag is as good as another.
public final class Yaml {

    private static final int LONGEST = 32 * 1024 * 1024;
    private static final int DEEPEST = 60;
    private static final int DEEPEST_UNKEPT = 1000;
    /// Of what is more than a text.
    private static final int MOST_ALIASES = 50;
    private static final String REASON = "is not valid YAML";

    private final Resolver resolver = new Resolver();
    private final Deque<Collection> open = new ArrayDeque<>();
    private final Map<String, Item> anchors = new HashMap<>();
    private final boolean keep;
    private int documents;
    private int aliases;
    private Item root = Item.NOTHING;
    private @Nullable SyntaxError duplicate;

    private Yaml(boolean keep) {
        this.keep = keep;
    }

    /// Reads a single document.
    ///
    /// @param text null where the file is no text
    public static Parsed<Item> read(@Nullable String text) {
        Yaml yaml = new Yaml(true);
        SyntaxError error = text == null ? SyntaxError.noText() : yaml.parse(text);
        if (error == null && yaml.documents > 1) {
            error = SyntaxError.notRead(0, REASON);
        }
        return new Parsed<>(error == null ? yaml.root : Item.NOTHING, error);
    }

    /// @return the first error of any document, or else the first key that stands twice; null where there is none
    public static @Nullable SyntaxError check(String text) {
        Yaml yaml = new Yaml(false);
        SyntaxError error = yaml.parse(text);
        return error == null || error.kind() == Kind.NOT_READ && yaml.duplicate != null ? yaml.duplicate : error;
    }

    private @Nullable SyntaxError parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        try {
            for (Event event : new org.yaml.snakeyaml.Yaml(options).parse(new StringReader(text))) {
                SyntaxError error = take(event);
                if (error != null) {
                    return error;
                }
            }
            return null;
        } catch (MarkedYAMLException broken) {
            Mark mark = broken.getProblemMark();
            return mark == null
                    ? SyntaxError.notRead(0, REASON)
                    : new SyntaxError(Kind.MALFORMED, mark.getLine() + 1, text.offsetByCodePoints(0,
                            Math.min(mark.getIndex(), text.codePointCount(0, text.length()))), REASON,
                            broken.getProblem());
        } catch (YAMLException unreadable) {
            // a character that YAML 1.1 does not allow and YAML 1.2 may
            return SyntaxError.notRead(0, REASON);
        }
    }

    private @Nullable SyntaxError take(Event event) {
        int line = event.getStartMark().getLine() + 1;
        switch (event) {
            case DocumentStartEvent start -> {
                anchors.clear();
                documents++;
            }
            case AliasEvent alias -> {
                Item anchored = anchors.get(alias.getAnchor());
                if (anchored == null) {
                    return new SyntaxError(Kind.MALFORMED, line, 0, REASON, "has an alias without its anchor");
                }
                if ((anchored.isMap() || anchored.isList()) && ++aliases > MOST_ALIASES) {
                    return SyntaxError.notRead(line, REASON);
                }
                add(alias, anchored, line);
            }
            case ScalarEvent scalar -> {
                Item item = keep ? new Item(value(scalar), lineOfNext(line)) : Item.NOTHING;
                anchor(scalar, item);
                add(scalar, item, line);
            }
            case CollectionStartEvent start -> {
                if (open.size() == (keep ? DEEPEST : DEEPEST_UNKEPT)) {
                    return SyntaxError.notRead(0, REASON);
                }
                // within itself it is nothing
                anchor(start, Item.NOTHING);
                open.push(new Collection(start, lineOfNext(line)));
            }
            case CollectionEndEvent end -> {
                Collection ended = open.pop();
                Item item = keep ? ended.item() : Item.NOTHING;
                anchor(ended.start, item);
                add(ended.start, item, ended.start.getStartMark().getLine() + 1);
            }
            default -> {
                // the ends of documents and of the stream
            }
        }
        return null;
    }

    private int lineOfNext(int line) {
        Collection in = open.peek();
        return in == null || in.key == null ? line : in.keyLine;
    }

    private void anchor(NodeEvent node, Item item) {
        if (node.getAnchor() != null) {
            anchors.put(node.getAnchor(), item);
        }
    }

    private void add(NodeEvent node, Item item, int line) {
        Collection in = open.peek();
        if (in == null) {
            root = item;
        } else if (in.add(node, item, line, keep) && duplicate == null) {
            String reason = "has a key that its mapping has already";
            duplicate = new SyntaxError(Kind.DUPLICATE_KEY, line, 0, reason, reason);
        }
    }

    private @Nullable Object value(ScalarEvent scalar) {
        String tag = scalar.getTag() == null || scalar.getTag().equals("!")
                ? resolver.resolve(NodeId.scalar, scalar.getValue(), scalar.getImplicit().canOmitTagInPlainScalar())
                        .getValue()
                : scalar.getTag();
        if (tag.equals(Tag.NULL.getValue())) {
            return null;
        }
        // a version such as 6.0 is a number to YAML and text to everyone who wrote it
        return tag.equals(Tag.BOOL.getValue()) ? scalar.getValue().equalsIgnoreCase("true") : scalar.getValue();
    }

    /// A mapping or sequence that is being read.
    private static final class Collection {

        private final CollectionStartEvent start;
        private final int line;
        private final Set<String> keys = new HashSet<>();
        private final Map<String, Item> entries = new LinkedHashMap<>();
        private final List<Item> items = new ArrayList<>();
        private boolean valueNext;
        private @Nullable String key;
        private int keyLine;

        Collection(CollectionStartEvent start, int line) {
            this.start = start;
            this.line = line;
        }

        /// @return whether the node is a key that was there before
        boolean add(NodeEvent node, Item item, int nodeLine, boolean keep) {
            if (!(start instanceof MappingStartEvent)) {
                if (keep) {
                    items.add(item);
                }
                return false;
            }
            valueNext = !valueNext;
            if (valueNext) {
                key = node instanceof ScalarEvent scalar ? scalar.getValue() : item.text();
                keyLine = nodeLine;
                return node instanceof ScalarEvent scalar && !scalar.getValue().equals("<<") && scalar.getTag() == null
                        && !keys.add((scalar.getScalarStyle() == ScalarStyle.PLAIN ? "" : "\"") + scalar.getValue());
            }
            if (keep && key != null) {
                entries.put(key, item);
            }
            key = null;
            return false;
        }

        Item item() {
            return new Item(start instanceof MappingStartEvent ? entries : items, line);
        }
    }
}
