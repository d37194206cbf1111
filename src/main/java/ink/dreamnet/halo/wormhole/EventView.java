package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.Trace;
import ink.dreamnet.halo.event.WormholeEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An event as the API shows it.
///
/// @param id HALO's id of it, time-ordered
/// @param direction whether it came in or went out
/// @param source the CloudEvents `source`
/// @param eventId the CloudEvents `id`
/// @param type the CloudEvents `type`
/// @param sourceType the kind of its sender
/// @param sourceId which sender of that kind
/// @param severity how bad it is
/// @param labels its labels
/// @param dataContentType the media type of `data`
/// @param dataSchema where the schema of `data` is
/// @param time when it happened
/// @param receivedAt when HALO had it
/// @param traceparent the trace that it belongs to (W3C Trace Context)
/// @param tracestate what the systems of that trace added
/// @param subject the CloudEvents `subject`
/// @param sentBy whose token it came in with; absent where it came without one
/// @param subjects the subjects that it names (`kind:id`)
/// @param data what it carries; left out of lists
record EventView(UUID id, Direction direction, String source, String eventId, String type, @Nullable String subject,
        @Nullable String sourceType, @Nullable String sourceId, EventSeverity severity, List<String> subjects,
        Map<String, String> labels, @Nullable JsonNode data, @Nullable String dataContentType,
        @Nullable String dataSchema, Instant time, Instant receivedAt, @Nullable String traceparent,
        @Nullable String tracestate, @Nullable String sentBy) {

    static EventView of(WormholeEvent event, boolean whole) {
        Trace trace = event.trace();
        return new EventView(event.id(), event.direction(), event.source(), event.eventId(), event.type(),
                event.subject(), event.sourceType(), event.sourceId(), event.severity(),
                event.subjects().stream().map(SubjectRef::toString).toList(), event.labels(),
                whole ? event.data().value() : null, event.data().contentType(), event.data().schema(), event.time(),
                event.receivedAt(), trace == null ? null : trace.parent(), trace == null ? null : trace.state(),
                event.sentBy());
    }
}
