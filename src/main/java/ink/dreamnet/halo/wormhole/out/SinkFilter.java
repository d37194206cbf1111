package ink.dreamnet.halo.wormhole.out;

import java.util.List;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.wormhole.EventSeverity;
import ink.dreamnet.halo.wormhole.WormholeEvent;

/// Which events a receiver wants. A resolution is wanted where the weak point was, so that nobody hears only of the bad.
///
/// @param types exact types, or patterns with `*`
/// @param least the least severity
record SinkFilter(List<Pattern> types, EventSeverity least) {

    /// @throws ink.dreamnet.halo.core.InvalidInputException where a severity is unknown
    static SinkFilter of(SinkProperties.Sink settings) {
        return new SinkFilter(settings.types().stream().map(TypePattern::of).toList(),
                Wire.parse(EventSeverity.class, "severity", settings.severity()));
    }

    boolean wants(WormholeEvent event) {
        return types.stream().anyMatch(pattern -> pattern.matcher(event.type()).matches())
                && severity(event).atLeast(least);
    }

    private static EventSeverity severity(WormholeEvent event) {
        String severity = DataMember.text(event, "severity");
        return event.type().equals(EventType.WEAKPOINT_RESOLVED) && severity != null
                ? Announcements.severity(Wire.parse(Severity.class, "severity", severity))
                : event.severity();
    }

    boolean wants(Severity severity) {
        return Announcements.severity(severity).atLeast(least);
    }
}
