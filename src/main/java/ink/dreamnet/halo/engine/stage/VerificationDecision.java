package ink.dreamnet.halo.engine.stage;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.weakpoint.Observations.Observation;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Appeared;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Outcome;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import org.jspecify.annotations.Nullable;

/// Whether a repair has helped, by what a cycle observed.
sealed interface VerificationDecision {

    /// It is known whether it helped, or it is given up.
    ///
    /// @param reason one sentence
    record Conclude(Verification outcome, String reason) implements VerificationDecision {
    }

    /// Nobody can tell yet.
    ///
    /// @param counted whether this attempt counts; only so many are made
    record Postpone(boolean counted) implements VerificationDecision {
    }

    /// The cycle was not to check it, or not all that it could have harmed.
    record NotChecked() implements VerificationDecision {
    }

    /// How a cycle checks a repair.
    ///
    /// @param requested whether the cycle was requested for it
    /// @param whole whether the cycle covers everything
    /// @param lastAttempt whether no other check follows
    record Check(boolean requested, boolean whole, boolean lastAttempt) {
    }

    /// What has become critical since the repair began, on its subject or on what depends on it.
    ///
    /// @param there what is there
    /// @param unsure what the cycle could not see
    record Harm(List<Appeared> there, List<Appeared> unsure) {
    }

    /// Decides. Without side effects.
    ///
    /// @param outcome what became of the weak point; null where its record is gone
    static VerificationDecision decide(@Nullable Outcome outcome, Harm harm, Check check) {
        if (outcome == null) {
            return new Conclude(Verification.INCONCLUSIVE, "the record of its weak point is gone");
        }
        if (!check.requested() && !check.whole()) {
            return new NotChecked();
        }
        if (outcome.observation() == Observation.NOT_CHECKED) {
            // its analyzer was skipped, or went by an earlier observation
            return check.requested() ? new Postpone(false) : new NotChecked();
        }
        if (!harm.there().isEmpty()) {
            return new Conclude(Verification.HARMFUL, "since the repair began, %s critical: %s".formatted(
                    harm.there().size() == 1 ? "another weak point is" : harm.there().size() + " other weak points are",
                    words(harm.there())));
        }
        if (!harm.unsure().isEmpty()) {
            return undecided(check, "it is not known whether it did harm: nobody could see whether there is still "
                    + words(harm.unsure()));
        }
        WeakPoint weakPoint = outcome.weakPoint();
        return switch (outcome.observation()) {
            case PRESENT -> there(weakPoint, check);
            case ABSENT -> weakPoint.state() == WeakPointState.RESOLVED
                    ? new Conclude(Verification.EFFECTIVE, "its subject was looked at, and it is gone")
                    : undecided(check, "it is gone for now, but it is still flapping");
            case UNOBSERVED -> weakPoint.subjectRemoved()
                    ? new Conclude(Verification.INCONCLUSIVE, "nobody watches its subject any more")
                    : undecided(check, "its subject could not be observed");
            case NOT_CHECKED -> new NotChecked();
        };
    }

    private static VerificationDecision there(WeakPoint weakPoint, Check check) {
        if (weakPoint.rootId() != null) {
            return undecided(check, "it is still there, but so is its cause, weak point " + weakPoint.rootId());
        }
        return weakPoint.flapping()
                ? undecided(check, "it is there, but it is still flapping")
                : new Conclude(Verification.INEFFECTIVE, "it is still there: " + weakPoint.summary());
    }

    private static VerificationDecision undecided(Check check, String reason) {
        return check.lastAttempt() ? new Conclude(Verification.INCONCLUSIVE, reason) : new Postpone(true);
    }

    private static String words(Collection<Appeared> points) {
        List<String> all = points.stream().map(point -> point.code() + " of " + point.subject()).sorted().toList();
        return all.stream().limit(3).collect(Collectors.joining(", ")) + (all.size() > 3 ? " …" : "");
    }
}
