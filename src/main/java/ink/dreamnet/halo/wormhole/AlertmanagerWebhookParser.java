package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventKey;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.WormholeEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads Alertmanager's webhook, version 4 (prometheus.io/docs/alerting/latest/configuration, `webhook_config`). Each alert
/// becomes an event `alert.firing` or `alert.resolved`, which its fingerprint, its times and whose token it comes with name: what an
/// Alertmanager repeats, and what a second one of a cluster sends, is a duplicate; what somebody else reports too is not, so that both
/// are known as its senders.
@Component
class AlertmanagerWebhookParser {

    /// The source of such events, or what it begins with where an Alertmanager has a name: one for a whole cluster, because its
    /// members report the same.
    static final String SOURCE = "/alertmanager";
    static final String SOURCE_TYPE = "alertmanager";
    static final String FIRING = "alert.firing";
    static final String RESOLVED = "alert.resolved";

    private static final int MAX_LABEL = 1000;
    private static final int MAX_FINGERPRINT = 200;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final AlertProperties.Alerts properties;
    private final AlertSubjects subjects;
    private final Clock clock;

    AlertmanagerWebhookParser(AlertProperties properties, AlertSubjects subjects, Clock clock) {
        this.properties = properties.alerts();
        this.subjects = subjects;
        this.clock = clock;
    }

    /// @param sender the name of the Alertmanager or its cluster, where there are several; null for none
    /// @param by who sends it
    /// @throws InvalidInputException where anything is wrong, with every wrong field
    List<WormholeEvent> events(@Nullable String sender, Actor by, JsonNode body) {
        String source = sender == null ? SOURCE : SOURCE + "/" + named(sender);
        if (!body.path("version").asString("").equals("4")) {
            throw new InvalidInputException("version", "is not 4: this is not the webhook of an Alertmanager");
        }
        JsonNode alerts = body.path("alerts");
        if (!alerts.isArray()) {
            throw new InvalidInputException("alerts", "must be a list");
        }
        List<WormholeEvent> events = new ArrayList<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            try {
                events.add(event("alerts[%d].".formatted(i), source, by, alerts.get(i), body));
            } catch (InvalidInputException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return events;
    }

    private static String named(String sender) {
        if (!NAME.matcher(sender).matches()) {
            throw new InvalidInputException("source", "'%s' is not a name: 1 to 100 letters, digits, '.', '_' and '-'"
                    .formatted(Texts.cut(sender, 100)));
        }
        return sender;
    }

    private WormholeEvent event(String at, String source, Actor by, JsonNode alert, JsonNode group) {
        String status = alert.path("status").asString("");
        boolean firing = status.equals("firing");
        if (!firing && !status.equals("resolved")) {
            throw new InvalidInputException(at + "status", "is neither firing nor resolved");
        }
        Map<String, String> labels = labels(at, alert.path("labels"));
        EventLimits.optional(at + "labels.alertname", labels.get("alertname"), MAX_LABEL);
        String fingerprint = EventLimits.optional(at + "fingerprint", alert.path("fingerprint").asString(""),
                MAX_FINGERPRINT);
        String name = fingerprint == null ? EventKey.of(source, labels.toString()).toString() : fingerprint;
        Instant startsAt = time(at + "startsAt", alert.path("startsAt"));
        if (startsAt == null) {
            throw new InvalidInputException(at + "startsAt", "is missing");
        }
        Instant endsAt = time(at + "endsAt", alert.path("endsAt"));
        String id = "%s/%s/%s%s%s".formatted(name, startsAt, status, firing || endsAt == null ? "" : "/" + endsAt,
                People.of(by).names().stream().map("/"::concat).collect(Collectors.joining()));
        String receiver = EventLimits.optional("receiver",
                Texts.cut(group.path("receiver").asString(""), EventLimits.MAX_SOURCE_ID), EventLimits.MAX_SOURCE_ID);
        return WormholeEvent.builder(Direction.IN, source, id, firing ? FIRING : RESOLVED, clock.instant())
                .time(firing || endsAt == null ? startsAt : endsAt)
                .severity(firing
                        ? properties.severityOf(labels.get(properties.severityLabel()))
                        : EventSeverity.INFO)
                .source(SOURCE_TYPE, receiver)
                .subjects(List.of(subjects.of(labels))).labels(labels)
                .data(EventData.of(data((ObjectNode) alert, group, name))).build().sentBy(by);
    }

    private static JsonNode data(ObjectNode alert, JsonNode group, String name) {
        ObjectNode data = alert.deepCopy();
        data.put("fingerprint", name);
        for (String member : List.of("groupKey", "receiver", "externalURL")) {
            if (group.path(member).isString()) {
                data.put(member, group.path(member).stringValue());
            }
        }
        return data;
    }

    private static Map<String, String> labels(String at, JsonNode given) {
        if (!given.isObject()) {
            throw new InvalidInputException(at + "labels", "must be an object of texts");
        }
        Map<String, String> labels = new TreeMap<>();
        given.propertyStream().forEach(label -> {
            if (!label.getValue().isString()) {
                throw new InvalidInputException(at + "labels." + label.getKey(), "must be a text");
            }
            labels.put(label.getKey(), label.getValue().stringValue());
        });
        return labels;
    }

    /// @return null where there is none: an Alertmanager writes the year 1 for it
    static @Nullable Instant time(String field, JsonNode given) {
        String text = given.asString("");
        if (text.isBlank()) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.isBefore(Instant.EPOCH) ? null : EventLimits.time(field, time);
        } catch (DateTimeParseException malformed) {
            throw new InvalidInputException(field, "is not a time such as 2026-01-31T12:00:00Z");
        }
    }
}
