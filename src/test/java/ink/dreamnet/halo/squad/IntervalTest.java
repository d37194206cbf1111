package ink.dreamnet.halo.squad;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class IntervalTest {

    private static Sample sample(long at, long completed, long failed, @Nullable Double average) {
        return new Sample(at, 0L, null, completed, failed, average, null);
    }

    @Test
    void ofWhenCountersRiseTakesTheDifference() {
        List<Interval> intervals = Interval.of(List.of(sample(0, 100, 5, 200.0), sample(60, 110, 7, 210.0)));
        assertThat(intervals).singleElement().satisfies(interval -> {
            assertThat(interval.completed()).isEqualTo(10);
            assertThat(interval.failed()).isEqualTo(2);
            // 110 × 210 − 100 × 200, over 10 tasks; what was rounded away is at most half a millisecond for each of 210 tasks
            assertThat(interval.meanMs()).isCloseTo(310, within(1e-9));
        });
    }

    @Test
    void ofWhenACounterFellTakesWhatCameSince() {
        Interval interval = Interval.of(List.of(sample(0, 100, 2, 200.0), sample(60, 10, 5, 50.0))).getFirst();
        assertThat(interval.completed()).isEqualTo(10);
        assertThat(interval.failed()).isEqualTo(5);
        assertThat(interval.meanMs()).isEqualTo(50.0);
    }

    @Test
    void ofWhenTheAverageWasRoundedTooMuchTellsNoMean() {
        assertThat(Interval.of(List.of(sample(0, 1_000_000, 0, 200.0), sample(60, 1_000_020, 0, 200.0))).getFirst()
                .meanMs()).isNull();
        assertThat(Interval.of(List.of(sample(0, 1_000_000, 0, 200.00001), sample(60, 1_000_020, 0, 200.00401)))
                .getFirst().meanMs()).isCloseTo(400, within(1.0));
        assertThat(Interval.of(List.of(sample(0, 100, 0, 900.0), sample(60, 110, 0, 100.0))).getFirst().meanMs())
                .as("not an average over all tasks").isNull();
        assertThat(Interval.of(List.of(sample(0, 100, 0, null), sample(60, 110, 0, 100.0))).getFirst().meanMs())
                .isNull();
    }

    /// Counters with resets at random moments: whatever is reported, no difference is negative, none is more than what truly
    /// happened, and without a reset nothing is lost.
    @Test
    void ofWhenResetAtRandomIsNeverNegativeNorTooMuch() {
        Random random = new Random(23);
        for (int run = 0; run < 500; run++) {
            List<Sample> samples = new ArrayList<>();
            long completed = random.nextInt(1000);
            long failed = random.nextInt(100);
            double sum = completed * 100.0;
            List<long[]> truth = new ArrayList<>();
            boolean anyReset = false;
            for (int i = 0; i < 40; i++) {
                if (i > 0) {
                    boolean reset = random.nextInt(10) == 0;
                    long lost = 0;
                    if (reset) {
                        anyReset = true;
                        lost = random.nextInt(5);
                        completed = 0;
                        failed = 0;
                        sum = 0;
                    }
                    int done = random.nextInt(30);
                    int bad = random.nextInt(5);
                    completed += done;
                    failed += bad;
                    sum += done * 100.0;
                    truth.add(new long[]{done + lost, bad + lost});
                }
                samples.add(sample(i * 60_000L, completed, failed, completed == 0 ? null : sum / completed));
            }
            List<Interval> intervals = Interval.of(samples);
            for (int i = 0; i < intervals.size(); i++) {
                Interval interval = intervals.get(i);
                assertThat(interval.completed()).isBetween(0L, truth.get(i)[0]);
                assertThat(interval.failed() == null ? 0 : interval.failed()).isBetween(0L, truth.get(i)[1]);
                if (interval.meanMs() != null) {
                    assertThat(interval.meanMs()).isCloseTo(100, within(0.001));
                }
            }
            if (!anyReset) {
                assertThat(intervals.stream().mapToLong(Interval::finished).sum())
                        .isEqualTo(truth.stream().mapToLong(each -> each[0] + each[1]).sum());
            }
        }
    }

    @Test
    void replacedWhenSamplesAreDenseOrTheClockStoodStillIsTheLast() {
        Sample a = sample(0, 1, 0, null);
        Sample b = sample(30_000, 2, 0, null);
        Sample c = sample(90_000, 3, 0, null);
        assertThat(Series.replaced(List.of(), a, 60_000)).isNull();
        assertThat(Series.replaced(List.of(a), b, 60_000)).isNull();
        assertThat(Series.replaced(List.of(a, b), c, 60_000)).isEqualTo(30_000);
        assertThat(Series.replaced(List.of(a, c), sample(100_000, 4, 0, null), 60_000)).isNull();
        assertThat(Series.replaced(List.of(a, c), sample(90_000, 4, 0, null), 60_000)).isEqualTo(90_000);
        assertThat(Series.replaced(List.of(a, c), b, 60_000)).as("the clock was set back").isEqualTo(30_000);
    }
}
