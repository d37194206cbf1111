package ink.dreamnet.halo.wormhole.in;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.wormhole.EventData;
import ink.dreamnet.halo.wormhole.in.CloudEventJson.Parsed;
import io.cloudevents.core.builder.CloudEventBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads CloudEvents 1.0 in binary mode: the attributes are headers, the body is the data (HTTP binding, section 3.1; Kafka
/// binding, section 3.2).
final class CloudEventBinary {

    private CloudEventBinary() {
    }

    /// @param attributes the attributes by their names in lower case, without `ce-`, as they were sent
    /// @param contentType what the body is, or null
    /// @throws InvalidInputException where it is no CloudEvent, naming each wrong header
    static Parsed read(Map<String, String> attributes, @Nullable String contentType, byte[] body, JsonMapper json) {
        List<FieldProblem> problems = new ArrayList<>();
        CloudEventBuilder builder = CloudEventJson.begin("ce-", attributes.getOrDefault("specversion", ""));
        attributes.forEach((name, value) -> {
            if (!name.equals("specversion") && !name.equals("dataschema")) {
                CloudEventJson.set(builder, "ce-", name, decoded(value), problems);
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
        if (CloudEventJson.json(contentType)) {
            try {
                return new EventData(json.readTree(body), null, schema);
            } catch (JacksonException malformed) {
                problems.add(new FieldProblem("body", "is not JSON, which Content-Type says that it is"));
                return EventData.NONE;
            }
        }
        return new EventData(text(contentType, body), contentType, schema);
    }

    private static JsonNode text(@Nullable String contentType, byte[] body) {
        if (contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/")) {
            try {
                return JsonNodeFactory.instance.stringNode(
                        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
            } catch (CharacterCodingException bytes) {
                // kept as bytes
            }
        }
        return JsonNodeFactory.instance.objectNode().put("data_base64", Base64.getEncoder().encodeToString(body));
    }

    /// Decodes `%C3%A4` (HTTP binding, section 3.1.3.2). What is no such escape stands for itself.
    static String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] raw = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
            if (low >= 0) {
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
