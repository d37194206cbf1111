package ink.dreamnet.halo.task.proposal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStatus;

/// What becomes of a strategy's proposal, given the tasks that exist for its weak point.
sealed interface ProposalDecision {

    /// It becomes a new task.
    record Create(TaskStatus status) implements ProposalDecision {
    }

    /// It was suggested before; now approval is asked for.
    record Promote(RepairTask task) implements ProposalDecision {
    }

    /// It waits already, but for something less bad.
    record Worsen(RepairTask task) implements ProposalDecision {
    }

    /// It is a task already.
    record Skip(String reason) implements ProposalDecision {
    }

    /// Nothing becomes of it, and there is no task for it either.
    record Block(String reason) implements ProposalDecision {
    }

    /// Decides. Without side effects.
    ///
    /// @param earlier the tasks of the same weak point and strategy that are active, were rejected in this episode, or
    ///        succeeded lately
    /// @param severity how bad the weak point is now
    /// @param mode the mode of the cycle that proposes
    static ProposalDecision decide(Collection<RepairTask> earlier, Severity severity, CycleMode mode) {
        Optional<RepairTask> active = earlier.stream().filter(task -> task.status().active()).findAny();
        if (active.isPresent()) {
            RepairTask task = active.get();
            if (task.status() == TaskStatus.SUGGESTED && mode == CycleMode.FULL) {
                return new Promote(task);
            }
            return TaskStatus.UNDECIDED.contains(task.status()) && severity.compareTo(task.severity()) > 0
                    ? new Worsen(task)
                    : new Skip("task %s is %s".formatted(task.id(), task.status().wire()));
        }
        Optional<RepairTask> unverified = earlier.stream()
                .filter(RepairTask::unverified).findAny();
        if (unverified.isPresent()) {
            return new Block("task %s succeeded, and is yet to be verified".formatted(unverified.get().id()));
        }
        Optional<RepairTask> refused = earlier.stream().filter(task -> task.status() == TaskStatus.REJECTED)
                .max(Comparator.comparing(RepairTask::severity));
        if (refused.isPresent() && !(severity.compareTo(refused.get().severity()) > 0)) {
            return new Block(
                    "task %s was rejected, and the severity has not risen since".formatted(refused.get().id()));
        }
        return new Create(mode == CycleMode.FULL ? TaskStatus.PENDING_APPROVAL : TaskStatus.SUGGESTED);
    }
}
