package ink.dreamnet.halo.code.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// Reads TOML 1.0. Lines are those of `key = value` and `[table]`; what is inside of a value has the line of the value's key.
public final class Toml {

    private static final TomlMapper MAPPER = new TomlMapper();
    private static final int DEEPEST = 100;
    private static final int LONGEST_KEY = 1000;
    private static final String REASON = "is not valid TOML";
    private static final Pattern TABLE = Pattern.compile("^\\s*\\[\\[?([^\\[\\]]+)]]?\\s*(?:#.*)?$");
    private static final Pattern KEY = Pattern.compile(
            "^\\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\\s*\\.\\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\\s*=");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'");

    private final Map<String, Integer> lines = new HashMap<>();

    private Toml(String text) {
        String table = "";
        int number = 0;
        for (String whole : text.split("\n", -1)) {
            String line = whole.substring(0, Math.min(whole.length(), LONGEST_KEY));
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
    }

    /// @param text null where the file is no text
    public static Parsed<Item> read(@Nullable String text) {
        if (text == null) {
            return new Parsed<>(Item.NOTHING, SyntaxError.noText());
        }
        Parsed<JsonNode> parsed = parse(text);
        return new Parsed<>(parsed.error() == null ? new Toml(text).item(parsed.content(), "", 1, 0) : Item.NOTHING,
                parsed.error());
    }

    /// @return the first error; null where there is none
    public static @Nullable SyntaxError check(String text) {
        return parse(text).error();
    }

    private static Parsed<JsonNode> parse(String text) {
        JsonNode nothing = MAPPER.nullNode();
        if (depth(text) > DEEPEST) {
            return new Parsed<>(nothing, SyntaxError.notRead(0, "is nested too deeply"));
        }
        try {
            return new Parsed<>(MAPPER.readTree(text), null);
        } catch (JacksonException broken) {
            TokenStreamLocation at = broken.getLocation();
            String detail = broken.getOriginalMessage();
            return new Parsed<>(nothing, at == null || detail == null || broken instanceof StreamConstraintsException
                    ? SyntaxError.notRead(0, REASON)
                    : new SyntaxError(Kind.MALFORMED, line(at, detail), 0, REASON, detail));
        }
    }

    /// A key is known to stand twice, and a token to be another, when its line has been read.
    private static int line(TokenStreamLocation at, String detail) {
        boolean after = at.getColumnNr() == 1
                && (detail.startsWith("Duplicate") || detail.startsWith("Unexpected token"));
        return Math.max(1, after ? at.getLineNr() - 1 : at.getLineNr());
    }

    /// Dotted keys nest as deeply as they are long; what is too deep is nothing.
    private Item item(JsonNode node, String path, int line, int depth) {
        if (depth > DEEPEST) {
            return new Item(null, line);
        }
        if (node.isObject()) {
            Map<String, Item> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String below = path + "\0" + entry.getKey();
                map.put(entry.getKey(), item(entry.getValue(), below, lines.getOrDefault(below, line), depth + 1));
            }
            return new Item(map, line);
        }
        if (node.isArray()) {
            List<Item> list = new ArrayList<>();
            for (JsonNode element : node) {
                list.add(item(element, path, line, depth + 1));
            }
            return new Item(list, line);
        }
        if (node.isString()) {
            return new Item(node.asString(), line);
        }
        if (node.isBoolean()) {
            return new Item(node.asBoolean(), line);
        }
        return node.isNumber() ? new Item(new Item.Number(node.asString()), line) : new Item(node, line);
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

    /// @return how deep brackets are nested at most; brackets in strings count too, which errs on the safe side
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
