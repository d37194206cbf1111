package ink.dreamnet.halo.task.proposal;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.task.RepairTask;

/// What became of the proposals of a cycle, until [Proposals#route] shows the tasks.
///
/// @param tasks the tasks that are new, or whose approval is newly requested
/// @param blocked the proposals that did not become a task, and for which there is none either
public record Proposed(List<RepairTask> tasks, List<BlockedProposal> blocked) {

    /// @return the weak points that the tasks are to repair
    public Set<UUID> weakPoints() {
        return tasks.stream().map(RepairTask::weakPointId).collect(Collectors.toSet());
    }
}
