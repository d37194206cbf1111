package ink.dreamnet.halo.code.dependency;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads YAML with its lines. An alias is the same item as its anchor, so that a document cannot grow by being read.
final class YamlText {

    private static final int LONGEST = 32 * 1024 * 1024;

    private final Map<Node, Item> known = new IdentityHashMap<>();
    private final int before;

    private YamlText(int before) {
        this.before = before;
    }

    /// @param before how many lines of the file the text comes after
    static Item read(String text, int before) throws Unreadable {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        options.setNestingDepthLimit(60);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return root == null ? Item.NOTHING : new YamlText(before).item(root, root.getStartMark().getLine());
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null ? 0 : broken.getProblemMark().getLine() + 1 + before;
            throw new Unreadable(line, "is not valid YAML");
        } catch (YAMLException broken) {
            throw new Unreadable(0, "is not valid YAML");
        }
    }

    private Item item(Node node, int line) {
        Item seen = known.get(node);
        if (seen != null) {
            return seen;
        }
        int from1 = line + 1 + before;
        known.put(node, new Item(null, from1));
        Item item = switch (node) {
            case MappingNode mapping -> {
                Map<String, Item> map = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key) {
                        map.put(key.getValue(), item(tuple.getValueNode(), key.getStartMark().getLine()));
                    }
                }
                yield new Item(map, from1);
            }
            case SequenceNode sequence -> {
                List<Item> list = new ArrayList<>();
                for (Node element : sequence.getValue()) {
                    list.add(item(element, element.getStartMark().getLine()));
                }
                yield new Item(list, from1);
            }
            case ScalarNode scalar -> new Item(value(scalar), from1);
            default -> new Item(null, from1);
        };
        known.put(node, item);
        return item;
    }

    private static @Nullable Object value(ScalarNode scalar) {
        if (scalar.getTag().equals(Tag.NULL)) {
            return null;
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        // a version such as 6.0 is a number to YAML and text to everyone who wrote it
        return scalar.getValue();
    }
}
