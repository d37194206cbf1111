package ink.dreamnet.halo.engine;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.weakpoint.Observations.Observation;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Appeared;
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

    /// The cycle was not to look at it, or not at all that it could have harmed.
    record Wait() implements ProofDecision {
    }

    /// How a cycle looked at a repair.
    ///
    /// @param asked whether it was asked to
    /// @param whole whether it looked at everything
    /// @param last whether this is the last look that is made
    record Look(boolean asked, boolean whole, boolean last) {
    }

    /// Decides. Without side effects.
    ///
    /// @param weakPoint what was to be repaired, as it is after the look
    /// @param observation what the cycle saw of it
    /// @param worse what has become critical since, on its subject or on what depends on it, and is there
    /// @param unsure as `worse`, but the cycle could not see whether it is still there
    static ProofDecision decide(WeakPoint weakPoint, Observation observation, Collection<Appeared> worse,
            Collection<Appeared> unsure, Look look) {
        if (!look.asked() && !look.whole()) {
            return new Wait();
        }
        if (observation == Observation.NOT_CHECKED) {
            // its analyzer was passed over, or went by an earlier look
            return look.asked() ? new LookAgain(false) : new Wait();
        }
        if (!worse.isEmpty()) {
            return new Conclude(Verification.HARMFUL, "since the repair began, %s critical: %s".formatted(
                    worse.size() == 1 ? "another weak point is" : worse.size() + " other weak points are",
                    words(worse)));
        }
        if (!unsure.isEmpty()) {
            return untold(look, "it is not known whether it did harm: nobody could see whether there is still "
                    + words(unsure));
        }
        return switch (observation) {
            case PRESENT -> there(weakPoint, look);
            case ABSENT -> weakPoint.state() == WeakPointState.RESOLVED
                    ? new Conclude(Verification.EFFECTIVE, "its subject was looked at, and it is gone")
                    : untold(look, "it is gone for now, but it is still flapping");
            case UNOBSERVED -> WeakPoints.SUBJECT_REMOVED.equals(weakPoint.resolution())
                    ? new Conclude(Verification.INCONCLUSIVE, "nobody watches its subject any more")
                    : untold(look, "its subject could not be observed");
            case NOT_CHECKED -> new Wait();
        };
    }

    private static ProofDecision there(WeakPoint weakPoint, Look look) {
        if (weakPoint.rootId() != null) {
            return untold(look, "it is still there, but so is its cause, weak point " + weakPoint.rootId());
        }
        return weakPoint.flapping()
                ? untold(look, "it is there, but it is still flapping")
                : new Conclude(Verification.INEFFECTIVE, "it is still there: " + weakPoint.summary());
    }

    private static ProofDecision untold(Look look, String reason) {
        return look.last() ? new Conclude(Verification.INCONCLUSIVE, reason) : new LookAgain(true);
    }

    private static String words(Collection<Appeared> points) {
        List<String> all = points.stream().map(point -> point.code() + " of " + point.subject()).sorted().toList();
        return all.stream().limit(3).collect(Collectors.joining(", ")) + (all.size() > 3 ? " …" : "");
    }
}
