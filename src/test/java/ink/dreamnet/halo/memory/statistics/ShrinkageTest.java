package ink.dreamnet.halo.memory.statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ShrinkageTest {

    /// By hand: strategy (40 + 4·0.5)/(80 + 4) = 0.5; code (9 + 2)/(10 + 4) = 11/14; subject (0 + 44/14)/(2 + 4) = 11/21.
    @Test
    void estimateLeansOnWhatIsMoreGeneral() {
        List<Tally> levels = List.of(new Tally(0, 2), new Tally(9, 10), new Tally(40, 80));
        assertThat(Shrinkage.estimate(levels)).isCloseTo(11 / 21.0, within(1e-12));
        assertThat(Shrinkage.estimate(levels.subList(1, 3))).isCloseTo(11 / 14.0, within(1e-12));
        assertThat(Shrinkage.estimate(List.of())).isEqualTo(0.5);
        assertThat(Shrinkage.estimate(List.of(Tally.NONE, Tally.NONE))).isEqualTo(0.5);
    }

    /// By hand: 80, then 10 + 4·80/84, then 2 + 4·N/(4 + N).
    @Test
    void effectiveSizeCountsTheGeneralLevelsAsFourAtMost() {
        List<Tally> levels = List.of(new Tally(0, 2), new Tally(9, 10), new Tally(40, 80));
        double code = 10 + 320.0 / 84;
        assertThat(Shrinkage.effectiveSize(levels)).isCloseTo(2 + 4 * code / (4 + code), within(1e-12));
        assertThat(Shrinkage.effectiveSize(List.of())).isZero();
        assertThat(Shrinkage.effectiveSize(List.of(Tally.NONE, new Tally(1e9, 1e9)))).isCloseTo(4, within(1e-6));
    }

    @Test
    void estimateWhenASuccessIsAddedNeverFalls() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 1_000; i++) {
            List<Tally> levels = new ArrayList<>(Stream.generate(() -> {
                double trials = random.nextDouble(50);
                return new Tally(trials * random.nextDouble(), trials);
            }).limit(4).toList());
            double before = Shrinkage.estimate(levels);
            double weight = random.nextDouble();
            int level = random.nextInt(4);
            Tally old = levels.get(level);
            levels.set(level, old.plus(true, weight));
            assertThat(Shrinkage.estimate(levels)).isGreaterThanOrEqualTo(before - 1e-15).isBetween(0.0, 1.0);
            levels.set(level, old.plus(false, weight));
            assertThat(Shrinkage.estimate(levels)).isLessThanOrEqualTo(before + 1e-15);
        }
    }

    @Test
    void weightHalvesWithEachHalfLife() {
        assertThat(Discount.DEFAULT.weight(Duration.ZERO)).isEqualTo(1);
        assertThat(Discount.DEFAULT.weight(Duration.ofDays(-1))).isEqualTo(1);
        assertThat(Discount.DEFAULT.weight(Duration.ofDays(30))).isCloseTo(0.5, within(1e-12));
        assertThat(Discount.DEFAULT.weight(Duration.ofDays(90))).isCloseTo(0.125, within(1e-12));
        assertThat(Discount.DEFAULT.weight(Duration.ofDays(1_000_000))).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new Discount(Duration.ZERO));
    }

    /// A tally that is decayed step by step is the sum of its discounted outcomes.
    @Test
    void decayedIsTheSumOfDiscountedOutcomes() {
        SplittableRandom random = new SplittableRandom(9);
        Tally running = Tally.NONE;
        double successes = 0;
        double trials = 0;
        long[] hours = random.longs(200, 0, 100).toArray();
        long age = 0;
        for (long hour : hours) {
            running = running.times(Discount.DEFAULT.weight(Duration.ofHours(hour))).plus(hour % 3 == 0, 1);
        }
        for (int i = hours.length - 1; i >= 0; i--) {
            double weight = Discount.DEFAULT.weight(Duration.ofHours(age));
            trials += weight;
            successes += hours[i] % 3 == 0 ? weight : 0;
            age += hours[i];
        }
        assertThat(running.trials()).isCloseTo(trials, within(1e-9));
        assertThat(running.successes()).isCloseTo(successes, within(1e-9));
    }

    @Test
    void tallyWhenTheCountIsImpossibleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tally(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tally(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tally(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tally(0, Double.POSITIVE_INFINITY));
        assertThat(new Tally(1, 2).plus(new Tally(3, 4))).isEqualTo(new Tally(4, 6));
    }
}
