package ink.dreamnet.halo.task;

import java.util.Collection;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Writes what happened to tasks into the audit trail, in the transaction in which it happened.
@Component
class TaskLog {

    static final String SUBJECT_TYPE = "task";

    private final AuditTrail audit;

    TaskLog(AuditTrail audit) {
        this.audit = audit;
    }

    /// @param from the status before, null for a new task
    void note(Actor actor, RepairTask task, String action, @Nullable TaskStatus from, @Nullable String reason) {
        audit.record(actor, change(task, action, from, reason));
    }

    void note(Actor actor, Collection<Change> changes) {
        audit.record(actor, changes);
    }

    static Change change(RepairTask task, String action, @Nullable TaskStatus from, @Nullable String reason) {
        return new Change(action, SUBJECT_TYPE, task.id().toString(), from == null ? null : from.wire(),
                task.status().wire(), reason);
    }
}
