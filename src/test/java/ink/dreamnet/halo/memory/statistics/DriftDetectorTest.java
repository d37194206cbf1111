package ink.dreamnet.halo.memory.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DriftDetectorTest {

    @ParameterizedTest
    @CsvSource({"0.02", "0.2", "0.5", "0.95"})
    void driftedWhenNothingChangesIsRare(double probability) {
        SplittableRandom random = new SplittableRandom(7);
        DriftDetector detector = DriftDetector.NONE;
        int alarms = 0;
        for (int i = 0; i < 80_000; i++) {
            detector = i < 40_000 && i % 300 == 0 ? DriftDetector.NONE : detector;
            detector = detector.plus(random.nextDouble() < probability);
            alarms += detector.drifted() ? 1 : 0;
            assertThat(detector.buckets()).hasSizeLessThanOrEqualTo(65);
        }
        assertThat(alarms).isLessThanOrEqualTo(8);
        assertThat(detector.remaining().trials()).isLessThanOrEqualTo(1 << 14);
    }

    @ParameterizedTest
    @CsvSource({"0.95, 0.5, 20", "0.9, 0.2, 10", "0.3, 0.9, 15", "0.95, 0.75, 60"})
    void driftedWhenTheProbabilityChangesComesSoonAndForgetsWhatWas(double before, double after, int median) {
        int[] delays = new int[101];
        int forgotten = 0;
        for (int run = 0; run < delays.length; run++) {
            SplittableRandom random = new SplittableRandom(run);
            DriftDetector detector = DriftDetector.NONE;
            for (int i = 0; i < 300; i++) {
                detector = detector.plus(random.nextDouble() < before);
            }
            while (!detector.drifted() && delays[run] < 1_000) {
                detector = detector.plus(random.nextDouble() < after);
                delays[run]++;
            }
            forgotten += detector.remaining().trials() < 100 ? 1 : 0;
        }
        Arrays.sort(delays);
        assertThat(delays[50]).isLessThanOrEqualTo(median);
        assertThat(forgotten).isGreaterThanOrEqualTo(90);
    }

    @Test
    void stateIsKeptAsJson() {
        JsonMapper json = JsonMapper.shared();
        DriftDetector detector = DriftDetector.NONE;
        for (int i = 0; i < 100; i++) {
            detector = json.readValue(json.writeValueAsString(detector), DriftDetector.class).plus(i % 3 == 0);
        }
        assertThat(detector.remaining()).isEqualTo(new Tally(34, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new DriftDetector.Bucket(2, 1));
    }
}
