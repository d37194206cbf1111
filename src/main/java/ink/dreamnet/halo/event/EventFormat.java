package ink.dreamnet.halo.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.masking.MaskedJson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes events in the forms that others read.
@Component
public class EventFormat {

    private static final String JSON_DATA = "application/json";
    private static final Set<String> ATTRIBUTES = Set.of("specversion", "id", "source", "type", "subject", "time",
            "datacontenttype", "dataschema", "data", "severity", "sourcetype", "sourceid", "sequence", "direction",
            "traceparent", "tracestate");

    private final JsonMapper json;

    public EventFormat(JsonMapper json) {
        this.json = json;
    }

    /// @return the event in CloudEvents' JSON format (1.0.2), with the extensions `severity`, `sourcetype`, `sourceid`,
    ///         `sequence` (the position, of a fixed length, so that texts compare as numbers do) and those of distributed
    ///         tracing
    public byte[] cloudEvent(SequencedEvent entry) {
        return json.writeValueAsBytes(members(entry));
    }

    private Map<String, Object> members(SequencedEvent entry) {
        WormholeEvent event = entry.event();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("specversion", "1.0");
        members.put("id", event.eventId());
        members.put("source", event.source());
        members.put("type", event.type());
        put(members, "subject", event.subject());
        put(members, "time", event.time());
        members.put("severity", event.severity());
        put(members, "sourcetype", event.sourceType());
        put(members, "sourceid", event.sourceId());
        put(members, "sequence", entry.position() == null ? null : "%019d".formatted(entry.position()));
        if (event.trace() != null) {
            members.put("traceparent", event.trace().parent());
            put(members, "tracestate", event.trace().state());
        }
        event.labels().forEach((name, value) -> {
            if (!ATTRIBUTES.contains(name) && name.matches("[a-z0-9]{1,20}")) {
                members.put(name, value);
            }
        });
        data(members, event.data());
        return members;
    }

    private static void data(Map<String, Object> members, EventData data) {
        JsonNode value = data.value();
        if (value == null) {
            return;
        }
        members.put("datacontenttype", data.contentType() == null ? JSON_DATA : data.contentType());
        put(members, "dataschema", data.schema());
        if (data.base64() != null) {
            members.put("data_base64", data.base64());
        } else {
            members.put("data", value);
        }
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /// @return the event in DreamNet's form (`POST /api/events/emit`). The payload is the data with what that form has besides,
    ///         and how the event is named in `haloEvent`
    public byte[] dreamnet(SequencedEvent entry) {
        WormholeEvent event = entry.event();
        Map<String, Object> payload = new LinkedHashMap<>();
        JsonNode data = event.data().value();
        if (data != null && data.isObject()) {
            data.properties().forEach(member -> payload.put(member.getKey(), member.getValue()));
        } else if (data != null) {
            payload.put("data", data);
        }
        DreamNetForm form = event.dreamNet();
        if (form != null) {
            form.payload().properties().forEach(member -> payload.put(member.getKey(), member.getValue()));
        }
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("id", event.eventId());
        named.put("source", event.source());
        named.put("time", event.time());
        named.put("type", event.type());
        put(named, "subject", event.subject());
        payload.put("haloEvent", named);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("sourceType", event.sourceType() == null ? "system" : event.sourceType());
        put(members, "sourceId", event.sourceId());
        members.put("eventType", event.type());
        members.put("severity", form == null ? event.severity() : form.severity());
        members.put("payload", payload);
        return json.writeValueAsBytes(members);
    }

    /// @return the event for a stream of server-sent events: its position as the id, and the CloudEvent with the extension
    ///         `direction`; what is secret in it is masked
    byte[] frame(SequencedEvent entry) {
        Map<String, Object> members = members(entry);
        members.put("direction", entry.event().direction());
        // JSON has no line breaks, so one line holds it
        return "id: %d\ndata: %s\n\n".formatted(entry.requirePosition(), MaskedJson.write(json.writer(), members))
                .getBytes(StandardCharsets.UTF_8);
    }
}
