package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// Reads TOML 1.0. Lines are those of `key = value` and `[table]`; what is inside of a value has the line of the value's key.
final class Toml {

    private static final TomlMapper MAPPER = new TomlMapper();
    private static final int DEEPEST = 100;
    private static final Pattern TABLE = Pattern.compile("^\\s*\\[\\[?([^\\[\\]]+)]]?\\s*(?:#.*)?$");
    private static final Pattern KEY = Pattern.compile(
            "^\\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\\s*\\.\\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\\s*=");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'");

    private final Map<String, Integer> lines;

    private Toml(Map<String, Integer> lines) {
        this.lines = lines;
    }

    static Item read(String text) throws Unreadable {
        int depth = depth(text);
        if (depth > DEEPEST) {
            throw new Unreadable(0, "is nested too deeply");
        }
        try {
            return new Toml(lines(text)).item(MAPPER.readTree(text), "", 1);
        } catch (JacksonException broken) {
            int line = broken.getLocation() == null ? 0 : Math.max(0, broken.getLocation().getLineNr());
            throw new Unreadable(line, "is not valid TOML");
        }
    }

    private Item item(JsonNode node, String path, int line) {
        if (node.isObject()) {
            Map<String, Item> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String below = path + "\0" + entry.getKey();
                map.put(entry.getKey(), item(entry.getValue(), below, lines.getOrDefault(below, line)));
            }
            return new Item(map, line);
        }
        if (node.isArray()) {
            List<Item> list = new ArrayList<>();
            for (JsonNode element : node) {
                list.add(item(element, path, line));
            }
            return new Item(list, line);
        }
        if (node.isString()) {
            return new Item(node.asString(), line);
        }
        if (node.isBoolean()) {
            return new Item(node.asBoolean(), line);
        }
        return node.isNumber() ? new Item(new Json.Number(node.asString()), line) : new Item(node, line);
    }

    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        String table = "";
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Matcher header = TABLE.matcher(line);
            if (header.find()) {
                table = path("", header.group(1));
                lines.putIfAbsent(table, number);
                continue;
            }
            Matcher key = KEY.matcher(line);
            if (key.find()) {
                lines.putIfAbsent(path(table, key.group(1)), number);
            }
        }
        return lines;
    }

    private static String path(String table, String dotted) {
        StringBuilder path = new StringBuilder(table);
        Matcher parts = PART.matcher(dotted);
        while (parts.find()) {
            String part = parts.group();
            boolean quoted = part.startsWith("\"") || part.startsWith("'");
            path.append('\0').append(quoted ? part.substring(1, part.length() - 1) : part);
        }
        return path.toString();
    }

    /// @return how deep brackets are nested on any one line and in any one value, at most; strings are not told apart, which
    ///         errs on the safe side
    private static int depth(String text) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[' || c == '{') {
                deepest = Math.max(deepest, ++depth);
            } else if ((c == ']' || c == '}') && depth > 0) {
                depth--;
            }
        }
        return deepest;
    }
}
