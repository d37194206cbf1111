package ink.dreamnet.halo.wormhole;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.registry.source.ListedJson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Reads events in DreamNet's own form: `{sourceType, sourceId?, eventType, severity, payload}`, besides `id`, `time` and
/// `labels` where a sender has them. Their source is `/dreamnet/{sourceType}/{sourceId}`.
@Component
class DreamNetEventParser {

    private static final String KEYED = "key:";
    private static final int MAX_KEY = 200;
    private static final int KEPT_OF_LONG = WormholeEvent.MAX_SOURCE - 37;

    private final Clock clock;

    DreamNetEventParser(Clock clock) {
        this.clock = clock;
    }

    /// @param at what to put before the names of members in messages (`[3].`)
    /// @param key the sender's `Idempotency-Key`, which names the event where it has no id of its own; null for none
    /// @param index the place of the event in its request
    /// @throws InvalidInputException where a member is wrong
    WormholeEvent event(String at, JsonNode node, @Nullable String key, int index) {
        if (!node.isObject()) {
            throw new InvalidInputException(at.isEmpty() ? "body" : at.substring(0, at.length() - 1),
                    "is not a JSON object");
        }
        String sourceType = EventLimits.required(at + "sourceType", text(at, node, "sourceType"),
                EventLimits.MAX_SOURCE_TYPE);
        String sourceId = EventLimits.optional(at + "sourceId", text(at, node, "sourceId"), EventLimits.MAX_SOURCE_ID);
        String type = EventLimits.required(at + "eventType", text(at, node, "eventType"), WormholeEvent.MAX_TYPE);
        String given = text(at, node, "severity");
        EventSeverity severity = given == null
                ? EventSeverity.INFO
                : Wire.parse(EventSeverity.class, at + "severity", given);
        JsonNode payload = node.get("payload");
        JsonNode data = payload == null || payload.isNull() ? null : payload;
        Returning returning = Returning.of(at, node, type);
        String source = returning == null ? source(sourceType, sourceId) : returning.source();
        String id = returning == null ? id(at, node, key, index) : returning.id();
        return WormholeEvent.builder(Direction.IN, source, id, type, clock.instant()).time(time(at, node))
                .severity(severity).source(sourceType, sourceId)
                .subjects(EventSubjects.of(null, sourceType, sourceId, data)).labels(labels(at, node))
                .data(data == null ? EventData.NONE : EventData.of(data)).build();
    }

    /// Reads an event of a list of DreamNet's. It must have an id and a type. What else is missing or has another form is left
    /// out: DreamNet's services list their events in more than one form.
    ///
    /// @throws InvalidInputException where it has no id or no type that HALO can keep
    WormholeEvent listed(JsonNode node) {
        Instant now = clock.instant();
        String id = EventLimits.required("id", node.path("id").asString(null), WormholeEvent.MAX_SOURCE);
        String type = EventLimits.required("eventType", given(node, "eventType", "type").asString(null),
                WormholeEvent.MAX_TYPE);
        String sourceType = EventLimits.optional("sourceType", node.path("sourceType").asString(null),
                EventLimits.MAX_SOURCE_TYPE);
        String sourceId = EventLimits.optional("sourceId", node.path("sourceId").asString(null),
                EventLimits.MAX_SOURCE_ID);
        JsonNode data = given(node, "payload", "data");
        Returning returning = Returning.of("", node, type);
        return WormholeEvent
                .builder(Direction.IN, returning == null ? source(sourceType, sourceId) : returning.source(),
                        returning == null ? id : returning.id(), type, now)
                .time(listedTime(node, now)).severity(EventSeverity.known(node.path("severity").asString(null))
                        .orElse(EventSeverity.INFO))
                .source(sourceType, sourceId).subjects(EventSubjects.of(null, sourceType, sourceId, data))
                .data(data.isMissingNode() || data.isNull() ? EventData.NONE : EventData.of(data)).build();
    }

    /// @return when an event of a list happened; null where it does not say so
    static @Nullable Instant listedTime(JsonNode node, Instant now) {
        return ListedJson.instant(given(node, "timestamp", "createdAt", "time"), now);
    }

    private static JsonNode given(JsonNode node, String... members) {
        return Arrays.stream(members).map(node::path).filter(member -> !member.isMissingNode() && !member.isNull())
                .findFirst().orElse(node.path(members[0]));
    }

    /// The name of an event that a HALO sent on in this form. It keeps its name, so that one that comes back is a duplicate; of another
    /// type it is another event, whose payload carries that one along.
    private record Returning(String source, String id) {

        static @Nullable Returning of(String at, JsonNode node, String type) {
            JsonNode named = node.path("payload").path("haloEvent");
            return named.path("source").isString() && named.path("id").isString()
                    && named.path("type").asString("").equals(type)
                            ? new Returning(
                                    EventLimits.required(at + "payload.haloEvent.source",
                                            named.path("source").stringValue(), WormholeEvent.MAX_SOURCE),
                                    EventLimits.required(at + "payload.haloEvent.id", named.path("id").stringValue(),
                                            WormholeEvent.MAX_SOURCE))
                            : null;
        }
    }

    /// @return whether an event is named by its sender's `Idempotency-Key`
    static boolean isKeyed(WormholeEvent event) {
        return event.eventId().startsWith(KEYED);
    }

    private static @Nullable String text(String at, JsonNode node, String member) {
        JsonNode value = node.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new InvalidInputException(at + member, "must be a text");
        }
        return value.stringValue();
    }

    private static String source(@Nullable String sourceType, @Nullable String sourceId) {
        String source = "/dreamnet" + (sourceType == null ? "" : "/" + encoded(sourceType))
                + (sourceId == null ? "" : "/" + encoded(sourceId));
        // cut, two of them could be one
        return source.length() <= WormholeEvent.MAX_SOURCE
                ? source
                : source.substring(0, KEPT_OF_LONG) + "#"
                        + UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String id(String at, JsonNode node, @Nullable String key, int index) {
        String own = EventLimits.optional(at + "id", text(at, node, "id"), WormholeEvent.MAX_SOURCE);
        if (own != null) {
            return own;
        }
        return key == null
                ? Ids.next().toString()
                : KEYED + EventLimits.required("Idempotency-Key", key, MAX_KEY) + "#" + index;
    }

    private static @Nullable Instant time(String at, JsonNode node) {
        String time = text(at, node, "time");
        try {
            return time == null ? null : EventLimits.time(at + "time", OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeParseException malformed) {
            throw new InvalidInputException(at + "time", "is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static Map<String, String> labels(String at, JsonNode node) {
        Map<String, String> labels = new TreeMap<>();
        JsonNode given = node.path("labels");
        if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
            throw new InvalidInputException(at + "labels", "must be an object of texts");
        }
        given.propertyStream().forEach(label -> {
            if (!label.getValue().isString()) {
                throw new InvalidInputException(at + "labels." + label.getKey(), "must be a text");
            }
            labels.put(label.getKey(), label.getValue().stringValue());
        });
        return labels;
    }
}
