package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import ink.dreamnet.halo.event.EventSeverity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The forms in which events are sent, for the description of the API. [EventReader] reads them node by node, because it takes
/// members that it does not know.
final class EventForms {

    private EventForms() {
    }

    /// An event in DreamNet's form; the body may also be a list of them. Members that HALO does not know are labels.
    ///
    /// @param id its id; by default made of `Idempotency-Key`, or drawn
    /// @param sourceType the kind of its sender
    /// @param sourceId which sender of that kind
    /// @param eventType the type of the event
    /// @param severity how bad it is; by default `info`
    /// @param payload what it carries
    record DreamNetEvent(@Nullable String id, String sourceType, @Nullable String sourceId, String eventType,
            @Nullable EventSeverity severity, @Nullable Map<String, @Nullable Object> payload) {
    }

    /// A CloudEvent 1.0 as JSON. Further members are its extensions.
    ///
    /// @param specversion always `1.0`
    /// @param id its id, once for each source
    /// @param source where it comes from, a URI reference
    /// @param type its type
    /// @param subject what it is about
    /// @param time when it happened
    /// @param dataContentType the media type of `data`
    /// @param dataSchema where the schema of `data` is
    /// @param data what it carries
    record CloudEvent(String specversion, String id, String source, String type, @Nullable String subject,
            @Nullable Instant time, @JsonProperty("datacontenttype") @Nullable String dataContentType,
            @JsonProperty("dataschema") @Nullable String dataSchema, @Nullable JsonNode data) {
    }
}
