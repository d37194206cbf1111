package ink.dreamnet.halo.environment.schema;

import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

/// Reads a schema's YAML file. Every problem has its line and its field; nothing of the file is quoted but the names of fields.
public final class YamlSchema {

    private static final int MAX_VARIABLES = 5000;
    private static final int MAX_RULES = 200;

    private final Map<String, VariableRule> variables = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<CrossRule> rules = new ArrayList<>();
    private final List<SchemaProblem> problems = new ArrayList<>();

    private YamlSchema() {
    }

    /// @param text the whole file
    public static Schema parse(Reader text) {
        YamlSchema schema = new YamlSchema();
        try {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(20);
            options.setMaxAliasesForCollections(50);
            Node root = new Yaml(new SafeConstructor(options)).compose(text);
            schema.root(root);
        } catch (MarkedYAMLException wrong) {
            // its message quotes the file
            Integer line = wrong.getProblemMark() == null ? null : wrong.getProblemMark().getLine() + 1;
            return Schema.broken(new SchemaProblem(line, null, "is not YAML"));
        } catch (YAMLException wrong) {
            return Schema.broken(new SchemaProblem(null, null, "is not YAML"));
        }
        return new Schema(Map.copyOf(schema.variables), Map.copyOf(schema.lines), List.copyOf(schema.rules),
                List.copyOf(schema.problems), Schema.Origin.DECLARED);
    }

    private void root(@Nullable Node root) {
        if (!(root instanceof MappingNode map)) {
            problem(root, null, "must be a mapping with the members variables and rules");
            return;
        }
        members(map, "").forEach((name, value) -> {
            switch (name) {
                case "variables" -> variables(value);
                case "rules" -> rules(value);
                default -> problem(value, field(name), "is not a member of a schema; those are variables and rules");
            }
        });
    }

    private void variables(Node node) {
        if (!(node instanceof MappingNode map)) {
            problem(node, "variables", "must be a mapping of names");
            return;
        }
        Map<String, Node> members = members(map, "variables.");
        if (members.size() > MAX_VARIABLES) {
            problem(node, "variables",
                    "has %d entries; at most %d are allowed".formatted(members.size(), MAX_VARIABLES));
            return;
        }
        members.forEach(this::variable);
    }

    private void variable(String name, Node node) {
        String at = "variables." + field(name);
        VariableForm form;
        Map<String, Integer> where = new HashMap<>();
        if (node instanceof MappingNode map) {
            form = form(name, at, members(map, at + "."), where);
        } else if (node instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isEmpty())) {
            form = new VariableForm(name, null, null, null, null, null, null, null, null, null, null, null);
        } else {
            problem(node, at, "must be a mapping (type, required, \u2026)");
            return;
        }
        int line = node.getStartMark().getLine() + 1;
        VariableRule rule = form.rule((field, message) -> problems.add(new SchemaProblem(
                where.getOrDefault(field, line), at + "." + written(field), message)));
        if (rule != null) {
            variables.put(name, rule);
            lines.put(name, line);
        }
    }

    private VariableForm form(String name, String at, Map<String, Node> members, Map<String, Integer> where) {
        Fields fields = new Fields(at, members, where);
        VariableForm.WhenForm when = null;
        if (members.get("requiredWhen") instanceof MappingNode map) {
            Fields condition = new Fields(at + ".required-when", members(map, at + ".required-when."), new HashMap<>());
            when = new VariableForm.WhenForm(condition.text("variable"), condition.text("equals"));
            condition.refuseOthers(List.of("variable", "equals"));
        } else if (members.containsKey("requiredWhen")) {
            problem(members.get("requiredWhen"), at + ".required-when",
                    "must be a mapping with variable and, if you like, equals");
        }
        VariableForm form = new VariableForm(name, fields.truth("required"), when, fields.text("type"),
                fields.list("values"),
                fields.text("pattern"), fields.number("min"), fields.number("max"), fields.text("default"),
                fields.truth("sensitive"), fields.text("deprecatedBy"), fields.text("description"));
        fields.refuseOthers(List.of("required", "requiredWhen", "type", "values", "pattern", "min", "max", "default",
                "sensitive", "deprecatedBy", "description"));
        return form;
    }

    private void rules(Node node) {
        if (!(node instanceof SequenceNode list)) {
            problem(node, "rules", "must be a list");
            return;
        }
        if (list.getValue().size() > MAX_RULES) {
            problem(node, "rules",
                    "has %d entries; at most %d are allowed".formatted(list.getValue().size(), MAX_RULES));
            return;
        }
        for (int i = 0; i < list.getValue().size(); i++) {
            String at = "rules[%d]".formatted(i);
            if (list.getValue().get(i) instanceof MappingNode map) {
                Fields fields = new Fields(at, members(map, at + "."), new HashMap<>());
                RuleForm form = new RuleForm(fields.text("kind"), fields.list("variables"),
                        fields.list("environments"));
                fields.refuseOthers(List.of("kind", "variables", "environments"));
                CrossRule rule = form.rule((field, message) -> problem(map, at + "." + field, message));
                if (rule != null) {
                    rules.add(rule);
                }
            } else {
                problem(list.getValue().get(i), at, "must be a mapping with kind, variables and environments");
            }
        }
    }

    /// @return the members by their names, which may be written with hyphens or in camel case
    private Map<String, Node> members(MappingNode map, String at) {
        Map<String, Node> members = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(tuple.getKeyNode(), null, "has a name that is not a text");
                continue;
            }
            String name = at.startsWith("variables.") && at.length() == 10 ? key.getValue() : camel(key.getValue());
            if (members.put(name, tuple.getValueNode()) != null) {
                problem(key, at + field(key.getValue()), "is there twice");
            }
        }
        return members;
    }

    private void problem(@Nullable Node node, @Nullable String field, String message) {
        problems.add(new SchemaProblem(node == null ? null : node.getStartMark().getLine() + 1, field, message));
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean hyphen = name.charAt(i) == '-' && i + 1 < name.length() && i > 0;
            camel.append(hyphen ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }

    private static String written(String field) {
        return field.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String field(String name) {
        return VariableForm.isName(name) ? name : "?";
    }

    /// The members of one mapping.
    private final class Fields {

        private final String at;
        private final Map<String, Node> members;

        Fields(String at, Map<String, Node> members, Map<String, Integer> where) {
            this.at = at;
            this.members = members;
            members.forEach((name, node) -> where.put(name,
                    node.getStartMark().getLine() + 1));
        }

        @Nullable
        String text(String name) {
            Node node = members.get(name);
            if (node instanceof ScalarNode scalar) {
                return scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
            }
            if (node != null) {
                wrong(name, node, "must be a text");
            }
            return null;
        }

        @Nullable
        Boolean truth(String name) {
            String text = text(name);
            if (text != null && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                wrong(name, members.get(name), "must be true or false");
                return null;
            }
            return text == null ? null : Boolean.valueOf(text);
        }

        @Nullable
        Long number(String name) {
            String text = text(name);
            try {
                return text == null ? null : Long.valueOf(text.replace("_", ""));
            } catch (NumberFormatException wrong) {
                wrong(name, members.get(name), "must be a whole number");
                return null;
            }
        }

        @Nullable
        List<@Nullable String> list(String name) {
            Node node = members.get(name);
            if (node == null) {
                return null;
            }
            if (!(node instanceof SequenceNode sequence)
                    || !sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
                wrong(name, node, "must be a list of texts");
                return null;
            }
            List<@Nullable String> texts = new ArrayList<>();
            sequence.getValue().forEach(item -> texts.add(((ScalarNode) item).getValue()));
            return texts;
        }

        void refuseOthers(List<String> known) {
            members.forEach((name, node) -> {
                if (!known.contains(name)) {
                    problem(node, at + "." + written(field(name)), "is not a field; those are " + String.join(", ",
                            known.stream().map(YamlSchema::written).toList()));
                }
            });
        }

        private void wrong(String name, @Nullable Node node, String message) {
            problem(node, at + "." + written(name), message);
        }
    }
}
