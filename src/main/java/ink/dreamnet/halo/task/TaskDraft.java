package ink.dreamnet.halo.task;

import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;

/// A repair that is to become a task.
///
/// @param content what is to be done and by whom
/// @param strategy the strategy that proposes it
/// @param weakPointId what it is to repair
/// @param subject whom it concerns
/// @param severity how bad the weak point is now
/// @param cycleId the cycle that proposes it
public record TaskDraft(TaskContent content, String strategy, UUID weakPointId, SubjectRef subject, Severity severity,
        UUID cycleId) {
}
