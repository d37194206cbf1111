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

/// Which events a receiver wants. A resolution is wanted where the weak point was at its worst, so that nobody hears only of
/// the bad.
///
/// @param types exact types, or patterns with `*`
/// @param least the least severity
record SinkFilter(List<Glob> types, EventSeverity least) {

    /// @throws ink.dreamnet.halo.core.InvalidInputException where a severity is unknown
    static SinkFilter of(SinkProperties.Sink settings) {
        // an Alertmanager that is told of a weak point must hear that it is over
        Stream<String> besides = settings.type().equals("alertmanager")
                ? Stream.of(EventType.WEAKPOINT_RESOLVED)
                : Stream.empty();
        return new SinkFilter(
                Stream.concat(settings.types().stream(), besides).map(type -> Glob.wildcard(type.strip())).toList(),
                Wire.parse(EventSeverity.class, "severity", settings.severity()));
    }

    boolean wants(WormholeEvent event) {
        return wants(event.type()) && severity(event).atLeast(least);
    }

    private boolean wants(String type) {
        return types.stream().anyMatch(pattern -> pattern.matches(type));
    }

    private static EventSeverity severity(WormholeEvent event) {
        String worst = DataMember.text(event, "worst");
        // events that were staged before there was a worst
        String severity = worst == null ? DataMember.text(event, "severity") : worst;
        return event.type().equals(EventType.WEAKPOINT_RESOLVED) && severity != null
                ? EventSeverity.of(Wire.parse(Severity.class, "severity", severity))
                : event.severity();
    }

    /// @return whether one who asks how things stand is to hear of an open weak point
    boolean wants(WeakPoint point) {
        return EventSeverity.of(point.severity()).atLeast(least) && (wants(EventType.WEAKPOINT_OPENED)
                || point.severity() == Severity.CRITICAL && wants(EventType.WEAKPOINT_CRITICAL));
    }
}
