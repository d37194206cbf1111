package ink.dreamnet.halo.weakpoint;

import java.util.SplittableRandom;

import ink.dreamnet.halo.weakpoint.WeakPointProperties.Flapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/// The numbers are computed by hand from the formula: the change between the newest two observations weighs 1.25, each older
/// one 0.5/19 less, down to 0.75; the sum is divided by 20.
class SamplesTest {

    private static final Flapping NAGIOS = new Flapping(true, 30, 20);

    /// @param history the oldest first; 1 is wrong
    private static Samples after(String history) {
        Samples samples = Samples.NONE;
        for (char one : history.toCharArray()) {
            samples = samples.plus(one == '1');
        }
        return samples;
    }

    @ParameterizedTest
    @CsvSource({
            // nothing known: as if it had always been right
            "'', 0", "0, 0",
            // 1.25 / 20
            "1, 6.25",
            // the same change is one, two and nineteen observations older
            "11, 6.1184", "111, 5.9868", "11111111111111111111, 3.75",
            // the change has left the window
            "111111111111111111111, 0",
            // (1.25 + 1.2237) / 20 and so on: each return adds a change
            "10, 12.3684", "101, 18.3553", "1010, 24.2105", "10101, 29.9342", "101010, 35.5263",
            // all twenty changes: their mean weight is 1
            "101010101010101010101, 100"})
    void percentStateChangeIsTheWeightedShareOfChanges(String history, double percent) {
        assertThat(after(history).percentStateChange()).isEqualTo(percent, within(0.0001));
    }

    @Test
    void percentStateChangeForgetsWhatIsOlderThan21Observations() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 500; round++) {
            StringBuilder window = new StringBuilder();
            for (int i = 0; i < Samples.SIZE; i++) {
                window.append(random.nextBoolean() ? '1' : '0');
            }
            assertThat(after("1101" + window)).isEqualTo(after(window.toString()));
        }
    }

    @Test
    void judgeStartsAtTheUpperThresholdAndStopsAtTheLowerOne() {
        assertThat(NAGIOS.judge(false, 29.9342)).isFalse();
        assertThat(NAGIOS.judge(false, 30)).isTrue();
        assertThat(NAGIOS.judge(true, 29.9342)).isTrue();
        assertThat(NAGIOS.judge(true, 20.0001)).isTrue();
        assertThat(NAGIOS.judge(true, 20)).isFalse();
        assertThat(new Flapping(false, 30, 20).judge(true, 100)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"20, 20", "20, 30", "101, 20", "30, -1", "NaN, 20", "30, NaN"})
    void flappingWhenThresholdsAreNotInOrderIsRefused(double start, double stop) {
        assertThatThrownBy(() -> new Flapping(true, start, stop)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("halo.weakpoint.flapping").hasMessageContaining(String.valueOf(start));
    }
}
