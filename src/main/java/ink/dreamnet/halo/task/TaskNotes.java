package ink.dreamnet.halo.task;

import java.util.Collection;
import java.util.List;

import ink.dreamnet.halo.core.Actor;
import org.jspecify.annotations.Nullable;

/// Takes what happened to tasks.
@FunctionalInterface
public interface TaskNotes {

    void note(Actor actor, Collection<TaskLog.Line> lines);

    /// @param from the status before, null for a new task
    default void note(Actor actor, RepairTask task, TaskAction action, @Nullable TaskStatus from,
            @Nullable String reason) {
        note(actor, List.of(TaskLog.line(task, action, from, reason)));
    }
}
