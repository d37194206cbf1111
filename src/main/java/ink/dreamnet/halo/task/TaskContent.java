package ink.dreamnet.halo.task;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.JsonMapConverter;
import ink.dreamnet.halo.core.PlainJson;
import ink.dreamnet.halo.core.Sha256;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What an approval binds to.
///
/// @param type the task type
/// @param targetAgents the agent roles that may do it
/// @param payload what the agent gets
public record TaskContent(String type, List<String> targetAgents, Map<String, Object> payload) {

    private static final JsonMapConverter STORED = new JsonMapConverter();
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    /// Brings the payload into the form in which it is stored and sent, so that what is hashed, kept and sent is the same.
    ///
    /// @throws IllegalArgumentException where it cannot become JSON
    public TaskContent {
        targetAgents = List.copyOf(targetAgents);
        payload = STORED.convertToEntityAttribute(STORED.convertToDatabaseColumn(PlainJson.of(payload)));
    }

    /// @return SHA-256 in hex over the JSON of type, targets and payload with all names sorted: 64 characters
    public String hash() {
        // a list, so that the order does not hang on how a record turns into JSON
        return Sha256.hex(CANONICAL.writeValueAsString(List.of(type, targetAgents, payload)));
    }
}
