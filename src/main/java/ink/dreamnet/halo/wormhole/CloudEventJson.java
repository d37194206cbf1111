package ink.dreamnet.halo.wormhole;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.event.EventData;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads CloudEvents 1.0 in the JSON format (structured mode, and each entry of a batch). The SDK's own JSON format stands on
/// Jackson 2; what an attribute may be is judged by the SDK.
final class CloudEventJson {

    /// A CloudEvent without its data, and the data.
    record Parsed(CloudEvent attributes, EventData data) {
    }

    private static final Set<String> OWN = Set.of("data", "data_base64", "datacontenttype", "dataschema");

    private CloudEventJson() {
    }

    /// @param at what to put before the names of members in messages (`[3].`); empty for a single event
    /// @throws InvalidInputException where it is no CloudEvent, naming each wrong member
    static Parsed read(String at, JsonNode event, JsonMapper json) {
        if (!event.isObject()) {
            throw new InvalidInputException(at.isEmpty() ? "body" : at.substring(0, at.length() - 1),
                    "is not a JSON object");
        }
        List<FieldProblem> problems = new ArrayList<>();
        CloudEventBuilder builder = begin(at, event.path("specversion").asString(""));
        event.propertyStream().filter(member -> !OWN.contains(member.getKey())
                && !member.getKey().equals("specversion") && !member.getValue().isNull())
                .forEach(member -> set(builder, at, member.getKey(), member.getValue(), problems));
        String contentType = text(at + "datacontenttype", event.path("datacontenttype"), problems);
        String schema = text(at + "dataschema", event.path("dataschema"), problems);
        EventData data = data(at, event, contentType, schema, json, problems);
        return finish(at, builder, data, problems);
    }

    /// @throws InvalidInputException where the version is not one that is understood
    static CloudEventBuilder begin(String at, String version) {
        if (!version.equals("1.0")) {
            throw new InvalidInputException(at + "specversion", version.isEmpty()
                    ? "is missing; it must be 1.0"
                    : "'%s' is not 1.0".formatted(version));
        }
        return CloudEventBuilder.v1();
    }

    private static void set(CloudEventBuilder builder, String at, String name, JsonNode value,
            List<FieldProblem> problems) {
        if (value.isContainer() || value.isFloatingPointNumber()) {
            problems.add(new FieldProblem(at + name, "must be a text, a whole number or a boolean"));
        } else {
            set(builder, at, name, value.asString(), problems);
        }
    }

    /// Sets an attribute and lets the SDK judge it.
    static void set(CloudEventBuilder builder, String at, String name, String value, List<FieldProblem> problems) {
        try {
            switch (name) {
                case "id", "source", "type", "subject", "time" -> builder.withContextAttribute(name, value);
                default -> builder.withExtension(name, value);
            }
        } catch (CloudEventRWException | IllegalArgumentException wrong) {
            problems.add(new FieldProblem(at + name, reason(name, value)));
        }
    }

    private static String reason(String name, String value) {
        String shown = Texts.shortened(value, 80);
        return switch (name) {
            case "source" -> "'%s' is not a URI reference".formatted(shown);
            case "time" -> "'%s' is not a time such as 2026-01-31T12:00:00Z".formatted(shown);
            default -> "is not the name of an attribute: lower-case letters and digits, at most 20";
        };
    }

    static Parsed finish(String at, CloudEventBuilder builder, EventData data, List<FieldProblem> problems) {
        CloudEvent event = null;
        if (problems.isEmpty()) {
            try {
                event = builder.build();
            } catch (IllegalStateException | CloudEventRWException missing) {
                problems.add(missing(at, String.valueOf(missing.getMessage())));
            }
        }
        if (event == null) {
            throw new InvalidInputException(problems);
        }
        return new Parsed(event, data);
    }

    /// The SDK's message is `Attribute 'id' cannot be null`.
    private static FieldProblem missing(String at, String message) {
        for (String name : List.of("id", "source", "type")) {
            if (message.contains("'" + name + "'")) {
                return new FieldProblem(at + name, "is missing");
            }
        }
        return new FieldProblem(at.isEmpty() ? "body" : at.substring(0, at.length() - 1), message);
    }

    private static @Nullable String text(String field, JsonNode value, List<FieldProblem> problems) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            problems.add(new FieldProblem(field, "must be a text"));
            return null;
        }
        return value.stringValue();
    }

    private static EventData data(String at, JsonNode event, @Nullable String contentType, @Nullable String schema,
            JsonMapper json, List<FieldProblem> problems) {
        JsonNode plain = event.get("data");
        JsonNode encoded = event.get("data_base64");
        if (encoded == null || encoded.isNull()) {
            return new EventData(plain == null || plain.isNull() ? null : plain, contentType, schema);
        }
        if (plain != null && !plain.isNull()) {
            problems.add(new FieldProblem(at + "data_base64", "stands beside data; an event has one of the two"));
        }
        String base64 = encoded.asString("");
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (contentType != null && EventData.isJson(contentType)) {
                return new EventData(json.readTree(bytes), contentType, schema);
            }
        } catch (IllegalArgumentException wrong) {
            problems.add(new FieldProblem(at + "data_base64", "is not base64"));
        } catch (JacksonException malformed) {
            problems.add(new FieldProblem(at + "data_base64", "is not JSON, which datacontenttype says that it is"));
        }
        return EventData.bytes(base64, contentType, schema);
    }
}
