package ink.dreamnet.halo.engine;

import java.util.List;
import java.util.stream.Collectors;

import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.weakpoint.Observations.Sight;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPoints;

/// What a look says about a repair.
sealed interface ProofDecision {

    /// It is known whether it helped, or it is given up.
    ///
    /// @param reason one sentence
    record Conclude(Verification outcome, String reason) implements ProofDecision {
    }

    /// Nobody can tell yet.
    ///
    /// @param counted whether that was a look at it
    record LookAgain(boolean counted) implements ProofDecision {
    }

    /// The cycle was not to look at it.
    record Wait() implements ProofDecision {
    }

    /// Decides. Without side effects.
    ///
    /// @param weakPoint what was to be repaired, as it is after the look
    /// @param sight what the cycle saw of it
    /// @param worse what has become critical since, on its subject or on what depends on it
    /// @param asked whether this cycle was asked to look
    /// @param lastLook whether this is the last look that is made
    static ProofDecision decide(WeakPoint weakPoint, Sight sight, List<WeakPoint> worse, boolean asked,
            boolean lastLook) {
        if (sight == Sight.NOT_ASKED) {
            // its analyzer was passed over, or waits for its turn
            return asked ? new LookAgain(false) : new Wait();
        }
        if (!worse.isEmpty()) {
            return new Conclude(Verification.HARMFUL, "since the repair began, %s critical: %s".formatted(
                    worse.size() == 1 ? "another weak point is" : worse.size() + " other weak points are",
                    worse.stream().limit(3).map(point -> "%s of %s".formatted(point.code(), point.subject()))
                            .collect(Collectors.joining(", "))));
        }
        return switch (sight) {
            case THERE -> weakPoint.rootId() == null
                    ? new Conclude(Verification.INEFFECTIVE, "it is still there: " + weakPoint.summary())
                    : untold(lastLook, "it is still there, but so is its cause, weak point " + weakPoint.rootId());
            case GONE -> weakPoint.state() == WeakPointState.RESOLVED
                    ? new Conclude(Verification.EFFECTIVE, "its subject was looked at, and it is gone")
                    : untold(lastLook, "it is gone for now, but it is still flapping");
            case UNSEEN -> WeakPoints.SUBJECT_REMOVED.equals(weakPoint.resolution())
                    ? new Conclude(Verification.INCONCLUSIVE, "nobody watches its subject any more")
                    : untold(lastLook, "its subject could not be observed");
            case NOT_ASKED -> new Wait();
        };
    }

    private static ProofDecision untold(boolean lastLook, String reason) {
        return lastLook ? new Conclude(Verification.INCONCLUSIVE, reason) : new LookAgain(true);
    }
}
