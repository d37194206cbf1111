package ink.dreamnet.halo.agent;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// One agent as Squad Builder lists it, made fit for the registry.
///
/// @param id its id
/// @param name how operators call it
/// @param role what it can do
/// @param capabilities what it is able to do
/// @param online whether the source calls it online; null where it does not say
/// @param seenAt when the source saw it last; null where it does not say, or says something impossible
record SourceAgent(String id, String name, String role, List<String> capabilities, @Nullable Boolean online,
        @Nullable Instant seenAt) {
}
