package ink.dreamnet.halo.engine.stage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.strategy.Generated;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.proposal.BlockedProposal;
import ink.dreamnet.halo.task.proposal.Proposals;
import ink.dreamnet.halo.task.proposal.Proposed;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Component;

/// Turns proposals into tasks, as far as the rules let it, and notes why there is no task for the other weak points.
@Component
record ProposeStage(Proposals proposals, WeakPoints weakPoints) {

    Proposed run(Analyzed analyzed, Generated generated) {
        Proposed proposed = proposals.propose(generated.drafts(), analyzed.observations().mode());
        weakPoints.holdTasks(reasons(generated, proposed.blocked(), proposed.weakPoints()));
        return proposed;
    }

    /// Says why no task was proposed for weak points. Without side effects.
    ///
    /// @param blocked what became no task although it was drafted
    /// @param repaired the weak points for which a task was proposed
    /// @return one sentence for each weak point of which a proposal was blocked and none became a task. What a strategy does
    ///         not offer counts only where no other one offers anything.
    static Map<UUID, String> reasons(Generated generated, List<BlockedProposal> blocked, Set<UUID> repaired) {
        Set<UUID> drafted = generated.drafts().stream().map(TaskDraft::weakPointId).collect(Collectors.toSet());
        return Stream
                .concat(generated.blocked().stream().filter(reason -> !drafted.contains(reason.weakPointId())),
                        blocked.stream())
                .filter(reason -> !repaired.contains(reason.weakPointId()))
                .collect(Collectors.groupingBy(BlockedProposal::weakPointId,
                        Collectors.mapping(BlockedProposal::reason, Collectors.joining("; "))));
    }
}
