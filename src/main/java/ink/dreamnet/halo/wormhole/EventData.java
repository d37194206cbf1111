package ink.dreamnet.halo.wormhole;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an event carries.
///
/// @param value the data as JSON; a text stands for data of another content type, and an object with the one member
///        `data_base64` for bytes; null where it carries none
/// @param contentType what the value is; null for JSON
/// @param schema the schema that the data keeps to (CloudEvents `dataschema`), or null
public record EventData(@Nullable JsonNode value, @Nullable String contentType, @Nullable String schema) {

    /// No data.
    public static final EventData NONE = new EventData(null, null, null);

    /// JSON without a schema.
    public static EventData of(JsonNode value) {
        return new EventData(value, null, null);
    }
}
