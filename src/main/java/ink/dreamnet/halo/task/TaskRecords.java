package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.task.budget.ProposalBudget;
import org.jspecify.annotations.Nullable;

/// The records of tasks, as far as cycles and decisions change them.
public interface TaskRecords {

    void add(RepairTask task);

    /// @return a task that is about to change; empty where there is none of that id
    Optional<RepairTask> find(UUID id);

    /// @return the tasks of some weak points in some states, by their ids, locked until the end of the transaction: an operator's change
    ///         waits for a cycle's
    List<RepairTask> lockOf(Collection<UUID> weakPoints, Set<TaskStatus> statuses);

    /// @return up to 1,000 tasks whose time for approval is over, locked
    List<RepairTask> overdue(Instant now);

    /// @param most how many at most
    /// @return the tasks of a strategy for a kind of weak point that wait for approval, the oldest first
    List<RepairTask> pending(String strategy, String code, int most);

    /// @return the repairs that did not help since the last one that did, in the order in which they were tried
    List<FailedStep> failedSteps(Collection<UUID> weakPoints);

    /// @return the tasks that wait for a decision
    List<ProposalBudget.Waiting> undecided();

    /// @return how the tasks of some weak points stand
    List<Standing> standing(Collection<UUID> weakPoints);

    /// How a task stands.
    ///
    /// @param weakPoint whose repair it is
    /// @param proposedAt when it was proposed first
    /// @param status its status
    /// @param verification whether it helped; null where that is not known
    record Standing(UUID weakPoint, Instant proposedAt, TaskStatus status, @Nullable Verification verification) {
    }

    /// A repair that did not help.
    ///
    /// @param weakPoint the weak point
    /// @param strategy the strategy
    /// @param step which of its repairs
    record FailedStep(UUID weakPoint, String strategy, String step) {
    }
}
