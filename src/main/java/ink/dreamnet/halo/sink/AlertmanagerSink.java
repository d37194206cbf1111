package ink.dreamnet.halo.sink;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Keeps an Alertmanager's alerts as HALO's weak points are (its API version 2, `POST /api/v2/alerts`): one is there while its
/// weak point is open, is sent again and again, and ends with it. Where HALO is gone, alerts end by themselves.
final class AlertmanagerSink implements Sink {

    private static final int BATCH = 100;
    /// Prometheus, too, lets an alert last four times as long as it waits before it sends it again.
    private static final int LASTS = 4;

    private final SinkHttp http;
    private final JsonMapper json;
    private final WeakPoints weakPoints;
    private final SinkSettings settings;
    private final SinkFilter filter;
    private final Destination target;
    private final Clock clock;

    AlertmanagerSink(SinkSettings settings, JsonMapper json, WeakPoints weakPoints, HttpCalls http,
            Clock clock) {
        this.settings = settings;
        this.filter = SinkFilter.of(settings);
        this.json = json;
        this.weakPoints = weakPoints;
        this.http = new SinkHttp(settings, http);
        String base = Objects.requireNonNull(settings.url()).toString();
        this.target = new Destination(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/api/v2/alerts"), List.of());
        this.clock = clock;
    }

    /// An alert as the API accepts it.
    private record PostableAlert(Map<String, String> labels, Map<String, String> annotations,
            @Nullable Instant startsAt,
            Instant endsAt) {
    }

    @Override
    public String target() {
        return target.toString();
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public SendResult send(List<SequencedEvent> events) throws InterruptedException {
        Map<Map<String, String>, PostableAlert> alerts = new LinkedHashMap<>();
        for (SequencedEvent entry : events) {
            WormholeEvent event = entry.event();
            if (EventType.of(event).filter(EventType::ofWeakPoint).isPresent()) {
                for (PostableAlert alert : alerts(event)) {
                    alerts.remove(alert.labels());
                    alerts.put(alert.labels(), alert);
                }
            }
        }
        return post(alerts.values());
    }

    /// A weak point of another severity has other labels, and so is another alert to Alertmanager: the ones before end.
    private List<PostableAlert> alerts(WormholeEvent event) {
        String severity = text(event, "severity");
        boolean resolved = EventType.WEAKPOINT_RESOLVED.isOf(event) || isResolved(event);
        List<PostableAlert> alerts = new ArrayList<>();
        Stream.of("before", "worst").map(member -> text(event, member)).distinct()
                .filter(other -> !other.isEmpty() && !other.equals(severity))
                .forEach(other -> alerts.add(alert(event, other, true)));
        alerts.add(alert(event, severity, resolved));
        return alerts;
    }

    /// An event that is sent late, or again, may be of a weak point that is resolved by now, and no later event would resolve it.
    ///
    /// @return whether HALO's own event is of a weak point that is resolved, or not kept any more
    private boolean isResolved(WormholeEvent event) {
        String id = event.data().text("weakPointId");
        if (event.direction() != Direction.OUT || id == null) {
            return false;
        }
        try {
            return weakPoints.get(UUID.fromString(id)).state() == WeakPointState.RESOLVED;
        } catch (NotFoundException removed) {
            return true;
        }
    }

    private static String text(WormholeEvent event, String member) {
        return Objects.requireNonNullElse(event.data().text(member), "");
    }

    private PostableAlert alert(WormholeEvent event, String severity, boolean resolved) {
        Instant now = clock.instant();
        return new PostableAlert(labels(text(event, "code"), text(event, "analyzer"), String.valueOf(event.subject()),
                severity), annotations(text(event, "summary"), text(event, "weakPointId")),
                time(event.data().text("firstSeenAt")), resolved ? now : now.plus(lasts()));
    }

    private Duration lasts() {
        return settings.alertmanager().refresh().multipliedBy(LASTS);
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private Map<String, String> labels(String code, String analyzer, String subject, String severity) {
        Map<String, String> labels = new HashMap<>(settings.alertmanager().labels());
        labels.put("alertname", code);
        labels.put("analyzer", analyzer);
        labels.put("subject", subject);
        labels.put("kind", SubjectRef.parse(subject).kind().wire());
        labels.put("severity", severity);
        labels.put("sender", "halo");
        return labels;
    }

    private static Map<String, String> annotations(String summary, String weakPoint) {
        return Map.of("summary", summary, "weakPointId", weakPoint);
    }

    @Override
    public Optional<Duration> refreshEvery() {
        return Optional.of(settings.alertmanager().refresh());
    }

    /// Sends all weak points that were announced, also those that are silenced meanwhile: an alert that ended would say
    /// that all is well. For the same reason one request that is refused does not keep the next ones.
    @Override
    public SendResult refresh() throws InterruptedException {
        SendResult worst = new SendResult.Accepted(200, null);
        String before = null;
        do {
            var page = weakPoints.notified(new PageQuery(PageQuery.MAX_LIMIT, before));
            List<PostableAlert> alerts = page.items().stream().filter(filter::matches)
                    .map(this::alert).toList();
            SendResult result = post(alerts);
            if (result instanceof SendResult.Failed) {
                return result;
            }
            worst = result instanceof SendResult.Refused ? result : worst;
            before = page.next();
        } while (before != null);
        return worst;
    }

    private PostableAlert alert(WeakPoint point) {
        return new PostableAlert(
                labels(point.code(), point.analyzer(), point.subject().toString(), point.severity().wire()),
                annotations(point.summary(), point.id().toString()), point.firstSeenAt(),
                clock.instant().plus(lasts()));
    }

    private SendResult post(Collection<PostableAlert> alerts) throws InterruptedException {
        if (alerts.isEmpty()) {
            return new SendResult.Accepted(200, null);
        }
        return http.post(target.url(), json.writeValueAsBytes(alerts));
    }

    /// The type.
    @Component
    static class Type implements SinkType {

        private final JsonMapper json;
        private final WeakPoints weakPoints;
        private final HttpCalls http;
        private final Clock clock;

        Type(JsonMapper json, WeakPoints weakPoints, HttpCalls http, Clock clock) {
            this.json = json;
            this.weakPoints = weakPoints;
            this.http = http;
            this.clock = clock;
        }

        @Override
        public String name() {
            return "alertmanager";
        }

        @Override
        public Sink open(SinkSettings settings) {
            return new AlertmanagerSink(settings, json, weakPoints, http, clock);
        }
    }
}
