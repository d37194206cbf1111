package ink.dreamnet.halo.task.dispatch;

import java.util.EnumSet;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Ends tasks that call people when somebody acknowledges them. Whether that helped is verified as for every other task.
@Service
@NamedInterface("dispatch")
public class Pages {

    private final TaskStore store;
    private final RunOutcomes outcomes;
    private final ApprovalProperties approval;

    Pages(TaskStore store, RunOutcomes outcomes, ApprovalProperties approval) {
        this.store = store;
        this.outcomes = outcomes;
        this.approval = approval;
    }

    /// Somebody who was called acknowledges one task.
    ///
    /// @param comment at most 2,000 characters; null for none
    /// @return the task as it is now
    /// @throws NotFoundException where there is no such task
    /// @throws ConflictException where it does not call anybody now
    @Transactional
    public TaskView acknowledge(UUID id, @Nullable String comment, Actor actor) {
        RepairTask task = store.lock(id);
        task.requirePaged();
        end(task, comment, actor);
        return task.view(approval.needed(task));
    }

    /// Somebody acknowledges a weak point, and so whatever calls people about it.
    ///
    /// @param comment at most 2,000 characters; null for none
    @Transactional(propagation = Propagation.MANDATORY)
    public void acknowledgeFor(UUID weakPoint, @Nullable String comment, Actor actor) {
        store.lockOf(List.of(weakPoint), EnumSet.of(TaskStatus.RUNNING)).stream().filter(RepairTask::page)
                .forEach(task -> end(task, comment, actor));
    }

    private void end(RepairTask task, @Nullable String comment, Actor actor) {
        String by = "acknowledged by " + actor.name();
        outcomes.succeed(task, actor, comment == null ? by : by + ": " + comment, null);
    }
}
