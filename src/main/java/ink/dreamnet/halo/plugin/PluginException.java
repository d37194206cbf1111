package ink.dreamnet.halo.plugin;

import java.nio.file.Path;

/// Thrown where a plug-in cannot be used; the start stops.
class PluginException extends RuntimeException {

    /// @param plugin the jar
    /// @param reason why not, as the rest of a sentence
    PluginException(Path plugin, String reason, Throwable cause) {
        super("The plug-in %s cannot be used: %s.".formatted(plugin, reason), cause);
    }
}
