package ink.dreamnet.halo.event;

import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Wire;

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

    /// @return whether this severity is the same as or worse than the other
    public boolean atLeast(EventSeverity other) {
        return compareTo(other) >= 0;
    }

    /// @return this severity and all that are worse
    List<EventSeverity> andWorse() {
        return Arrays.stream(values()).filter(severity -> severity.atLeast(this)).toList();
    }
}
