package ink.dreamnet.halo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Turns what a plug-in gives into values that are certain to become JSON and to be read back, at the moment and on the
/// thread of the plug-in: what cannot be written must not be found out by the cycle that records it.
public final class PlainJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_DEPTH = 32;
    private static final int MAX_DIGITS = 100;

    private PlainJson() {
    }

    /// @param data names and values; those that are null are dropped
    /// @return an unmodifiable copy, in the same order, of texts, numbers, booleans, maps and lists
    /// @throws IllegalArgumentException where a value cannot become JSON, or is nested more than 32 deep
    public static Map<String, Object> of(Map<String, ?> data) {
        Map<String, Object> plain = new LinkedHashMap<>();
        data.forEach((name, value) -> {
            Object converted = convert(value, 1);
            if (converted != null) {
                plain.put(name, converted);
            }
        });
        return Collections.unmodifiableMap(plain);
    }

    private static @Nullable Object convert(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("data is nested more than %d deep".formatted(MAX_DEPTH));
        }
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean truth -> truth;
            case Number number -> number.toString().length() <= MAX_DIGITS ? number : number.toString();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((name, member) -> plain.put(String.valueOf(name), convert(member, depth + 1)));
                yield Collections.unmodifiableMap(plain);
            }
            case Collection<?> items -> {
                List<@Nullable Object> plain = new ArrayList<>();
                items.forEach(item -> plain.add(convert(item, depth + 1)));
                yield Collections.unmodifiableList(plain);
            }
            default -> convert(written(value), depth + 1);
        };
    }

    private static Object written(Object value) {
        try {
            return JSON.readValue(JSON.writeValueAsBytes(value), Object.class);
        } catch (RuntimeException unwritable) {
            throw new IllegalArgumentException("a %s cannot become JSON".formatted(value.getClass().getName()),
                    unwritable);
        }
    }
}
