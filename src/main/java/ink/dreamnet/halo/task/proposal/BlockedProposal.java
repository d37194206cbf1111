package ink.dreamnet.halo.task.proposal;

import java.util.UUID;

/// Why a repair that a strategy could offer does not become a task.
///
/// @param weakPointId what it was to repair
/// @param reason one sentence
public record BlockedProposal(UUID weakPointId, String reason) {
}
