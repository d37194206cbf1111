package ink.dreamnet.halo.code.dependency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.code.format.Item;
import org.jspecify.annotations.Nullable;

/// The `content-hash` of a `poetry.lock`: SHA-256 of the relevant tables of `[tool.poetry]`, as Python's `json.dumps` writes
/// them with sorted keys (`Locker._get_content_hash` of Poetry 1 and, for a project without `[project]`, of Poetry 2).
final class PoetryHash {

    private static final List<String> ALWAYS = List.of("dependencies", "source", "extras", "dev-dependencies");

    private PoetryHash() {
    }

    /// @param poetry the table `[tool.poetry]`
    /// @return the hash in hexadecimal; null where a value is of a kind whose JSON is not certain
    static @Nullable String of(Item poetry) {
        Map<String, Item> relevant = new TreeMap<>();
        ALWAYS.forEach(key -> relevant.put(key, poetry.get(key)));
        if (poetry.get("group").content() != null) {
            relevant.put("group", poetry.get("group"));
        }
        StringBuilder json = new StringBuilder();
        if (!append(new Item(relevant, 0), json)) {
            return null;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(json.toString().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static boolean append(Item item, StringBuilder json) {
        switch (item.content()) {
            case null -> json.append("null");
            case Map<?, ?> map -> {
                json.append('{');
                Iterator<Map.Entry<String, Item>> entries = new TreeMap<>(item.entries()).entrySet().iterator();
                while (entries.hasNext()) {
                    Map.Entry<String, Item> entry = entries.next();
                    quote(entry.getKey(), json);
                    json.append(": ");
                    if (!append(entry.getValue(), json)) {
                        return false;
                    }
                    json.append(entries.hasNext() ? ", " : "");
                }
                json.append('}');
            }
            case List<?> list -> {
                json.append('[');
                for (int i = 0; i < list.size(); i++) {
                    json.append(i > 0 ? ", " : "");
                    if (!append(item.items().get(i), json)) {
                        return false;
                    }
                }
                json.append(']');
            }
            case String text -> quote(text, json);
            case Boolean value -> json.append(value);
            case Item.Number number when number.digits().matches("-?\\d+") -> json.append(number.digits());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        json.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
