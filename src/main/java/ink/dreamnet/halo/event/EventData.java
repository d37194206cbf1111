package ink.dreamnet.halo.event;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What an event carries.
///
/// @param value the data as JSON; a text stands for data of another content type, and an object with the one member
///        `data_base64` for bytes; null where it carries none
/// @param contentType the `datacontenttype` of the value; null for `application/json`
/// @param schema the schema that the data keeps to (CloudEvents `dataschema`), or null
public record EventData(@Nullable JsonNode value, @Nullable String contentType, @Nullable String schema) {

    /// No data.
    public static final EventData NONE = new EventData(null, null, null);

    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";
    private static final String BASE64 = "data_base64";

    /// Takes the content type of plain JSON for none.
    public EventData {
        contentType = JSON.equalsIgnoreCase(contentType) ? null : contentType;
    }

    /// JSON without a schema.
    public static EventData of(JsonNode value) {
        return new EventData(value, null, null);
    }

    /// Bytes.
    ///
    /// @param base64 the bytes in base64
    /// @param contentType what they are, not JSON; null where it is not known
    public static EventData bytes(String base64, @Nullable String contentType, @Nullable String schema) {
        return new EventData(JsonNodeFactory.instance.objectNode().put(BASE64, base64),
                contentType == null ? BYTES : contentType, schema);
    }

    /// @return a member that is a text; null where there is none
    public @Nullable String text(String member) {
        JsonNode found = value == null ? null : value.get(member);
        return found == null || !found.isString() ? null : found.stringValue();
    }

    /// @return the bytes in base64; null where the value is none of bytes
    public @Nullable String base64() {
        JsonNode bytes = value == null || isJson(contentType) || value.size() != 1 ? null : value.get(BASE64);
        return bytes == null ? null : bytes.asString();
    }

    /// @return whether data of a content type is JSON; without one it is
    public static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        return type.endsWith("/json") || type.endsWith("+json");
    }

    /// @return a mapper that reads numbers as they are written, so that they are passed on unchanged
    public static JsonMapper exact(JsonMapper json) {
        return json.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    }
}
