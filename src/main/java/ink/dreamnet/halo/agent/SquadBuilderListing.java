package ink.dreamnet.halo.agent;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.registry.source.ListedJson;
import ink.dreamnet.halo.registry.source.SourceFailedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Squad Builder answers to `GET /api/squad/agents`. One odd entry does not spoil the rest.
///
/// @param agents the agents, each id once
/// @param unusable how many entries have no usable id
record SquadBuilderListing(List<SourceAgent> agents, int unusable) {

    /// @throws SourceFailedException where the answer is not of that form or says that it is not `ok`
    static SquadBuilderListing read(JsonMapper json, InputStream body, Instant now) throws SourceFailedException {
        Map<String, SourceAgent> agents = new LinkedHashMap<>();
        int unusable = ListedJson.each(json, body, "agents",
                (id, entry) -> agents.putIfAbsent(id, agent(id, entry, now)));
        return new SquadBuilderListing(List.copyOf(agents.values()), unusable);
    }

    private static SourceAgent agent(String id, JsonNode entry, Instant now) {
        List<String> capabilities = new ArrayList<>();
        for (JsonNode capability : entry.path("capabilities")) {
            String text = ListedJson.text(capability, "", AgentSpec.MAX_CAPABILITY);
            if (!text.isEmpty() && capabilities.size() < AgentSpec.MAX_CAPABILITIES) {
                capabilities.add(text);
            }
        }
        JsonNode online = entry.path("isOnline");
        return new SourceAgent(id, ListedJson.text(entry.path("name"), id, AgentSpec.MAX_NAME),
                ListedJson.text(entry.path("role"), AgentSpec.DEFAULT_ROLE, AgentSpec.MAX_ROLE), capabilities,
                online.isBoolean() ? online.booleanValue() : null, ListedJson.instant(entry.path("lastSeen"), now));
    }
}
