package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.Trace;
import ink.dreamnet.halo.event.WormholeEvent;
import io.cloudevents.CloudEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Maps CloudEvents to HALO's events. What DreamNet's form has besides travels as the extensions `severity`, `sourcetype` and `sourceid`;
/// a severity may also stand in the data.
@Component
class CloudEventMapping {

    private static final int MAX_TRACE = 200;
    private static final int MAX_TRACE_STATE = 600;

    private final Clock clock;

    CloudEventMapping(Clock clock) {
        this.clock = clock;
    }

    /// @param at what to put before the names of attributes in messages
    /// @param lenient whether a severity that HALO does not know is ignored
    /// @throws InvalidInputException where an attribute is longer than HALO keeps, or the severity is none
    WormholeEvent event(String at, CloudEventJson.Parsed parsed, boolean lenient) {
        CloudEvent event = parsed.attributes();
        String source = EventLimits.required(at + "source", event.getSource().toString(), WormholeEvent.MAX_SOURCE);
        String id = EventLimits.required(at + "id", event.getId(), WormholeEvent.MAX_SOURCE);
        String type = EventLimits.required(at + "type", event.getType(), WormholeEvent.MAX_TYPE);
        String subject = EventLimits.optional(at + "subject", event.getSubject(), EventLimits.MAX_SUBJECT);
        EventLimits.optional(at + "datacontenttype", parsed.data().contentType(), EventLimits.MAX_CONTENT_TYPE);
        EventLimits.optional(at + "dataschema", parsed.data().schema(), EventLimits.MAX_SCHEMA);
        String sourceType = EventLimits.optional(at + "sourcetype", extension(event, "sourcetype"),
                EventLimits.MAX_SOURCE_TYPE);
        String sourceId = EventLimits.optional(at + "sourceid", extension(event, "sourceid"),
                EventLimits.MAX_SOURCE_ID);
        Map<String, String> labels = new TreeMap<>();
        event.getExtensionNames().forEach(name -> labels.put(name, String.valueOf(event.getExtension(name))));
        String parent = EventLimits.optional(at + "traceparent", labels.remove("traceparent"), MAX_TRACE);
        String state = EventLimits.optional(at + "tracestate", labels.remove("tracestate"), MAX_TRACE_STATE);
        return WormholeEvent.builder(Direction.IN, source, id, type, clock.instant())
                .time(time(at + "time", event.getTime())).subject(subject).source(sourceType, sourceId)
                .severity(severity(at, event, parsed.data(), lenient))
                .subjects(EventSubjects.of(subject, sourceType, sourceId, parsed.data().value())).labels(labels)
                .data(parsed.data()).trace(parent == null ? null : new Trace(parent, state)).build();
    }

    private static @Nullable Instant time(String field, @Nullable OffsetDateTime time) {
        return time == null ? null : EventLimits.time(field, time.toInstant());
    }

    private static @Nullable String extension(CloudEvent event, String name) {
        Object value = event.getExtension(name);
        return value == null ? null : value.toString();
    }

    private static EventSeverity severity(String at, CloudEvent event, EventData data, boolean lenient) {
        String given = extension(event, "severity");
        if (given != null && !lenient) {
            return Wire.parse(EventSeverity.class, at + "severity", given);
        }
        JsonNode value = data.value();
        String inData = value == null ? "" : value.path("severity").asString("");
        return EventSeverity.known(given).or(() -> EventSeverity.known(inData)).orElse(EventSeverity.INFO);
    }
}
