package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// A task as others see it.
///
/// @param id time-ordered
/// @param type the task type (`agent.revive`)
/// @param status where it stands
/// @param priority how urgent it is
/// @param targetAgents the agent roles that may do it, the best first
/// @param payload what the agent is told
/// @param strategy the strategy that proposed it
/// @param rung how many milder repairs of that strategy did not help before; 0 for the first
/// @param weakPointId what it is to repair
/// @param subject whom it concerns
/// @param severity how bad the weak point was when it was proposed, or the worst since while nobody had decided
/// @param squadId the squad that it is routed to; null where no squad has an agent of a target role
/// @param routingError why it is routed to no squad, or null
/// @param cycleId the cycle that proposed it
/// @param proposedAt when
/// @param expiresAt until when it can be approved; null where that is over
/// @param contentHash what an approval binds to, see [TaskContent#hash]
/// @param approvals the operators who said yes to the present content
/// @param approvalsNeeded how many different operators it takes; null once that is decided
/// @param editedBy who changed what was proposed; they cannot approve it
/// @param statusReason why it came into its present status, where someone or something said so
/// @param blockedBy what holds it back, null where nothing does
/// @param execution how the work stands, null before it was approved
/// @param verifyAt from when on HALO looks whether it helped; null where there is nothing to look for
/// @param verification what looking again showed, null before
/// @param verifiedAt when
/// @param evidence what it was seen by: `reason`, `cycleId` and, where it did harm, `weakPoints`; null before
public record TaskView(UUID id, String type, TaskStatus status, Priority priority, List<String> targetAgents,
        Map<String, Object> payload, String strategy, int rung, UUID weakPointId, SubjectRef subject, Severity severity,
        @Nullable String squadId, @Nullable String routingError, UUID cycleId, Instant proposedAt,
        @Nullable Instant expiresAt, String contentHash, List<Approval> approvals, @Nullable Integer approvalsNeeded,
        @Nullable List<String> editedBy, @Nullable String statusReason, @Nullable BlockedBy blockedBy,
        @Nullable Execution execution, @Nullable Instant verifyAt, @Nullable Verification verification,
        @Nullable Instant verifiedAt, @Nullable Map<String, Object> evidence) {
}
