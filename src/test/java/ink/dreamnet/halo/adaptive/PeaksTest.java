package ink.dreamnet.halo.adaptive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeaksTest {

    private static final double CHANCE = 1e-4;

    private static Peaks fed(long seed, int hours) {
        Random random = new Random(seed);
        Peaks peaks = new Peaks(Peaks.HOUR_MS);
        for (int hour = 0; hour < hours; hour++) {
            peaks.learn(hour * Peaks.HOUR_MS, Math.abs(random.nextGaussian()), hour * Peaks.HOUR_MS);
        }
        return peaks;
    }

    @Test
    void limitWhenLittleIsKnownIsOutOfReach() {
        assertThat(fed(1, 5).limit(CHANCE)).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void limitWhenChanceIsLessIsHigher() {
        for (long seed = 1; seed < 5; seed++) {
            double limit = fed(seed, 500).limit(CHANCE);
            assertThat(limit).isBetween(2.8, 6.0);
            assertThat(fed(seed, 500).limit(CHANCE / 100)).isGreaterThan(limit);
        }
    }

    /// What came once does not hide the next; what came twice does.
    @Test
    void limitWhenSomethingCameTwiceIsAboveIt() {
        Peaks peaks = fed(2, 500);
        peaks.learn(500 * Peaks.HOUR_MS, 20, 500 * Peaks.HOUR_MS);
        peaks.learn(501 * Peaks.HOUR_MS, 1, 501 * Peaks.HOUR_MS);
        peaks.learn(502 * Peaks.HOUR_MS, 1, 502 * Peaks.HOUR_MS);
        assertThat(peaks.limit(CHANCE)).isLessThan(6);
        peaks.learn(524 * Peaks.HOUR_MS, 20, 524 * Peaks.HOUR_MS);
        peaks.learn(525 * Peaks.HOUR_MS, 1, 525 * Peaks.HOUR_MS);
        peaks.learn(526 * Peaks.HOUR_MS, 1, 526 * Peaks.HOUR_MS);
        assertThat(peaks.limit(CHANCE)).isGreaterThan(20);
    }

    /// However long the past was another one, the greatest of late are known.
    @Test
    void limitWhenTheSeriesBecameCalmFollows() {
        Random random = new Random(3);
        Peaks peaks = new Peaks(Peaks.HOUR_MS);
        for (int hour = 0; hour < 4000; hour++) {
            peaks.learn(hour * Peaks.HOUR_MS, (hour < 500 ? 100 : 1) * (1 + random.nextDouble()), hour * Peaks.HOUR_MS);
        }
        assertThat(peaks.limit(CHANCE)).isBetween(2.0, 5.0);
    }

    @Test
    void readWhenWrittenGoesOnTheSame() throws IOException {
        Peaks one = fed(4, 300);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        one.write(new DataOutputStream(bytes));
        Peaks other = Peaks.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (Peaks peaks : new Peaks[]{one, other}) {
            peaks.learn(400 * Peaks.HOUR_MS, 3, 400 * Peaks.HOUR_MS);
        }
        assertThat(other.limit(CHANCE)).isEqualTo(one.limit(CHANCE));
    }
}
