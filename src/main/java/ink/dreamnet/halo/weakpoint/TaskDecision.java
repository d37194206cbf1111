package ink.dreamnet.halo.weakpoint;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Whether repairs of a weak point are to be proposed, and why.
///
/// @param decision what is to be done
/// @param reason one sentence
@Embeddable
public record TaskDecision(@Enumerated(EnumType.STRING) @Column(name = "decision") Verdict decision,
        @Column(name = "decision_reason") String reason) {

    private static final int MAX_REASON = 500;

    /// What is to be done.
    public enum Verdict implements Wire {
        /// The strategies are asked for a repair.
        PROPOSE,
        /// The strategies are asked for a repair of what makes it come and go.
        STABILIZE,
        /// Nothing is proposed for now.
        HOLD
    }

    /// What the last look came to.
    enum Sight {
        /// It is there.
        WRONG,
        /// It is not there.
        RIGHT,
        /// Nobody could look.
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
    /// @param state where the weak point stands after the look
    /// @param sight what the look came to
    /// @param flapping whether it keeps coming and going
    /// @param suppression what suppresses it, or null
    static TaskDecision decide(WeakPointState state, Sight sight, boolean flapping,
            @Nullable Suppression suppression) {
        if (state == WeakPointState.RESOLVED) {
            return new TaskDecision(Verdict.HOLD, "it is resolved");
        }
        if (suppression != null) {
            return new TaskDecision(Verdict.HOLD, "suppressed by " + suppression.words());
        }
        return switch (sight) {
            case UNKNOWN -> new TaskDecision(Verdict.HOLD,
                    "it could not be observed, and nothing is repaired that nobody sees");
            case WRONG ->
                flapping ? stabilize() : new TaskDecision(Verdict.PROPOSE, "it was seen, and nothing suppresses it");
            case RIGHT -> flapping ? stabilize() : new TaskDecision(Verdict.HOLD, "it was not there at the last look");
        };
    }

    /// Decides anew where what suppresses it has changed and nobody has looked since.
    static TaskDecision unseen(@Nullable Suppression suppression) {
        return suppression == null
                ? new TaskDecision(Verdict.HOLD, "nothing suppresses it any more; the next look decides")
                : decide(WeakPointState.OPEN, Sight.UNKNOWN, false, suppression);
    }

    private static TaskDecision stabilize() {
        return new TaskDecision(Verdict.STABILIZE,
                "it is flapping: what makes it come and go is to be repaired, once, instead of each of its returns");
    }
}
