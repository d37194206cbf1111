package ink.dreamnet.halo.resonance.pattern;

import java.util.Arrays;
import java.util.Random;

import ink.dreamnet.halo.resonance.pattern.Bets.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BetsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 29})
    void factorIsOneOnAverageOverTheRanks(int after) {
        double[] held = new Random(after).doubles(30).toArray();
        double[] sorted = held.clone();
        Arrays.sort(sorted);
        double sum = Bets.factor(held, 30 - after, -1);
        for (double value : sorted) {
            sum += Bets.factor(held, 30 - after, value + 1e-12);
        }
        assertThat(sum / 31).isCloseTo(1, within(1e-9));
    }

    @Test
    void factorIsTheMeanOfTheRanksOverEqualValues() {
        double[] held = {1, 2, 2, 2, 3, 2, 2};
        // ranks 1 to 6 of 8 are those of the five values 2, and the two of the ends are told apart
        double sum = Bets.factor(held, 4, 0) + 6 * Bets.factor(held, 4, 2) + Bets.factor(held, 4, 4);
        assertThat(sum / 8).isCloseTo(1, within(1e-9));
    }

    /// Ville: while nothing changes, the stake reaches 20 in at most one of twenty hypotheses, however often one looks.
    @Test
    void stakeIsSeldomLargeWhileNothingChanges() {
        Random random = new Random(1);
        int begun = 0;
        int large = 0;
        for (int series = 0; series < 3000; series++) {
            Bets bets = new Bets(64, 9, 10, true);
            boolean was = false;
            for (int i = 0; i < 100; i++) {
                Step step = bets.add(random.nextGaussian());
                begun += step == Step.BEGUN ? 1 : 0;
                boolean is = bets.testing() && bets.eValue() >= 20;
                large += is && !was ? 1 : 0;
                was = is || was && bets.testing();
            }
        }
        assertThat(begun).isGreaterThan(500);
        assertThat((double) large / begun).isLessThan(0.05);
    }

    @Test
    void stakeGrowsAfterAChangeInEitherDirection() {
        for (double shift : new double[]{3, -3}) {
            Random random = new Random(1);
            Bets bets = new Bets(64, 9, 10, true);
            double largest = 0;
            for (int i = 0; i < 60; i++) {
                bets.add(random.nextGaussian() + (i < 40 ? 0 : shift));
                largest = Math.max(largest, bets.testing() ? bets.eValue() : 0);
            }
            assertThat(largest).isGreaterThan(1e4);
        }
    }
}
