package ink.dreamnet.halo.memory.effect;

import java.util.Map;
import java.util.Objects;
import java.util.Random;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.effect.Exit.Kind;
import ink.dreamnet.halo.memory.effect.Judgement.Compared;
import ink.dreamnet.halo.memory.ledger.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class JudgementTest {

    private static final Stratum YOUNG = new Stratum(0, Severity.HIGH);
    private static final Stratum OLD = new Stratum(4, Severity.HIGH);

    private static EffectCounts counts(int successes, int failures) {
        EffectCounts counts = EffectCounts.NONE;
        for (int i = 0; i < successes; i++) {
            counts = counts.plus(new Contribution(Outcome.SUCCESS, Verdict.EFFECTIVE, false, null, 0), 1);
        }
        for (int i = 0; i < failures; i++) {
            counts = counts.plus(new Contribution(Outcome.FAILURE, Verdict.INEFFECTIVE, false, null, 0), 1);
        }
        return new EffectCounts(counts.decisions(), counts.verdicts(), 0, 0, successes, failures,
                new EffectCounts.Sequence(successes, failures), counts.drift(), 0);
    }

    private static Exits exits(int healed, int stayed) {
        Exits exits = Exits.NONE;
        for (int i = 0; i < healed; i++) {
            exits = exits.plus(new Exit(Kind.HEALED, i % Exit.SLICES), 1);
        }
        for (int i = 0; i < stayed; i++) {
            exits = exits.plus(new Exit(Kind.STAYED, 0), 1);
        }
        return exits;
    }

    private static Judgement judge(EffectCounts counts, Exits treated, Exits control) {
        return Judgement.of(counts, new Compared(Map.of(YOUNG, treated), Map.of(YOUNG, control)));
    }

    @Test
    void standingWhenNothingIsKnownIsLearning() {
        Judgement judgement = Judgement.of(EffectCounts.NONE, Compared.NOTHING);
        assertThat(judgement.standing()).isEqualTo(Standing.LEARNING);
        assertThat(judgement.uplift()).isNull();
        assertThat(judgement.baseRate()).isNull();
        assertThat(judgement.harmUpper()).isEqualTo(1);
    }

    @Test
    void standingWhenItHelpsMoreThanNothingDoesIsProven() {
        assertThat(judge(counts(40, 1), exits(40, 1), exits(10, 30)).standing()).isEqualTo(Standing.PROVEN);
    }

    /// It "worked" in 40 of 41 cases, and so does waiting.
    @Test
    void standingWhenAsManyHealWithoutItIsNotProven() {
        assertThat(judge(counts(40, 1), exits(40, 1), exits(39, 1)).standing()).isEqualTo(Standing.LEARNING);
        assertThat(judge(counts(900, 30), exits(900, 30), exits(910, 20)).standing()).isEqualTo(Standing.AVOID);
    }

    @Test
    void standingWhenNothingIsComparedIsNotProven() {
        assertThat(Judgement.of(counts(400, 1), Compared.NOTHING).standing()).isEqualTo(Standing.LEARNING);
    }

    @Test
    void standingWhenItHardlyEverHelpsIsAvoid() {
        assertThat(Judgement.of(counts(0, 11), Compared.NOTHING).standing()).isEqualTo(Standing.AVOID);
        assertThat(Judgement.of(counts(0, 10), Compared.NOTHING).standing()).isEqualTo(Standing.LEARNING);
    }

    @Test
    void standingWhenItHelpedAndMayComeBackIsNotAvoided() {
        EffectCounts counts = counts(0, 11);
        for (int i = 0; i < 8; i++) {
            counts = counts.plus(new Contribution(Outcome.PENDING, Verdict.EFFECTIVE, false, null, 0), 1);
        }
        assertThat(Judgement.of(counts, Compared.NOTHING).standing()).isEqualTo(Standing.LEARNING);
    }

    @Test
    void standingWhenItDoesHarmIsAvoidHoweverOftenItHelps() {
        EffectCounts counts = counts(80, 0);
        for (int i = 0; i < 20; i++) {
            counts = counts.plus(new Contribution(Outcome.FAILURE, Verdict.HARMFUL, false, null, 0), 1);
        }
        Judgement judgement = judge(counts, exits(80, 20), exits(10, 90));
        assertThat(judgement.standing()).isEqualTo(Standing.AVOID);
        assertThat(judgement.harmUpper()).isBetween(0.2, 0.4);
    }

    /// Operators approve the old ones, which heal less often: without strata a good repair looks useless.
    @Test
    void upliftComparesLikeWithLike() {
        Judgement judgement = Judgement.of(counts(50, 50),
                new Compared(Map.of(OLD, exits(50, 40), YOUNG, exits(10, 0)),
                        Map.of(OLD, exits(2, 18), YOUNG, exits(81, 9))));
        // the old: 50/90 against 2/20; the young: 10/10 against 81/90
        double old = 90 * 20 / 110.0;
        double young = 10 * 90 / 100.0;
        assertThat(Objects.requireNonNull(judgement.uplift()).difference())
                .isEqualTo((old * (50 / 90.0 - 0.1) + young * 0.1) / (old + young), within(1e-9));
        assertThat(judgement.baseRate()).isEqualTo(83 / 110.0, within(1e-9));
    }

    @Test
    void shareWhenSomeAreRepairedAfterAllCountsThemAsFarAsTheyAreKnown() {
        Exits exits = exits(0, 5).plus(new Exit(Kind.HEALED, 1), 1).plus(new Exit(Kind.HEALED, 5), 1)
                .plus(new Exit(Kind.HEALED, 5), 1).plus(new Exit(Kind.CENSORED, 3), 1)
                .plus(new Exit(Kind.CENSORED, 3), 1);
        // 1 of 10 heals early; two of the nine leave on the way (8 exposed); 2 of the 7 that are left heal late
        assertThat(Judgement.Share.table(exits, 0).probability()).isEqualTo(1 - 0.9 * 5 / 7.0, within(1e-9));
        assertThat(Judgement.Share.of(exits).observed()).isBetween(7L, 10L);
    }

    /// A repair that fails is followed by another one, which heals: that is not the doing of the first.
    @Test
    void shareWhenRepairsThatFailedAreFollowedByOthersCompletesThemByWhatHealsWithoutAny() {
        Exits repaired = Exits.NONE;
        for (int i = 0; i < 10; i++) {
            repaired = repaired.plus(new Exit(Kind.HEALED, 1), 1).plus(new Exit(Kind.CENSORED, 3), 1);
        }
        // of those that nobody repairs and that are left at the fourth slice half heal
        Exits control = exits(0, 5).plus(new Exit(Kind.HEALED, 0), 1);
        for (int i = 0; i < 5; i++) {
            control = control.plus(new Exit(Kind.HEALED, 4), 1);
        }
        assertThat(Judgement.Share.of(repaired, control)).isEqualTo(new Judgement.Share(15, 20));
        assertThat(Judgement.Share.of(repaired, Exits.NONE)).isEqualTo(new Judgement.Share(10, 20));
    }

    @Test
    void shareWhenSomeAreRepairedAtOnceLeavesThemOut() {
        Exits exits = exits(2, 4).plus(new Exit(Kind.CENSORED, 0), 1).plus(new Exit(Kind.CENSORED, 0), 1);
        assertThat(Judgement.Share.of(exits)).isEqualTo(new Judgement.Share(2, 6));
    }

    @Test
    void standingNeverWorsensByASuccess() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            int successes = random.nextInt(60);
            int failures = random.nextInt(20);
            Judgement before = Judgement.of(counts(successes, failures), Compared.NOTHING);
            Judgement after = Judgement.of(counts(successes + 1, failures), Compared.NOTHING);
            assertThat(after.logProven()).isGreaterThanOrEqualTo(before.logProven());
            assertThat(after.logAvoid()).isLessThanOrEqualTo(before.logAvoid());
        }
    }
}
