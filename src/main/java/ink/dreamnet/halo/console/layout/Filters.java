package ink.dreamnet.halo.console.layout;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/// Reads the filters of a list, and makes the address of its next page.
public final class Filters {

    private static final String BEFORE = "before";

    private Filters() {
    }

    /// @return a filter; null where it is left out or blank
    public static @Nullable String text(Map<String, String> given, String name) {
        return Texts.stripped(given.get(name));
    }

    /// @param path of the list
    /// @param given the filters of this page; those that are blank are left out
    /// @param next what the next page begins behind; null where there is none
    /// @return the address of the next page; null where there is none
    public static @Nullable String next(String path, Map<String, String> given, @Nullable String next) {
        if (next == null) {
            return null;
        }
        StringJoiner address = new StringJoiner("&", path + "?", "");
        given.forEach((name, value) -> {
            if (!value.isBlank() && !name.equals(BEFORE)) {
                address.add(encoded(name) + "=" + encoded(value));
            }
        });
        return address.add(BEFORE + "=" + encoded(next)).toString();
    }

    private static String encoded(String text) {
        return UriUtils.encode(text, StandardCharsets.UTF_8);
    }
}
