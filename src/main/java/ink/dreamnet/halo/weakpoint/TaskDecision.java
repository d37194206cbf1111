package ink.dreamnet.halo.weakpoint;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Whether repairs of a weak point are to be proposed, and why.
///
/// @param decision what the strategies are asked for
/// @param reason one sentence
@Embeddable
public record TaskDecision(@Enumerated(EnumType.STRING) @Column(name = "decision") Decision decision,
        @Column(name = "decision_reason") String reason) {

    /// How the reason begins where it waits for what becomes of another repair.
    static final String WAITS = "waits for what becomes of ";

    private static final int MAX_REASON = 500;

    /// What the strategies are asked for.
    public enum Decision implements Wire {
        /// The strategies are asked for a repair.
        PROPOSE,
        /// The strategies are asked for a repair of what makes it flap.
        STABILIZE,
        /// Nothing is proposed for now.
        HOLD
    }

    /// What the last observation of a weak point showed.
    enum Health {
        /// It is there.
        FAILING,
        /// It is not there.
        HEALTHY,
        /// It could not be observed.
        UNKNOWN
    }

    /// Cuts a reason that is too long.
    public TaskDecision {
        if (reason.length() > MAX_REASON) {
            reason = reason.substring(0, MAX_REASON - 1) + "…";
        }
    }

    /// Decides. Without side effects.
    ///
    /// @param state the state of the weak point after the observation
    /// @param health what the observation showed
    /// @param flapping whether it is flapping
    /// @param suppression what suppresses it, or null
    /// @param waiting why it waits for what becomes of another repair, or null
    static TaskDecision decide(WeakPointState state, Health health, boolean flapping,
            @Nullable Suppression suppression, @Nullable String waiting) {
        if (state == WeakPointState.RESOLVED) {
            return new TaskDecision(Decision.HOLD, "it is resolved");
        }
        if (suppression != null) {
            return new TaskDecision(Decision.HOLD, "suppressed by " + suppression.describe());
        }
        if (waiting != null && health == Health.FAILING) {
            return new TaskDecision(Decision.HOLD, waiting);
        }
        return switch (health) {
            case UNKNOWN -> new TaskDecision(Decision.HOLD,
                    "it could not be observed, and nothing is repaired unseen");
            case FAILING ->
                flapping ? stabilize() : new TaskDecision(Decision.PROPOSE, "it was seen, and nothing suppresses it");
            case HEALTHY ->
                flapping ? stabilize() : new TaskDecision(Decision.HOLD, "it was not there when it was last observed");
        };
    }

    /// Decides again where its suppression has changed and no cycle has observed it since.
    static TaskDecision unobserved(@Nullable Suppression suppression) {
        return suppression == null
                ? new TaskDecision(Decision.HOLD, "nothing suppresses it any more; the next cycle decides")
                : decide(WeakPointState.OPEN, Health.UNKNOWN, false, suppression, null);
    }

    /// @return whether it waits for what becomes of another repair
    boolean waits() {
        return decision == Decision.HOLD && reason.startsWith(WAITS);
    }

    private static TaskDecision stabilize() {
        return new TaskDecision(Decision.STABILIZE,
                "it is flapping: the cause is to be repaired once, instead of each recurrence");
    }
}
