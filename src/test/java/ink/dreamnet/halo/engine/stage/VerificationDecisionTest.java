package ink.dreamnet.halo.engine.stage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.engine.stage.VerificationDecision.Check;
import ink.dreamnet.halo.engine.stage.VerificationDecision.Conclude;
import ink.dreamnet.halo.engine.stage.VerificationDecision.Harm;
import ink.dreamnet.halo.engine.stage.VerificationDecision.NotChecked;
import ink.dreamnet.halo.engine.stage.VerificationDecision.Postpone;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.weakpoint.Observations.Observation;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Appeared;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Outcome;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Whether a repair has helped, case by case.
class VerificationDecisionTest {

    private static final Appeared OTHER = new Appeared(Ids.next(), "endpoint-health", "endpoint.down",
            SubjectRef.parse("endpoint:till"), Ids.next(), false);

    private static WeakPoint point(WeakPointState state, @Nullable String resolution, @Nullable UUID root,
            boolean flapping) {
        Instant then = Instant.parse("2026-11-01T00:00:00Z");
        return new WeakPoint(Ids.next(), "endpoint-health", "endpoint.down", SubjectRef.parse("endpoint:shop"),
                Severity.HIGH, "shop is down", state, then, then, 1, 0, false, null, resolution, List.of(), Map.of(),
                root != null, null, root, flapping, 0, null, null, null);
    }

    private static final WeakPoint OPEN = point(WeakPointState.OPEN, null, null, false);
    private static final WeakPoint RESOLVED = point(WeakPointState.RESOLVED, WeakPoints.OBSERVED_CLEAN, null, false);

    private static VerificationDecision decide(WeakPoint point, Observation observation, boolean lastAttempt) {
        return VerificationDecision.decide(new Outcome(point, observation, Map.of()), new Harm(List.of(), List.of()),
                new Check(true, false, lastAttempt));
    }

    private static Verification outcome(VerificationDecision decision) {
        assertThat(decision).isInstanceOf(Conclude.class);
        return ((Conclude) decision).outcome();
    }

    @Test
    void goneWhenResolvedIsEffective() {
        assertThat(outcome(decide(RESOLVED, Observation.ABSENT, false))).isEqualTo(Verification.EFFECTIVE);
    }

    @Test
    void flappingIsNotVerifiedYetWhicheverHalfOfItWasSeen() {
        WeakPoint flapping = point(WeakPointState.OPEN, null, null, true);
        for (Observation observation : List.of(Observation.ABSENT, Observation.PRESENT)) {
            assertThat(decide(flapping, observation, false)).isEqualTo(new Postpone(true));
            assertThat(outcome(decide(flapping, observation, true))).isEqualTo(Verification.INCONCLUSIVE);
        }
    }

    @Test
    void recordOfTheWeakPointThatIsGoneIsInconclusive() {
        assertThat(outcome(
                VerificationDecision.decide(null, new Harm(List.of(), List.of()), new Check(false, false, false))))
                .isEqualTo(Verification.INCONCLUSIVE);
    }

    @Test
    void thereWhenNothingElseCausesItIsIneffective() {
        assertThat(decide(OPEN, Observation.PRESENT, false)).isEqualTo(
                new Conclude(Verification.INEFFECTIVE, "it is still there: shop is down"));
    }

    @Test
    void thereWhenItsCauseIsOpenSaysNothingAboutTheRepair() {
        WeakPoint caused = point(WeakPointState.OPEN, null, Ids.next(), false);
        assertThat(decide(caused, Observation.PRESENT, false)).isEqualTo(new Postpone(true));
        assertThat(outcome(decide(caused, Observation.PRESENT, true))).isEqualTo(Verification.INCONCLUSIVE);
    }

    @Test
    void unseenIsCheckedAgainAndThenInconclusive() {
        assertThat(decide(OPEN, Observation.UNOBSERVED, false)).isEqualTo(new Postpone(true));
        assertThat(outcome(decide(OPEN, Observation.UNOBSERVED, true))).isEqualTo(Verification.INCONCLUSIVE);
    }

    @Test
    void unseenWhenNobodyWatchesTheSubjectAnyMoreIsInconclusiveAtOnce() {
        assertThat(outcome(
                decide(point(WeakPointState.RESOLVED, WeakPoints.SUBJECT_REMOVED, null, false), Observation.UNOBSERVED,
                        false)))
                .isEqualTo(Verification.INCONCLUSIVE);
    }

    @Test
    void notAskedWaitsAndIsCheckedAgainWhereThisCycleWasRequestedForIt() {
        assertThat(
                VerificationDecision.decide(new Outcome(OPEN, Observation.NOT_CHECKED, Map.of()),
                        new Harm(List.of(), List.of()),
                        new Check(false, true, true)))
                .isEqualTo(new NotChecked());
        assertThat(
                VerificationDecision.decide(new Outcome(OPEN, Observation.NOT_CHECKED, Map.of()),
                        new Harm(List.of(), List.of()),
                        new Check(true, false, true)))
                .isEqualTo(new Postpone(false));
    }

    @ParameterizedTest
    @EnumSource(Observation.class)
    void cycleThatWasNotRequestedAndDoesNotCoverEverythingVerifiesNothing(Observation observation) {
        assertThat(
                VerificationDecision.decide(new Outcome(RESOLVED, observation, Map.of()),
                        new Harm(List.of(OTHER), List.of()),
                        new Check(false, false, true)))
                .isEqualTo(new NotChecked());
    }

    @ParameterizedTest
    @EnumSource(value = Observation.class, names = "NOT_CHECKED", mode = EnumSource.Mode.EXCLUDE)
    void worseIsHarmfulWhateverBecameOfTheWeakPoint(Observation observation) {
        assertThat(
                VerificationDecision.decide(new Outcome(RESOLVED, observation, Map.of()),
                        new Harm(List.of(OTHER), List.of()),
                        new Check(false, true, false)))
                .isEqualTo(new Conclude(Verification.HARMFUL,
                        "since the repair began, another weak point is critical: endpoint.down of endpoint:till"));
    }

    @ParameterizedTest
    @EnumSource(value = Observation.class, names = "NOT_CHECKED", mode = EnumSource.Mode.EXCLUDE)
    void worseThatNobodyCouldSeeLeavesItOpenWhetherItDidHarm(Observation observation) {
        assertThat(
                VerificationDecision.decide(new Outcome(RESOLVED, observation, Map.of()),
                        new Harm(List.of(), List.of(OTHER)),
                        new Check(true, false, false)))
                .isEqualTo(new Postpone(true));
        assertThat(
                outcome(VerificationDecision.decide(new Outcome(RESOLVED, observation, Map.of()),
                        new Harm(List.of(), List.of(OTHER)),
                        new Check(true, false, true))))
                .isEqualTo(Verification.INCONCLUSIVE);
    }
}
