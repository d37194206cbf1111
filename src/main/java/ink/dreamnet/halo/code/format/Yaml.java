package ink.dreamnet.halo.code.format;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
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
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads YAML 1.1. Nothing is constructed, so every tag is as good as another.
public final class Yaml {

    /// What is said of an alias whose anchor is not in its document.
    public static final String NO_ANCHOR = "has an alias without its anchor";
    private static final String REASON = "is not valid YAML";
    private static final String TAG_TWICE = "duplicate tag handle";
    private static final int DEEPEST = 1000;

    /// By which a compose file takes away what another one says, whatever stands behind it.
    private static final Tag RESET = new Tag("!reset");

    private Yaml() {
    }

    /// Reads a single document. An alias is the same item as its anchor, so that a document cannot grow by being read.
    ///
    /// @param text null where the file is no text
    public static Parsed<Item> read(@Nullable String text) {
        if (text == null) {
            return new Parsed<>(Item.NOTHING, SyntaxError.noText());
        }
        try {
            Node root = yaml().compose(new StringReader(text));
            return new Parsed<>(root == null ? Item.NOTHING : item(root, line(root), new IdentityHashMap<>()), null);
        } catch (YAMLException broken) {
            return new Parsed<>(Item.NOTHING, error(text, broken));
        }
    }

    /// @return the first error of any document, or else the first key that stands twice; null where there is none
    public static @Nullable SyntaxError check(String text) {
        // YAML 1.2 knows these escapes; what stands here instead is as long
        String known = text.contains("\\/") || text.contains("\\\t")
                ? text.replace("\\/", "//").replace("\\\t", "  ")
                : text;
        int from = 0;
        int lines = 0;
        while (true) {
            SyntaxError error = checkFrom(known.substring(from), lines);
            int directive = error == null ? 0 : known.lastIndexOf('\n', from + error.offset() - 1) + 1;
            if (error == null || !error.detail().startsWith(TAG_TWICE) || directive <= from) {
                return error == null ? null : error.after(lines, from);
            }
            // each document declares its tags anew, which SnakeYAML takes for the same one's
            lines += error.line() - 1;
            from = directive;
        }
    }

    private static @Nullable SyntaxError checkFrom(String text, int linesBefore) {
        Deque<Collection> open = new ArrayDeque<>();
        Set<String> anchors = new HashSet<>();
        RepeatedKeys.Found twice = new RepeatedKeys.Found(text, linesBefore);
        try {
            for (Event event : yaml().parse(new StringReader(text))) {
                int line = event.getStartMark().getLine() + 1;
                if (event instanceof DocumentStartEvent) {
                    anchors.clear();
                } else if (event instanceof AliasEvent alias && !anchors.contains(alias.getAnchor())) {
                    return new SyntaxError(Kind.MALFORMED, line, 0, REASON, NO_ANCHOR);
                } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
                    anchors.add(node.getAnchor());
                }
                if (event instanceof CollectionStartEvent) {
                    if (open.size() == DEEPEST) {
                        break;
                    }
                    open.push(new Collection((NodeEvent) event, new RepeatedKeys(twice)));
                } else if (event instanceof CollectionEndEvent) {
                    Collection ended = open.pop();
                    if (!open.isEmpty()) {
                        open.element().take(null, line, ended.value(event.getEndMark().getIndex()), ended.anchored);
                    }
                } else if (event instanceof NodeEvent node && !open.isEmpty()) {
                    open.element().take(key(node), line, value(node), isAnchored(node));
                }
            }
            return twice.error(REASON, "its mapping");
        } catch (YAMLException broken) {
            return error(text, broken);
        }
    }

    private static org.yaml.snakeyaml.Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(32 * 1024 * 1024);
        options.setNestingDepthLimit(60);
        return new org.yaml.snakeyaml.Yaml(new SafeConstructor(options));
    }

    /// What has no place is too deep or too much, or a character that YAML 1.1 does not allow and YAML 1.2 may.
    private static SyntaxError error(String text, YAMLException broken) {
        return broken instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? new SyntaxError(Kind.MALFORMED, marked.getProblemMark().getLine() + 1,
                        text.offsetByCodePoints(0, Math.min(marked.getProblemMark().getIndex(),
                                text.codePointCount(0, text.length()))),
                        REASON, String.valueOf(marked.getProblem()))
                : SyntaxError.notRead(0, REASON);
    }

    private static Item item(Node node, int line, Map<Node, Item> known) {
        Item seen = known.get(node);
        if (seen != null) {
            return seen;
        }
        // within itself it is nothing
        known.put(node, Item.NOTHING);
        Item item = new Item(switch (node) {
            case Node reset when reset.getTag().equals(RESET) -> null;
            case MappingNode mapping -> {
                Map<String, Item> map = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key) {
                        map.put(key.getValue(), item(tuple.getValueNode(), line(key), known));
                    }
                }
                yield map;
            }
            case SequenceNode sequence -> {
                List<Item> list = new ArrayList<>();
                sequence.getValue().forEach(element -> list.add(item(element, line(element), known)));
                yield list;
            }
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> null;
            case ScalarNode scalar when scalar.getTag().equals(Tag.BOOL) -> scalar.getValue().equalsIgnoreCase("true");
            // a version such as 6.0 is a number to YAML and text to everyone who wrote it
            case ScalarNode scalar -> scalar.getValue();
            default -> null;
        }, line);
        known.put(node, item);
        return item;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /// @return what a scalar is as a key; null for what may stand twice
    private static @Nullable String key(NodeEvent node) {
        return node instanceof ScalarEvent key && !key.getValue().equals("<<") && key.getTag() == null
                ? (key.getScalarStyle() == ScalarStyle.PLAIN ? "" : "\"") + key.getValue()
                : null;
    }

    private static boolean isAnchored(NodeEvent node) {
        return node.getAnchor() != null && !(node instanceof AliasEvent);
    }

    private static RepeatedKeys.Value value(NodeEvent node) {
        return new RepeatedKeys.Value(
                (node instanceof ScalarEvent scalar ? scalar.getValue() : node.getAnchor()).hashCode(), 0, 0);
    }

    /// A mapping or sequence that is being checked.
    private static final class Collection {

        private final boolean mapping;
        private final boolean anchored;
        private final int from;
        private final RepeatedKeys keys;
        private boolean valueNext;

        Collection(NodeEvent start, RepeatedKeys keys) {
            this.mapping = start instanceof MappingStartEvent;
            this.anchored = isAnchored(start);
            this.from = start.getStartMark().getIndex();
            this.keys = keys;
        }

        RepeatedKeys.Value value(int to) {
            return new RepeatedKeys.Value(keys.value() + (mapping ? 1 : 0), from, to);
        }

        /// Takes what is a key or a value, in turns. What has an anchor is used by that name, whatever key it has.
        void take(@Nullable String key, int line, RepeatedKeys.Value value, boolean named) {
            if (mapping && !valueNext) {
                keys.key(key, line);
            } else if (named) {
                keys.namelessValue(value);
            } else {
                keys.value(value);
            }
            valueNext = mapping && !valueNext;
        }
    }
}
