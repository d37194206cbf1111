package ink.dreamnet.halo.console.approval;

import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.approval.PendingApprovals.Prospect;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.jspecify.annotations.Nullable;

/// A task that waits for approval, with what somebody needs to know to decide.
///
/// @param task the task
/// @param prospect what an approval would come to
/// @param problem what it is to repair; null where that is gone
/// @param payload what would be sent, as text
public record Waiting(TaskView task, Prospect prospect, @Nullable WeakPoint problem, String payload) {

    /// @return what names this task with just this content in a form
    public String choice() {
        return task.id() + ":" + task.approval().contentHash();
    }

    /// @return whether the reader's approval would be taken
    public boolean approvable() {
        return prospect.objection() == null && prospect.blocked() == null;
    }
}
