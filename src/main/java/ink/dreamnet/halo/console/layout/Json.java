package ink.dreamnet.halo.console.layout;

import java.util.Map;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.masking.MaskedJson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Shows JSON to people, masked, and reads theirs.
@Component
public class Json {

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {
    };

    private final JsonMapper json;
    private final JsonMapper pretty;

    Json(JsonMapper json) {
        this.json = json;
        this.pretty = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    /// @return JSON in many lines
    public String pretty(@Nullable Object value) {
        return MaskedJson.write(pretty.writer(), value);
    }

    /// @return JSON in one line, for an attribute that a script reads
    public String compact(Object value) {
        return MaskedJson.write(json.writer(), value);
    }

    /// @param field the name of the input field, for the error message
    /// @throws InvalidInputException where the text is no object in JSON
    public Map<String, @Nullable Object> object(String field, String text) {
        try {
            Map<String, @Nullable Object> object = json.readValue(text, OBJECT);
            if (object != null) {
                return object;
            }
        } catch (JacksonException notAnObject) {
            // is refused below
        }
        throw new InvalidInputException(field, "is not an object in JSON, such as {\"force\": true}");
    }
}
