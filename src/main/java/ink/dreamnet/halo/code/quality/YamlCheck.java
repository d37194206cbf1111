package ink.dreamnet.halo.code.quality;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
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

/// Finds YAML that does not parse, an alias without its anchor, and a key that one mapping has twice. Nothing is constructed,
/// so every tag is as good as another.
@Component
class YamlCheck extends SyntaxCheck {

    static final String DUPLICATE = "repo.yaml-duplicate-key";
    private static final int DEEPEST = 1000;

    YamlCheck() {
        super("repo.yaml-invalid");
    }

    @Override
    boolean isOfFormat(String name, TreeFile file) {
        return name.endsWith(".yml") || name.endsWith(".yaml") || name.equals(".clang-format");
    }

    @Override
    @Nullable
    Problem parse(SourceFile file) {
        String text = file.text();
        if (text == null) {
            return null;
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        try {
            return walk(new Yaml(options).parse(new StringReader(text)).iterator());
        } catch (MarkedYAMLException broken) {
            return Placeholders.standIn(text) ? null : explain(broken, text);
        } catch (YAMLException unreadable) {
            // a character that YAML 1.1 does not allow and YAML 1.2 may
            return null;
        }
    }

    private static @Nullable Problem walk(Iterator<Event> events) {
        Deque<Mapping> open = new ArrayDeque<>();
        Set<String> anchors = new HashSet<>();
        Problem duplicate = null;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                anchors.clear();
            } else if (event instanceof AliasEvent alias && !anchors.contains(alias.getAnchor())) {
                return Problem.of(Severity.HIGH, line(event), "has an alias without its anchor");
            } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
                anchors.add(node.getAnchor());
            }
            if (event instanceof NodeEvent && !open.isEmpty() && open.peek().takes(event) && duplicate == null) {
                duplicate = new Problem(DUPLICATE, Severity.MEDIUM, line(event),
                        "has a key that its mapping has already");
            }
            if (event instanceof CollectionStartEvent) {
                if (open.size() == DEEPEST) {
                    return duplicate;
                }
                open.push(new Mapping(event instanceof MappingStartEvent));
            } else if (event instanceof CollectionEndEvent) {
                open.pop();
            }
        }
        return duplicate;
    }

    private static @Nullable Problem explain(MarkedYAMLException broken, String text) {
        Mark mark = broken.getProblemMark();
        if (mark == null) {
            return null;
        }
        int offset = text.offsetByCodePoints(0, Math.min(mark.getIndex(), text.codePointCount(0, text.length())));
        // YAML 1.2 takes a tab between tokens, only not for indentation
        if (offset < text.length() && text.charAt(offset) == '\t'
                && !text.substring(text.lastIndexOf('\n', offset - 1) + 1, offset).isBlank()) {
            return null;
        }
        return Problem.of(Severity.HIGH, mark.getLine() + 1, withoutQuotes(broken.getProblem()));
    }

    private static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }

    /// A mapping or sequence that is being read.
    private static final class Mapping {

        private final boolean mapping;
        private final Set<String> keys = new HashSet<>();
        private boolean valueNext;

        Mapping(boolean mapping) {
            this.mapping = mapping;
        }

        /// @return whether the node is a key that was there before
        boolean takes(Event node) {
            if (!mapping) {
                return false;
            }
            valueNext = !valueNext;
            return valueNext && node instanceof ScalarEvent key && !key.getValue().equals("<<") && key.getTag() == null
                    && !keys.add((key.getScalarStyle() == ScalarStyle.PLAIN ? "" : "\"") + key.getValue());
        }
    }
}
