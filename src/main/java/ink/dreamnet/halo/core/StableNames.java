package ink.dreamnet.halo.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Indexes plug-in beans by the stable names that they give themselves.
public final class StableNames {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int MAX_LENGTH = 63;

    private StableNames() {
    }

    /// @param what the kind of plug-in, for messages (`analyzer`)
    /// @param beans the plug-ins by the names of their beans
    /// @param name reads a plug-in's own name
    /// @return the plug-ins by their own names, in the order of the beans
    /// @throws StartRefusedException where a name is not lower-case words with hyphens of at most 63 characters, or taken
    ///         twice; the message names both beans
    public static <T> Map<String, T> index(String what, Map<String, T> beans, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        Map<String, String> descriptions = new LinkedHashMap<>();
        beans.forEach((bean, plugin) -> {
            String own = name.apply(plugin);
            String description = "bean '%s' of class %s".formatted(bean, plugin.getClass().getName());
            if (!NAME.matcher(own).matches() || own.length() > MAX_LENGTH) {
                throw new StartRefusedException("The %s %s is named '%s'.".formatted(what, description, own),
                        "Give it a name of lower-case words with hyphens, at most %d characters."
                                .formatted(MAX_LENGTH));
            }
            String other = descriptions.putIfAbsent(own, description);
            if (other != null) {
                throw new StartRefusedException("Two %s are named '%s': %s, and %s.".formatted(
                        what.equals("strategy") ? "strategies" : what + "s", own, other, description),
                        "Rename or remove one of them.");
            }
            byName.put(own, plugin);
        });
        return Collections.unmodifiableMap(byName);
    }
}
