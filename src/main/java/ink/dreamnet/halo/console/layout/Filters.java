package ink.dreamnet.halo.console.layout;

import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/// Reads the filters of a list, and makes the address of its next page.
public final class Filters {

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
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        given.forEach((name, value) -> {
            if (!value.isBlank()) {
                address.queryParam(name, "{" + name + "}");
            }
        });
        return address.replaceQueryParam("before", "{before}").encode()
                .buildAndExpand(with(given, next)).toUriString();
    }

    private static Map<String, String> with(Map<String, String> given, String next) {
        Map<String, String> all = new HashMap<>(given);
        all.put("before", next);
        return all;
    }
}
