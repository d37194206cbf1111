package ink.dreamnet.halo.task;

import java.util.UUID;

import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// A repair that is to become a task.
///
/// @param content what is to be done and by whom
/// @param strategy the strategy that proposes it
/// @param step which of the strategy's repairs it is
/// @param weakPointId what it is to repair
/// @param code the kind of weak point
/// @param subject whom it concerns
/// @param severity how bad the weak point is now
/// @param cycleId the cycle that proposes it
/// @param why why this repair and not another one of the strategy; null where nothing is known
/// @param proposedBy who has it proposed, where that are people
public record TaskDraft(TaskContent content, String strategy, RepairStep step, UUID weakPointId, String code,
        SubjectRef subject, Severity severity, UUID cycleId, @Nullable Why why, People proposedBy) {
}
