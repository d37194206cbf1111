package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.event.EventKey;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.WormholeEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Extracts reports of problems from events.
@Component
class AlertExtractor {

    private static final int MAX_SUMMARY = 500;
    private static final int MAX_CODE = 100;

    private final AlertProperties alerts;
    private final IntakeProperties intake;

    AlertExtractor(AlertProperties alerts, IntakeProperties intake) {
        this.alerts = alerts;
        this.intake = intake;
    }

    /// @return the key of the problem that an alert of an Alertmanager reports; empty where it is another event
    static Optional<UUID> keyOf(WormholeEvent event) {
        JsonNode data = event.data().value();
        boolean alert = (event.source().equals(AlertmanagerWebhookParser.SOURCE)
                || event.source().startsWith(AlertmanagerWebhookParser.SOURCE + "/"))
                && (event.type().equals(AlertmanagerWebhookParser.FIRING)
                        || event.type().equals(AlertmanagerWebhookParser.RESOLVED));
        return !alert || data == null || !data.path("fingerprint").isString()
                ? Optional.empty()
                : Optional.of(EventKey.of(event.source(), data.path("fingerprint").stringValue()));
    }

    /// @param wormhole the wormhole that proposes a task for it, or null
    /// @return the report of an alert of an Alertmanager; empty where it is another event
    Optional<Alert> ofAlertmanager(WormholeEvent event, @Nullable String wormhole) {
        JsonNode data = event.data().value();
        Optional<UUID> key = keyOf(event);
        if (key.isEmpty() || data == null || event.subjects().isEmpty()) {
            return Optional.empty();
        }
        boolean firing = event.type().equals(AlertmanagerWebhookParser.FIRING);
        Instant received = event.receivedAt();
        Instant startsAt = time(data, "startsAt");
        Instant endsAt = time(data, "endsAt");
        String name = event.labels().getOrDefault("alertname", "unnamed");
        Map<String, Object> details = details(event);
        details.put("alertname", name);
        details.put("labels", event.labels());
        String url = data.path("generatorURL").asString("");
        if (!url.isBlank()) {
            details.put("generatorURL", url);
        }
        return Optional.of(new Alert(key.get(), Alert.Origin.ALERTMANAGER, event.subjects().getFirst(),
                code("alert.", name),
                severity(alerts.alerts().severityOf(event.labels().get(alerts.alerts().severityLabel()))),
                summary(name, data.path("annotations")), details,
                wormhole, event.id(), startsAt == null ? event.time() : startsAt, received,
                endsAt != null && endsAt.isAfter(received) ? endsAt : received.plus(alerts.alertTimeout()),
                firing ? null : endsAt == null ? received : endsAt, People.of(event.sentBy())));
    }

    /// @return the report of an event that goes through a wormhole with the action `task`
    Alert ofEvent(WormholeEvent event, String wormhole, boolean resolved) {
        SubjectRef subject = event.subjects().isEmpty()
                ? alerts.alerts().fallbackSubject()
                : event.subjects().getFirst();
        JsonNode data = event.data().value();
        String message = data == null ? "" : data.path("message").asString(data.path("error").asString(""));
        Severity severity = severity(event.severity());
        return new Alert(EventKey.of("wormhole:" + wormhole, subject.toString()), Alert.Origin.EVENT, subject,
                code("event.", wormhole), severity.atLeast(Severity.MEDIUM) ? severity : Severity.MEDIUM,
                cut("%s reported %s%s".formatted(event.source(), event.type(),
                        message.isBlank() ? "" : ": " + message)),
                details(event), wormhole, event.id(), event.receivedAt(), event.receivedAt(),
                event.receivedAt().plus(intake.eventTimeout()), resolved ? event.receivedAt() : null,
                People.of(event.sentBy()));
    }

    private static Map<String, Object> details(WormholeEvent event) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("eventType", event.type());
        details.put("source", event.source());
        return details;
    }

    private static @Nullable Instant time(JsonNode data, String member) {
        try {
            return AlertmanagerWebhookParser.time(member, data.path(member));
        } catch (InvalidInputException malformed) {
            return null;
        }
    }

    private static String summary(String name, JsonNode annotations) {
        for (String member : List.of("summary", "description", "message")) {
            String text = annotations.path(member).asString("");
            if (!text.isBlank()) {
                return cut(name + ": " + text);
            }
        }
        return cut(name + " fires");
    }

    private static String cut(String text) {
        return Texts.cut(text, MAX_SUMMARY);
    }

    /// @return `alert.high-error-rate` for `HighErrorRate`
    static String code(String prefix, String name) {
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String code = prefix + (words.isEmpty() ? "unnamed" : words);
        return code.length() <= MAX_CODE ? code : code.substring(0, MAX_CODE).replaceAll("[.-]+$", "");
    }

    private static Severity severity(EventSeverity severity) {
        return switch (severity) {
            case INFO -> Severity.LOW;
            case WARNING -> Severity.MEDIUM;
            case ERROR -> Severity.HIGH;
            case CRITICAL -> Severity.CRITICAL;
        };
    }
}
