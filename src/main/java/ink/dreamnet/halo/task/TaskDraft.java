package ink.dreamnet.halo.task;

import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;

/// A repair that is to become a task.
///
/// @param content what is to be done and by whom
/// @param strategy the strategy that proposes it
/// @param rung how many milder repairs of that strategy did not help before; 0 for the first
/// @param weakPointId what it is to repair
/// @param code the kind of weak point
/// @param subject whom it concerns
/// @param severity how bad the weak point is now
/// @param cycleId the cycle that proposes it
public record TaskDraft(TaskContent content, String strategy, int rung, UUID weakPointId, String code,
        SubjectRef subject,
        Severity severity, UUID cycleId) {
}
