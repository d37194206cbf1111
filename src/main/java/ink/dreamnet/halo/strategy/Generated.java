package ink.dreamnet.halo.strategy;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.task.TaskDraft;

/// What the strategies say to the weak points of a cycle.
///
/// @param drafts the proposals
/// @param held why a strategy that could repair a weak point does not, by the weak point
public record Generated(List<TaskDraft> drafts, Map<UUID, String> held) {
}
