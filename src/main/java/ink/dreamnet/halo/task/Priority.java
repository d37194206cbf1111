package ink.dreamnet.halo.task;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Wire;

/// How urgent a task is.
public enum Priority implements Wire {
    LOW, NORMAL, HIGH, CRITICAL;

    /// @return the priority of a repair for a weak point of that severity
    public static Priority of(Severity severity) {
        return switch (severity) {
            case LOW -> LOW;
            case MEDIUM -> NORMAL;
            case HIGH -> HIGH;
            case CRITICAL -> CRITICAL;
        };
    }
}
