package ink.dreamnet.halo.core;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// JSON Merge Patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)) over JSON objects as maps.
public final class MergePatch {

    private MergePatch() {
    }

    /// @param target what is changed; it stays as it is
    /// @param patch what is to be different: null removes a member, an object is merged into the member of that name, and anything
    ///        else replaces it
    /// @return the result, the members of the target in their order before those that are new
    public static Map<String, @Nullable Object> apply(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        target.forEach((name, value) -> merged.put(String.valueOf(name), value));
        patch.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> object) {
                merged.put(name, apply(merged.get(name) instanceof Map<?, ?> present ? present : Map.of(), object));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }
}
