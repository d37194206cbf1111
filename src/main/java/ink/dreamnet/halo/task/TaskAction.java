package ink.dreamnet.halo.task;

import java.util.Locale;

/// What can happen to a task, as the audit trail names it.
public enum TaskAction {
    PROPOSED, SEVERITY_RAISED, EDITED, APPROVAL_GIVEN, APPROVED, APPROVAL_LAPSED, APPROVAL_WITHHELD, REJECTED, EXPIRED, CANCELLED, MOOT, DISPATCHED, LEASED, ACCEPTED, SUCCEEDED, FAILED, RETRIED, DEAD_LETTER, VERIFIED;

    /// @return `task.proposed`, `task.dead-letter` …
    public String wire() {
        return "task." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
