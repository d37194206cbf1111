package ink.dreamnet.halo.sink;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Keeps an Alertmanager's alerts as HALO's weak points are (its API version 2, `POST /api/v2/alerts`): one is there while its
/// weak point is open, is sent again and again, and ends with it. Where HALO is gone, alerts end by themselves.
final class AlertmanagerSink implements Sink {

    private static final int BATCH = 100;

    private final SinkHttp http;
    private final JsonMapper json;
    private final WeakPoints weakPoints;
    private final AlertmanagerSettings settings;
    private final SinkFilter filter;
    private final Destination target;
    private final Clock clock;

    AlertmanagerSink(SinkSettings settings, JsonMapper json, WeakPoints weakPoints, HttpCalls http,
            Clock clock) {
        this.settings = settings.alertmanager();
        this.filter = SinkFilter.of(settings);
        this.json = json;
        this.weakPoints = weakPoints;
        this.http = new SinkHttp(settings, http);
        String base = Objects.requireNonNull(settings.url()).toString();
        this.target = new Destination(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/api/v2/alerts"), List.of());
        this.clock = clock;
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
            if (EventType.PAGE.isOf(event)) {
                PostableAlert page = PostableAlert.page(event, settings, clock.instant());
                alerts.put(page.labels(), page);
            } else if (EventType.of(event).filter(EventType::ofWeakPoint).isPresent()) {
                boolean resolved = EventType.WEAKPOINT_RESOLVED.isOf(event) || isResolved(event);
                for (PostableAlert alert : PostableAlert.of(event, resolved, settings, clock.instant())) {
                    alerts.remove(alert.labels());
                    alerts.put(alert.labels(), alert);
                }
            }
        }
        return post(alerts.values());
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

    @Override
    public Optional<Duration> refreshEvery() {
        return Optional.of(settings.refresh());
    }

    /// Sends all weak points that were announced, also those that are silenced meanwhile: an alert that ended would say
    /// that all is well. For the same reason one request that is refused does not keep the next ones.
    @Override
    public SendResult refresh() throws InterruptedException {
        SendResult worst = new SendResult.Accepted(200);
        String before = null;
        do {
            var page = weakPoints.notified(new PageQuery(PageQuery.MAX_LIMIT, before));
            List<PostableAlert> alerts = page.items().stream().filter(filter::matches)
                    .map(point -> PostableAlert.of(point, settings, clock.instant())).toList();
            SendResult result = post(alerts);
            if (result instanceof SendResult.Failed) {
                return result;
            }
            worst = result instanceof SendResult.Refused ? result : worst;
            before = page.next();
        } while (before != null);
        return worst;
    }

    private SendResult post(Collection<PostableAlert> alerts) throws InterruptedException {
        if (alerts.isEmpty()) {
            return new SendResult.Accepted(200);
        }
        return http.post(target.url(), json.writeValueAsBytes(alerts));
    }

    /// The type.
    @Configuration(proxyBeanMethods = false)
    static class Type {

        @Bean
        SinkType alertmanagerSinkType(JsonMapper json, WeakPoints weakPoints, HttpCalls http, Clock clock) {
            return new SinkType("alertmanager",
                    settings -> new AlertmanagerSink(settings, json, weakPoints, http, clock));
        }
    }
}
