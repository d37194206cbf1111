package ink.dreamnet.halo.strategy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.proposal.BlockedProposal;

/// What the strategies answer to the weak points of a cycle.
///
/// @param drafts the proposals
/// @param blocked why a strategy that could repair a weak point does not
public record Generated(List<TaskDraft> drafts, List<BlockedProposal> blocked) {

    /// Says why no task was proposed for weak points. Without side effects.
    ///
    /// @param refused what became no task although it was drafted
    /// @param repaired the weak points for which a task was proposed
    /// @return one sentence for each weak point of which a proposal was blocked and none became a task. What a strategy does
    ///         not offer counts only where no other one offers anything.
    public Map<UUID, String> reasons(List<BlockedProposal> refused, Set<UUID> repaired) {
        Set<UUID> drafted = drafts.stream().map(TaskDraft::weakPointId).collect(Collectors.toSet());
        return Stream
                .concat(blocked.stream().filter(reason -> !drafted.contains(reason.weakPointId())),
                        refused.stream())
                .filter(reason -> !repaired.contains(reason.weakPointId()))
                .collect(Collectors.groupingBy(BlockedProposal::weakPointId,
                        Collectors.mapping(BlockedProposal::reason, Collectors.joining("; "))));
    }
}
