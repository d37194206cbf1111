package ink.dreamnet.halo.memory.statistics;

import java.time.Duration;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class IntervalCensoredTest {

    /// By hand: 3 onsets in intervals of an hour, 7 clean hours: ln(1 + 3 / 7.5) = ln 1.4.
    @Test
    void rateIsTheMaximumOfTheLikelihood() {
        assertThat(new IntervalCensored(3, 7, 3).perHour()).isCloseTo(0.336472, within(1e-6));
        assertThat(new IntervalCensored(3, 7, 3).exposureHours()).isEqualTo(8.5);
    }

    /// The rate of what is looked at every day is that of what is looked at every five minutes; taking the look that found
    /// it for the onset, and the time before for clean, makes it smaller by a quarter.
    @ParameterizedTest
    @CsvSource({"5, 0.02", "60, 0.02", "1440, 0.02", "1440, 0.1"})
    void rateDoesNotDependOnHowOftenOneLooks(int minutes, double rate) {
        SplittableRandom random = new SplittableRandom(10);
        double clean = Math.exp(-rate * minutes / 60.0);
        IntervalCensored seen = IntervalCensored.NONE;
        int looks = 200_000 / minutes * 5 + 20_000;
        for (int i = 0; i < looks; i++) {
            Duration length = Duration.ofMinutes(minutes);
            seen = random.nextDouble() < clean ? seen.plusClean(length) : seen.plusOnset(length);
        }
        assertThat(seen.perHour()).isCloseTo(rate, within(rate * 0.1));
    }

    /// Intervals of very different lengths: the root of Σ d/(e^(λd) − 1) = C, found by hand with 10 onsets within 5 minutes, one within
    /// a week, and 1,000 clean hours, is 0.01037.
    @Test
    void rateWhenIntervalsDifferIsNearTheMaximum() {
        IntervalCensored seen = new IntervalCensored(0, 1_000, 0).plusOnset(Duration.ofDays(7));
        for (int i = 0; i < 10; i++) {
            seen = seen.plusOnset(Duration.ofMinutes(5));
        }
        assertThat(seen.perHour()).isCloseTo(0.01037, within(0.0003));
    }

    @Test
    void rateWhenAnOnsetIsAddedRisesAndIsNeverInfinite() {
        assertThat(IntervalCensored.NONE.perHour()).isZero();
        assertThat(new IntervalCensored(1, 0, 0).perHour()).isFinite().isPositive();
        assertThat(new IntervalCensored(5, 0, 5).perHour()).isFinite().isGreaterThan(2);
        IntervalCensored seen = new IntervalCensored(0, 24, 0);
        for (int i = 0; i < 50; i++) {
            IntervalCensored more = seen.plusOnset(Duration.ofMinutes(5));
            assertThat(more.perHour()).isGreaterThan(seen.perHour());
            assertThat(seen.plusClean(Duration.ofHours(1)).perHour()).isLessThanOrEqualTo(seen.perHour());
            seen = more;
        }
        assertThat(seen.times(0.5).perHour()).isCloseTo(seen.perHour(), within(seen.perHour() * 0.01));
        assertThatIllegalArgumentException().isThrownBy(() -> IntervalCensored.NONE.plusClean(Duration.ofHours(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new IntervalCensored(Double.NaN, 0, 0));
    }
}
