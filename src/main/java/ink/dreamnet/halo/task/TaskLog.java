package ink.dreamnet.halo.task;

import java.util.Collection;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Writes what happened to tasks into the audit trail and publishes it to other rooms, in the transaction in which it happened.
@Component
public class TaskLog implements TaskNotes {

    static final String SUBJECT_TYPE = "task";

    private final AuditTrail audit;
    private final TaskCounts counts;
    private final ApplicationEventPublisher publisher;

    TaskLog(AuditTrail audit, TaskCounts counts, ApplicationEventPublisher publisher) {
        this.audit = audit;
        this.counts = counts;
        this.publisher = publisher;
    }

    /// What happened to one task.
    public record Line(Change change, TasksChanged.Change published) {
    }

    @Override
    public void note(Actor actor, Collection<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        audit.record(actor, lines.stream().map(Line::change).toList());
        TasksChanged changed = new TasksChanged(actor.name(), lines.stream().map(Line::published).toList());
        counts.note(changed.changes());
        publisher.publishEvent(changed);
    }

    public static Line line(RepairTask task, TaskAction action, @Nullable TaskStatus from, @Nullable String reason) {
        return new Line(new Change(action.wire(), SUBJECT_TYPE, task.id().toString(), from == null ? null : from.wire(),
                task.status().wire(), reason), new TasksChanged.Change(action, from, reason, task.snapshot()));
    }
}
