package ink.dreamnet.halo.memory.statistics;

import java.util.List;

import ink.dreamnet.halo.support.Effort;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ThompsonTest {

    private static final int CHOICES = Effort.of(1_000, 4_000);

    private static final List<Tally> ARMS = List.of(new Tally(8, 10), new Tally(4, 8));

    /// P(Beta(3, 1) > Beta(2, 2)) = 4/5 by hand, ∫ 3x²·(3x² − 2x³) dx; P(Beta(9, 3) > Beta(5, 5)) by numerical integration (mpmath).
    @Test
    void propensitiesAreTheProbabilitiesOfBeingBest() {
        assertThat(Thompson.choose(List.of(new Tally(2, 2), new Tally(1, 2)), 1).propensities().getFirst())
                .isCloseTo(0.8, within(1e-4));
        assertThat(Thompson.choose(ARMS, 1).propensities().getFirst()).isCloseTo(0.898219814, within(1e-4));
        assertThat(Thompson.choose(List.of(Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE), 1).propensities())
                .allSatisfy(one -> assertThat(one).isCloseTo(0.25, within(1e-9)));
        assertThat(Thompson.choose(List.of(Tally.NONE), 1)).isEqualTo(new Thompson(0, List.of(1.0)));
    }

    @Test
    void choiceIsMadeAsOftenAsThePropensitySays() {
        int first = 0;
        for (long seed = 0; seed < CHOICES; seed++) {
            Thompson choice = Thompson.choose(ARMS, seed);
            first += choice.arm() == 0 ? 1 : 0;
            assertThat(choice.propensity()).isEqualTo(choice.propensities().get(choice.arm()));
        }
        // three times the standard error
        assertThat(first / (double) CHOICES).isCloseTo(0.898, within(3 * Math.sqrt(0.898 * 0.102 / CHOICES)));
    }

    @Test
    void chooseWithTheSameSeedIsTheSame() {
        for (long seed = -5; seed < 5; seed++) {
            assertThat(Thompson.choose(ARMS, seed)).isEqualTo(Thompson.choose(ARMS, seed));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Thompson.choose(List.of(), 1));
    }
}
