package ink.dreamnet.halo.memory.effect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.effect.Exit.Kind;
import ink.dreamnet.halo.memory.ledger.Aftermath;
import ink.dreamnet.halo.memory.ledger.Decision;
import ink.dreamnet.halo.memory.ledger.RepairCase;
import ink.dreamnet.halo.memory.ledger.RepairEvidence;
import ink.dreamnet.halo.memory.ledger.Verdict;
import ink.dreamnet.halo.memory.ledger.Work;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ContributionTest {

    private static final Instant DECIDED = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration HORIZON = Duration.ofHours(1);
    private static final Instant LONG_AFTER = DECIDED.plus(Duration.ofDays(9));

    private static Instant at(int minutes) {
        return DECIDED.plus(Duration.ofMinutes(minutes));
    }

    private static RepairEvidence evidence(Decision decision, @Nullable Verdict verdict, Aftermath aftermath) {
        return new RepairEvidence(new UUID(1, 1), new UUID(1, 2), new UUID(1, 3), decision, DECIDED,
                new RepairCase("endpoint.down", SubjectRef.parse("endpoint:shop"), Map.of(), Severity.HIGH, 60_000L,
                        "repair-endpoint", "repair", List.of(), "repair.api.endpoint", HORIZON.toMillis()),
                new Work(null, null, null, verdict, verdict == null ? null : at(10)), aftermath, false);
    }

    private static Aftermath ended(int minutes) {
        return new Aftermath(at(minutes), false, null, null);
    }

    @ParameterizedTest
    @CsvSource({"INEFFECTIVE, FAILURE", "HARMFUL, FAILURE", "INCONCLUSIVE, NONE", "UNDELIVERABLE, NONE", ", NONE"})
    void outcomeWhenItDidNotHelpIsKnownAtOnce(@Nullable Verdict verdict, Outcome outcome) {
        assertThat(Contribution.of(evidence(Decision.APPROVED, verdict, Aftermath.NONE), at(11), 0).outcome())
                .isEqualTo(outcome);
    }

    @Test
    void outcomeWhenItHelpedIsKnownADayAfterTheWeakPointEnded() {
        RepairEvidence helped = evidence(Decision.APPROVED, Verdict.EFFECTIVE, ended(9));
        assertThat(Outcome.of(helped, at(9).plus(Duration.ofHours(24)).minusMillis(1))).isEqualTo(Outcome.PENDING);
        assertThat(Outcome.of(helped, at(9).plus(Duration.ofHours(24)))).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void outcomeWhenItCameBackIsAFailureAndNotHarm() {
        Contribution back = Contribution.of(evidence(Decision.APPROVED, Verdict.EFFECTIVE,
                new Aftermath(at(9), false, at(300), null)), at(301), 0);
        assertThat(back.outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(back.cameBack()).isTrue();
        assertThat(back.harmful()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Decision.class, names = "APPROVED", mode = EnumSource.Mode.EXCLUDE)
    void outcomeWhenItWasNotApprovedIsNone(Decision decision) {
        assertThat(Outcome.of(evidence(decision, Verdict.EFFECTIVE, ended(9)), LONG_AFTER)).isEqualTo(Outcome.NONE);
    }

    @ParameterizedTest
    @EnumSource(value = Decision.class, names = "CANCELLED", mode = EnumSource.Mode.EXCLUDE)
    void exitIsThatOfTheHorizonWhateverWasDecided(Decision decision) {
        assertThat(Exit.of(evidence(decision, null, ended(59)), LONG_AFTER)).isEqualTo(new Exit(Kind.HEALED, 5));
        assertThat(Exit.of(evidence(decision, null, ended(61)), LONG_AFTER)).isEqualTo(new Exit(Kind.STAYED, 0));
        assertThat(Exit.of(evidence(decision, null, Aftermath.NONE), LONG_AFTER)).isEqualTo(new Exit(Kind.STAYED, 0));
    }

    /// Most proposals are taken back because the weak point healed: as a comparison they would turn everything upside down.
    @Test
    void exitOfAProposalThatWasTakenBackIsNone() {
        assertThat(Exit.of(evidence(Decision.CANCELLED, null, ended(0)), LONG_AFTER)).isNull();
    }

    @Test
    void exitIsKnownForAllAtTheSameTime() {
        Instant known = DECIDED.plus(HORIZON).plus(Duration.ofHours(24));
        for (Aftermath aftermath : List.of(Aftermath.NONE, ended(1), new Aftermath(at(1), false, at(2), null))) {
            RepairEvidence row = evidence(Decision.REJECTED, null, aftermath);
            assertThat(Exit.of(row, known.minusMillis(1))).isNull();
            assertThat(Exit.of(row, known)).isNotNull();
            assertThat(Contribution.changesAt(row, DECIDED)).isEqualTo(known);
        }
    }

    @Test
    void exitWhenItCameBackIsThatItStayed() {
        assertThat(Exit.of(evidence(Decision.REJECTED, null, new Aftermath(at(3), false, at(400), null)), LONG_AFTER))
                .isEqualTo(new Exit(Kind.STAYED, 0));
    }

    @Test
    void exitWhenItIsRepairedAfterAllIsUnknownFromThenOn() {
        assertThat(Exit.of(evidence(Decision.UNDECIDED, null, new Aftermath(at(30), false, null, at(12))), LONG_AFTER))
                .isEqualTo(new Exit(Kind.CENSORED, 3));
        // it had healed before
        assertThat(Exit.of(evidence(Decision.UNDECIDED, null, new Aftermath(at(5), false, null, at(12))), LONG_AFTER))
                .isEqualTo(new Exit(Kind.HEALED, 2));
    }

    @Test
    void exitWhenNobodyWatchesAnyMoreIsUnknown() {
        assertThat(Exit.of(evidence(Decision.REJECTED, null, new Aftermath(at(30), true, null, null)), LONG_AFTER))
                .isEqualTo(new Exit(Kind.CENSORED, 4));
    }
}
