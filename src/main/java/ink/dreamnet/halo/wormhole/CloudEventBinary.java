package ink.dreamnet.halo.wormhole;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.wormhole.CloudEventJson.Parsed;
import io.cloudevents.core.builder.CloudEventBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads CloudEvents 1.0 in binary mode: the attributes are headers, the body is the data (HTTP binding, section 3.1; Kafka
/// binding, section 3.2).
final class CloudEventBinary {

    private CloudEventBinary() {
    }

    /// @param attributes the attributes by their names in lower case, without `ce-`; already decoded where the transport encodes
    /// @param contentType what the body is, or null
    /// @throws InvalidInputException where it is no CloudEvent, naming each wrong header
    static Parsed read(Map<String, String> attributes, @Nullable String contentType, byte[] body, JsonMapper json) {
        List<FieldProblem> problems = new ArrayList<>();
        CloudEventBuilder builder = CloudEventJson.begin("ce-", attributes.getOrDefault("specversion", ""));
        attributes.forEach((name, value) -> {
            if (!name.equals("specversion") && !name.equals("dataschema")) {
                CloudEventJson.set(builder, "ce-", name, value, problems);
            }
        });
        EventData data = data(contentType, attributes.get("dataschema"), body, json, problems);
        return CloudEventJson.finish("ce-", builder, data, problems);
    }

    private static EventData data(@Nullable String contentType, @Nullable String schema, byte[] body, JsonMapper json,
            List<FieldProblem> problems) {
        if (body.length == 0) {
            return new EventData(null, contentType, schema);
        }
        if (EventData.isJson(contentType)) {
            try {
                return new EventData(json.readTree(body), contentType, schema);
            } catch (JacksonException malformed) {
                if (contentType != null) {
                    problems.add(new FieldProblem("body", "is not JSON, which Content-Type says that it is"));
                    return EventData.NONE;
                }
            }
        }
        String text = text(contentType, body);
        return text == null
                ? EventData.bytes(Base64.getEncoder().encodeToString(body), contentType, schema)
                : new EventData(JsonNodeFactory.instance.stringNode(text), contentType, schema);
    }

    /// @return the body as text; null where its content type is not text, or it cannot be decoded
    private static @Nullable String text(@Nullable String contentType, byte[] body) {
        try {
            MediaType type = contentType == null ? null : MediaType.parseMediaType(contentType);
            if (type == null || !type.getType().equals("text")) {
                return null;
            }
            Charset charset = type.getCharset() == null ? StandardCharsets.UTF_8 : type.getCharset();
            return charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException | IllegalArgumentException bytes) {
            return null;
        }
    }
}
