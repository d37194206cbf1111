package ink.dreamnet.halo.resonance.origin;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StormsTest {

    private static final long CYCLE_MS = 300_000;
    private static final int FLEET = 1000;

    private final Storms<Integer> storms = new Storms<>();
    private long atMs;

    private boolean cycle(int onsets) {
        atMs += CYCLE_MS;
        return !storms
                .cycle(atMs, IntStream.range(0, onsets).mapToObj(i -> (int) (atMs / CYCLE_MS) * FLEET + i).toList(),
                        FLEET)
                .isEmpty();
    }

    @Test
    void cycleWhenTwoFallInAQuietFleetIsNoStorm() {
        for (int i = 0; i < 3000; i++) {
            cycle(0);
        }
        assertThat(cycle(2)).isFalse();
    }

    @Test
    void cycleWhenThreeFallInAQuietFleetIsAStorm() {
        for (int i = 0; i < 3000; i++) {
            cycle(0);
        }
        assertThat(cycle(2)).isFalse();
        assertThat(cycle(1)).isTrue();
        assertThat(cycle(0)).as("still within 15 minutes").isTrue();
        cycle(0);
        assertThat(cycle(0)).isFalse();
    }

    @Test
    void cycleWhenTheSameOneFallsThreeTimesIsNoStorm() {
        for (int i = 1; i <= 3; i++) {
            assertThat(storms.cycle(i * 60_000L, List.of(7), 10)).isEmpty();
        }
    }

    /// Onsets that come in clusters, as many as their mean and dispersion say, are what this fleet is like.
    @ParameterizedTest
    @CsvSource({"0.05, 2", "0.3, 4", "1, 8", "3, 3", "0.2, 1.1"})
    void cycleWhenOnsetsAreOverdispersedFindsNoMoreStormsThanOneInAThousandWindows(double mean, double dispersion) {
        int found = 0;
        int cycles = 0;
        for (int seed = 1; seed <= 4; seed++) {
            StormsTest other = new StormsTest();
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 12_000; i++) {
                boolean storm = other.cycle(negativeBinomial(random, mean, dispersion));
                if (i >= 2000) {
                    cycles++;
                    found += storm ? 1 : 0;
                }
            }
        }
        assertThat(found / (double) cycles).isLessThan(0.006);
    }

    @Test
    void cycleWhenManyMoreFallThanUsualIsAStorm() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 3000; i++) {
            cycle(negativeBinomial(random, 1, 3));
        }
        assertThat(cycle(40)).isTrue();
    }

    /// A Poisson number of clusters, each of a logarithmic size, which is a negative binomial.
    private static int negativeBinomial(SplittableRandom random, double mean, double dispersion) {
        double p = 1 - 1 / dispersion;
        double clusters = mean / dispersion * -Math.log(1 - p) / p;
        int n = 0;
        for (double t = -Math.log(1 - random.nextDouble()); t < clusters; t -= Math.log(1 - random.nextDouble())) {
            double u = random.nextDouble();
            double sum = 0;
            int size = 0;
            double term = -p / Math.log(1 - p);
            while (sum < u && size < 200) {
                size++;
                sum += term;
                term *= p * size / (size + 1);
            }
            n += size;
        }
        return n;
    }
}
