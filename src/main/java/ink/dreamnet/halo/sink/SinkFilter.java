package ink.dreamnet.halo.sink;

import java.util.List;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.weakpoint.WeakPoint;

/// The events that a sink gets. A resolution passes where the weak point at its worst would, so that no sink gets only bad news.
///
/// @param types exact types, or patterns with `*`
/// @param least the least severity
record SinkFilter(List<Glob> types, EventSeverity least) {

    /// @throws ink.dreamnet.halo.core.InvalidInputException where a severity is unknown
    static SinkFilter of(SinkSettings settings) {
        // an alert must be resolved, whatever the configured types
        Stream<String> besides = settings.type().equals("alertmanager")
                ? Stream.of(EventType.WEAKPOINT_RESOLVED.wire())
                : Stream.empty();
        return new SinkFilter(
                Stream.concat(settings.types().stream(), besides).map(type -> Glob.wildcard(type.strip())).toList(),
                Wire.parse(EventSeverity.class, "severity", settings.severity()));
    }

    boolean matches(WormholeEvent event) {
        return matches(event.type()) && severity(event).atLeast(least);
    }

    boolean matches(EventType type, EventSeverity severity) {
        return matches(type.wire()) && severity.atLeast(least);
    }

    private boolean matches(String type) {
        return types.stream().anyMatch(pattern -> pattern.matches(type));
    }

    private static EventSeverity severity(WormholeEvent event) {
        String worst = event.data().text("worst");
        // events that were staged before there was a worst
        String severity = worst == null ? event.data().text("severity") : worst;
        return EventType.WEAKPOINT_RESOLVED.isOf(event) && severity != null
                ? EventSeverity.of(Wire.parse(Severity.class, "severity", severity))
                : event.severity();
    }

    /// @return whether the refresh of an Alertmanager contains an open weak point
    boolean matches(WeakPoint point) {
        return EventSeverity.of(point.severity()).atLeast(least) && (matches(EventType.WEAKPOINT_OPENED.wire())
                || point.severity() == Severity.CRITICAL && matches(EventType.WEAKPOINT_CRITICAL.wire()));
    }
}
