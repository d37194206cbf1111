package ink.dreamnet.halo.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// The severity of an event, as DreamNet names it. The order of the constants is the order of severity.
public enum EventSeverity implements Wire {
    INFO, WARNING, ERROR, CRITICAL;

    /// @return the severity of events about a weak point
    public static EventSeverity of(Severity severity) {
        return switch (severity) {
            case LOW -> EventSeverity.INFO;
            case MEDIUM -> EventSeverity.WARNING;
            case HIGH -> EventSeverity.ERROR;
            case CRITICAL -> EventSeverity.CRITICAL;
        };
    }

    /// @return the severity of a name, whatever its case; empty where there is none of that name
    public static Optional<EventSeverity> known(@Nullable String name) {
        return Arrays.stream(values()).filter(severity -> severity.wire().equalsIgnoreCase(name)).findFirst();
    }

    /// @return whether this severity is the same as or worse than the other
    public boolean atLeast(EventSeverity other) {
        return compareTo(other) >= 0;
    }

    /// @return this severity and all that are worse
    List<EventSeverity> andWorse() {
        return Arrays.stream(values()).filter(severity -> severity.atLeast(this)).toList();
    }
}
