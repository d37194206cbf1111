package ink.dreamnet.halo.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.registry.source.ListedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One agent as Squad Builder lists it, made fit for the registry.
///
/// @param name how operators call it
/// @param role what it can do
/// @param capabilities what it is able to do
/// @param online whether the source calls it online; null where it does not say
/// @param seenAt when the source says that it saw it last, at most a few minutes ahead; null where it does not say, or says
///        something impossible
record SourceAgent(String name, String role, List<String> capabilities, @Nullable Boolean online,
        @Nullable Instant seenAt) {

    /// Reads an entry of what Squad Builder answers to `GET /api/squad/agents`.
    static SourceAgent read(String id, JsonNode entry, Instant now) {
        List<String> capabilities = new ArrayList<>();
        for (JsonNode capability : entry.path("capabilities")) {
            String text = ListedJson.text(capability, "", AgentSpec.MAX_CAPABILITY);
            if (!text.isEmpty() && capabilities.size() < AgentSpec.MAX_CAPABILITIES) {
                capabilities.add(text);
            }
        }
        JsonNode online = entry.path("isOnline");
        return new SourceAgent(ListedJson.text(entry.path("name"), id, AgentSpec.MAX_NAME),
                ListedJson.text(entry.path("role"), AgentSpec.DEFAULT_ROLE, AgentSpec.MAX_ROLE), capabilities,
                online.isBoolean() ? online.booleanValue() : null, ListedJson.unclamped(entry.path("lastSeen"), now));
    }
}
