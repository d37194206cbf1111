package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.event.WormholeEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The receiver of an Alertmanager's webhook. An answer of `ok` means that the alerts are committed.
@RestController
@RequestMapping("/api/halo/events/alertmanager")
@Tag(name = "Events")
class AlertmanagerController {

    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerController.class);

    private final AlertmanagerWebhookParser form;
    private final EventIntake intake;
    private final AlertStore alerts;
    private final AlertProperties properties;
    private final Counter truncated;
    private final Authority authority;
    private final CurrentActor actor;
    private final Clock clock;

    AlertmanagerController(AlertmanagerWebhookParser form, EventIntake intake, AlertStore alerts,
            AlertProperties properties,
            MeterRegistry meters, Authority authority, CurrentActor actor, Clock clock) {
        this.authority = authority;
        this.actor = actor;
        this.form = form;
        this.intake = intake;
        this.alerts = alerts;
        this.properties = properties;
        this.truncated = Counter.builder("halo.alerts.truncated")
                .description("Alerts that Alertmanagers left out of what they sent").register(meters);
        this.clock = clock;
    }

    /// @param accepted how many alerts are new, or changed
    /// @param duplicates how many were reported before; those that fire count as reported again
    /// @param truncated how many the Alertmanager left out (`max_alerts` of its receiver); HALO knows nothing of them
    record AlertsAnswer(boolean ok, int accepted, int duplicates, long truncated) {
    }

    /// @param source which Alertmanager it is, where there are several
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Accepts the webhook of an Alertmanager (version 4)")
    AlertsAnswer acceptAlerts(@RequestParam @Nullable String source, @RequestBody JsonNode body) {
        List<WormholeEvent> events = form.events(source, actor.get(), body);
        events.forEach(event -> authority.requireSource(event.source()));
        Map<UUID, UUID> known = intake.acceptAll(events);
        Map<UUID, Instant> again = new HashMap<>();
        int duplicates = 0;
        for (WormholeEvent event : events) {
            if (known.containsKey(event.id())) {
                duplicates++;
                if (event.type().equals(AlertmanagerWebhookParser.FIRING)) {
                    AlertExtractor.keyOf(event).ifPresent(key -> again.put(key, event.time()));
                }
            }
        }
        if (!again.isEmpty()) {
            Instant now = clock.instant();
            alerts.refresh(again, now, now.plus(properties.alertTimeout()));
        }
        long left = Math.max(0, body.path("truncatedAlerts").asLong(0));
        if (left > 0) {
            LOG.warn("The Alertmanager{} left {} alerts out of a group (max_alerts); nothing is known of them",
                    source == null ? "" : " " + source, left);
            truncated.increment(left);
        }
        return new AlertsAnswer(true, events.size() - duplicates, duplicates, left);
    }
}
