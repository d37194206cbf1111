package ink.dreamnet.halo.subject;

import ink.dreamnet.halo.core.Wire;

/// How a subject is now; the order is that in which an operator wants to see them, the worst first.
public enum SubjectState implements Wire {
    /// It has an open weak point that no silence, snooze or maintenance window suppresses.
    WEAK,
    /// It was never observed, an analyzer that watches it could not observe it, or no cycle has observed anything for too long.
    UNKNOWN,
    /// It has open weak points, and all of them are suppressed, at least one by a silence or a snooze.
    SILENCED,
    /// A maintenance window covers it, or suppresses all its open weak points.
    MAINTENANCE,
    /// An operator paused it.
    PAUSED,
    /// It was observed, and it has no open weak point.
    UP
}
