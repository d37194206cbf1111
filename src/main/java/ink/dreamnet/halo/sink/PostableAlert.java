package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.jspecify.annotations.Nullable;

/// An alert as the API of an Alertmanager accepts it (version 2, `postableAlert`).
record PostableAlert(Map<String, String> labels, Map<String, String> annotations, @Nullable Instant startsAt,
        Instant endsAt) {

    /// Prometheus, too, lets an alert last four times as long as it waits before it sends it again.
    private static final int LASTS = 4;
    /// Nothing is sent again for a page, so it must outlast how long an Alertmanager waits before it notifies somebody.
    private static final Duration PAGE_LASTS = Duration.ofHours(1);

    /// @return the alerts of an event of a weak point. With another severity it has other labels, and so is another alert to
    ///         Alertmanager: those of the severities before end
    static List<PostableAlert> of(WormholeEvent event, boolean resolved, AlertmanagerSettings settings, Instant now) {
        String severity = text(event, "severity");
        List<PostableAlert> alerts = new ArrayList<>();
        Stream.of("before", "worst").map(member -> text(event, member)).distinct()
                .filter(other -> !other.isEmpty() && !other.equals(severity))
                .forEach(other -> alerts.add(of(event, other, now, settings)));
        alerts.add(of(event, severity, resolved ? now : endsAt(settings, now), settings));
        return alerts;
    }

    private static PostableAlert of(WormholeEvent event, String severity, Instant endsAt,
            AlertmanagerSettings settings) {
        String firstSeenAt = event.data().text("firstSeenAt");
        return new PostableAlert(
                labels(text(event, "code"), text(event, "analyzer"), String.valueOf(event.subject()), severity,
                        settings),
                annotations(text(event, "summary"), text(event, "weakPointId")),
                firstSeenAt == null ? null : Instant.parse(firstSeenAt), endsAt);
    }

    /// @return the alert of an open weak point
    static PostableAlert of(WeakPoint point, AlertmanagerSettings settings, Instant now) {
        return new PostableAlert(
                labels(point.code(), point.analyzer(), point.subject().toString(), point.severity().wire(), settings),
                annotations(point.summary(), point.id().toString()), point.firstSeenAt(), endsAt(settings, now));
    }

    /// @return the alert that calls people
    static PostableAlert page(WormholeEvent event, AlertmanagerSettings settings, Instant now) {
        return new PostableAlert(
                labels(EventType.PAGE.wire(), "halo", String.valueOf(event.subject()), Severity.CRITICAL.wire(),
                        settings),
                annotations(text(event, "summary"), text(event, "weakPointId")), event.time(),
                now.plus(PAGE_LASTS));
    }

    private static String text(WormholeEvent event, String member) {
        return Objects.requireNonNullElse(event.data().text(member), "");
    }

    private static Instant endsAt(AlertmanagerSettings settings, Instant now) {
        Duration lasts = settings.refresh().multipliedBy(LASTS);
        return now.plus(lasts);
    }

    private static Map<String, String> labels(String code, String analyzer, String subject, String severity,
            AlertmanagerSettings settings) {
        Map<String, String> labels = new HashMap<>(settings.labels());
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
}
