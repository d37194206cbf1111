package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// A task as others see it. On the wire the members of its parts stand side by side.
///
/// @param id time-ordered
/// @param type the task type (`agent.revive`)
/// @param status where it stands
/// @param priority how urgent it is
/// @param targetAgents the agent roles that may do it, the best first
/// @param payload what the agent gets
/// @param proposal why it was proposed
/// @param approval who approved it
/// @param statusReason why it has its present status, where someone or something gave a reason
/// @param blockedBy what blocks it, null where nothing does
/// @param execution how the work stands, null before it was approved
/// @param verification whether it helped
public record TaskView(UUID id, String type, TaskStatus status, Priority priority, List<String> targetAgents,
        Map<String, Object> payload, @JsonUnwrapped Proposal proposal, @JsonUnwrapped ApprovalProgress approval,
        @Nullable String statusReason, @Nullable BlockedBy blockedBy, @Nullable Execution execution,
        @JsonUnwrapped VerificationProgress verification) {

    /// Why a task was proposed, and for which squad.
    ///
    /// @param strategy the strategy that proposed it
    /// @param step which of that strategy's repairs it is (`restart`)
    /// @param rung its place on that strategy's ladder, from 0 for the mildest
    /// @param failedBefore the steps of that strategy that did not help since the last one that did, in their order
    /// @param why why this step and not another one; null where nothing is known
    /// @param weakPointId what it is to repair
    /// @param code what kind of weak point that is (`endpoint.down`)
    /// @param subject whom it concerns
    /// @param severity how bad the weak point was when it was proposed, or the worst since while nobody had decided
    /// @param squadId the squad that it is routed to; null where no squad has an agent of a target role
    /// @param routingError why nobody could do it when it was routed, which is when it was proposed and when it was approved; or
    ///        null
    /// @param routingReason why it goes to that squad, and where its target takes a name to that agent, rather than to another, as
    ///        of then; null where there was no choice
    /// @param cycleId the cycle that proposed it
    /// @param proposedAt when
    public record Proposal(String strategy, String step, int rung, List<String> failedBefore, @Nullable Why why,
            UUID weakPointId, @Nullable String code, SubjectRef subject, Severity severity, @Nullable String squadId,
            @Nullable String routingError, @Nullable String routingReason, UUID cycleId, Instant proposedAt) {
    }

    /// Who approved a task, and until when it can be approved.
    ///
    /// @param expiresAt until when it can be approved; null where that is over
    /// @param contentHash what an approval binds to, see [TaskContent#hash]
    /// @param approvals the approvals of the present content
    /// @param approvalsNeeded how many different operators it takes; null once that is decided
    /// @param editedBy who changed what was proposed; they cannot approve it
    /// @param proposedBy who had it proposed, by a wormhole that they put or an event that they sent; they cannot approve it. `*` is
    ///        everybody: there are more than 100
    public record ApprovalProgress(@Nullable Instant expiresAt, String contentHash, List<Approval> approvals,
            @Nullable Integer approvalsNeeded, @Nullable List<String> editedBy,
            @Nullable List<String> proposedBy) {
    }

    /// Whether a task helped.
    ///
    /// @param verifyAt when it is verified next; null where there is nothing to verify
    /// @param verification the verdict, null before
    /// @param verifiedAt when
    /// @param evidence why: `reason`, `cycleId` and, where it did harm, `weakPoints`; null before
    public record VerificationProgress(@Nullable Instant verifyAt, @Nullable Verification verification,
            @Nullable Instant verifiedAt, @Nullable Map<String, Object> evidence) {
    }

    public UUID weakPointId() {
        return proposal.weakPointId();
    }

    @Nullable
    public String squadId() {
        return proposal.squadId();
    }
}
