package ink.dreamnet.halo.strategy;

import java.util.List;

import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.proposal.BlockedProposal;

/// What the strategies answer to the weak points of a cycle.
///
/// @param drafts the proposals
/// @param blocked why a strategy that could repair a weak point does not
public record Generated(List<TaskDraft> drafts, List<BlockedProposal> blocked) {
}
