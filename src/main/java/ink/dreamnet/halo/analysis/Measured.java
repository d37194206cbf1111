package ink.dreamnet.halo.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;

/// Keeps small what an analyzer measured of a subject: it is stored with every check.
final class Measured {

    private static final int MAX_VALUES = 12;
    private static final int MAX_TEXT = 200;

    private Measured() {
    }

    static Map<String, Object> of(Map<String, ? extends @Nullable Object> values) {
        Map<String, Object> small = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null && small.size() < MAX_VALUES) {
                small.put(Texts.cut(name, MAX_TEXT), value instanceof Number || value instanceof Boolean
                        ? value
                        : Texts.printable(Texts.cut(value.toString(), MAX_TEXT)));
            }
        });
        return Collections.unmodifiableMap(small);
    }
}
