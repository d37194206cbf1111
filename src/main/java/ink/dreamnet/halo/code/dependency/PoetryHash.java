package ink.dreamnet.halo.code.dependency;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Sha256;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// The `content-hash` of a `poetry.lock`: SHA-256 of the relevant tables of `[tool.poetry]`, as Python's `json.dumps` writes
/// them with sorted keys (`Locker._get_content_hash` of Poetry 1 and, for a project without `[project]`, of Poetry 2).
final class PoetryHash {

    private static final List<String> ALWAYS = List.of("dependencies", "source", "extras", "dev-dependencies");
    private static final ObjectWriter PYTHON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build()
            .writer()
            .with(new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER)
                    .withObjectEntrySpacing(Spacing.AFTER).withArrayElementSpacing(Spacing.AFTER)
                    .withObjectEmptySeparator("").withArrayEmptySeparator(""))
                    .withObjectIndenter(DefaultPrettyPrinter.NopIndenter.instance())
                    .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance()));

    private PoetryHash() {
    }

    /// @param poetry the table `[tool.poetry]`
    /// @return the hash in hexadecimal; null where a value is of a kind whose JSON is not certain
    static @Nullable String of(Item poetry) {
        Map<String, @Nullable Object> relevant = new TreeMap<>();
        try {
            for (String key : ALWAYS) {
                relevant.put(key, plain(poetry.get(key)));
            }
            if (poetry.get("group").content() != null) {
                relevant.put("group", plain(poetry.get("group")));
            }
            String json = PYTHON.writeValueAsString(relevant).replace("\u007f", "\\u007f");
            return Sha256.hex(json);
        } catch (NumberFormatException uncertain) {
            return null;
        }
    }

    /// @throws NumberFormatException where it is neither text, truth, whole number nor made of these
    private static @Nullable Object plain(Item item) {
        return switch (item.content()) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                item.entries().forEach((key, value) -> sorted.put(key, plain(value)));
                yield sorted;
            }
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>();
                item.items().forEach(element -> all.add(plain(element)));
                yield all;
            }
            case null -> null;
            case String text -> text;
            case Boolean truth -> truth;
            default -> new BigInteger(item.content().toString());
        };
    }
}
