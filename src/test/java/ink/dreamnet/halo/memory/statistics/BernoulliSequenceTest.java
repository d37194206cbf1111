package ink.dreamnet.halo.memory.statistics;

import java.util.SplittableRandom;

import ink.dreamnet.halo.support.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class BernoulliSequenceTest {

    private static final int HISTORIES = Effort.of(400, 1_000);

    /// By halving with 40 digits (mpmath).
    @ParameterizedTest
    @CsvSource({"8, 2, 0.05, 0.342478608418, 0.990606240233", "0, 10, 0.05, 0, 0.376987350991",
            "50, 50, 0.05, 0.338257552646, 0.661742447354", "950, 50, 0.05, 0.920760418189, 0.97128008274",
            "3, 1, 0.2, 0.215109897086, 0.991996884101", "0, 0, 0.05, 0, 1"})
    void confidenceIsWhereTheMixtureReachesTheThreshold(long successes, long failures, double alpha, double lower,
            double upper) {
        Interval interval = new BernoulliSequence(successes, failures).confidence(alpha);
        assertThat(interval.lower()).isCloseTo(lower, within(1e-10));
        assertThat(interval.upper()).isCloseTo(upper, within(1e-10));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0.9620241076", "0, 10, 0.3008479107", "0, 100, 0.03553657644", "1, 100, 0.06080898386",
            "5, 100, 0.1359464476", "0, 0, 1", "3, 3, 1"})
    void upperBoundIsWhereTheEvidenceReachesTheThreshold(long events, long trials, double bound) {
        assertThat(UpperBound.ofRate(events, trials, 0.05)).isCloseTo(bound, within(1e-9));
    }

    @Test
    void intervalsAreNestedAndMirroredAndFollowTheCounts() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 500; i++) {
            BernoulliSequence now = new BernoulliSequence(random.nextLong(300), random.nextLong(300));
            Interval interval = now.confidence(0.05);
            Interval wider = now.confidence(0.01);
            Interval more = now.plus(true).confidence(0.05);
            Interval mirrored = new BernoulliSequence(now.failures(), now.successes()).confidence(0.05);
            assertThat(wider.lower()).isLessThanOrEqualTo(interval.lower());
            assertThat(wider.upper()).isGreaterThanOrEqualTo(interval.upper());
            assertThat(more.lower()).isGreaterThanOrEqualTo(interval.lower() - 1e-12);
            assertThat(mirrored.lower()).isCloseTo(1 - interval.upper(), within(1e-9));
            assertThat(UpperBound.ofRate(now.successes(), now.trials(), 0.01)).isGreaterThanOrEqualTo(
                    UpperBound.ofRate(now.successes(), now.trials(), 0.05) - 1e-12);
            assertThat(UpperBound.ofRate(now.successes() + 1, now.trials() + 1, 0.05)).isGreaterThanOrEqualTo(
                    UpperBound.ofRate(now.successes(), now.trials(), 0.05) - 1e-12);
        }
    }

    /// Beyond the bound every rate is refuted, below it none.
    @Test
    void upperBoundIsTheOnlyPlaceWhereTheEvidenceCrossesTheThreshold() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            long events = random.nextLong(20);
            long trials = events + 1 + random.nextLong(200);
            double bound = UpperBound.ofRate(events, trials, 0.05);
            EProcess seen = new EProcess(events, trials - events);
            double mean = (double) events / trials;
            for (int step = 1; step < 50; step++) {
                double above = bound + (1 - bound) * step / 50;
                double below = mean + (bound - mean) * step / 50;
                assertThat(seen.below(above)).isGreaterThanOrEqualTo(Math.log(20) - 1e-9);
                assertThat(seen.below(below)).isLessThan(Math.log(20));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.02", "0.3", "0.5", "0.95"})
    void truthIsHeldAtAllTimesInAtLeast95Of100Histories(double truth) {
        SplittableRandom random = new SplittableRandom(4);
        int missed = 0;
        int harmMissed = 0;
        for (int history = 0; history < HISTORIES; history++) {
            BernoulliSequence now = BernoulliSequence.NONE;
            boolean held = true;
            boolean bounded = true;
            for (int n = 1; n <= 1_000; n++) {
                now = now.plus(random.nextDouble() < truth);
                if (n <= 50 || n % 10 == 0) {
                    held &= now.confidence(0.05).contains(truth);
                    bounded &= new EProcess(now.successes(), now.failures()).below(truth) < Math.log(20);
                }
            }
            missed += held ? 0 : 1;
            harmMissed += bounded ? 0 : 1;
        }
        assertThat(missed).isLessThanOrEqualTo(HISTORIES / 20);
        assertThat(harmMissed).isLessThanOrEqualTo(HISTORIES / 20);
    }

    @Test
    void confidenceWhenAlphaIsImpossibleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> BernoulliSequence.NONE.confidence(0));
        assertThatIllegalArgumentException().isThrownBy(() -> BernoulliSequence.NONE.confidence(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BernoulliSequence(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> UpperBound.ofRate(2, 1, 0.05));
    }
}
