package ink.dreamnet.halo.squad;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class StatisticsTest {

    /// Newcombe 1998, table I, method 3 (score, without continuity correction).
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void wilsonIsAsPublished(long hits, long trials, double lower, double upper) {
        Wilson bounds = Wilson.of(hits, trials);
        assertThat(bounds.lower()).isCloseTo(lower, within(0.00005));
        assertThat(bounds.upper()).isCloseTo(upper, within(0.00005));
    }

    @Test
    void wilsonStaysInsideAndRisesWithTheHits() {
        Random random = new Random(7);
        for (int run = 0; run < 2_000; run++) {
            long trials = 1 + random.nextLong(random.nextBoolean() ? 20 : 1_000_000);
            long hits = random.nextLong(trials + 1);
            Wilson bounds = Wilson.of(hits, trials);
            double rate = (double) hits / trials;
            assertThat(bounds.lower()).isBetween(0.0, rate);
            assertThat(bounds.upper()).isBetween(rate, 1.0);
            if (hits < trials) {
                Wilson more = Wilson.of(hits + 1, trials);
                assertThat(more.lower()).isGreaterThan(bounds.lower());
                assertThat(more.upper()).isGreaterThan(bounds.upper());
            }
            Wilson mirrored = Wilson.of(trials - hits, trials);
            assertThat(mirrored.lower()).isCloseTo(1 - bounds.upper(), within(1e-9));
            Wilson tenTimes = Wilson.of(10 * hits, 10 * trials);
            assertThat(tenTimes.upper() - tenTimes.lower()).isLessThan(bounds.upper() - bounds.lower());
        }
        assertThat(Wilson.of(0, 0)).isEqualTo(new Wilson(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.of(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.of(-1, 2));
    }

    /// Leys et al. 2013, section 2: the series whose mean and standard deviation one value spoils.
    @Test
    void robustIsAsPublished() {
        Robust robust = Robust.of(new double[]{1, 3, 3, 6, 8, 10, 10, 1000});
        assertThat(robust.median()).isEqualTo(7);
        assertThat(robust.spread()).isCloseTo(5.1891, within(0.00005));
        assertThat(robust.deviation(1000, 1)).isGreaterThan(190);
        assertThat(Robust.of(new double[]{4, 4, 4}).deviation(5, 0.5)).isEqualTo(2);
    }

    /// Hyndman and Fan 1996, type 7, as R's `quantile(1:10, c(.25, .95))` has it.
    @Test
    void quantileIsAsInR() {
        double[] ten = {10, 1, 9, 2, 8, 3, 7, 4, 6, 5};
        assertThat(Robust.quantile(ten, 0.25)).isCloseTo(3.25, within(1e-12));
        assertThat(Robust.quantile(ten, 0.95)).isCloseTo(9.55, within(1e-12));
        assertThat(Robust.quantile(ten, 1)).isEqualTo(10);
        assertThat(Robust.quantile(new double[]{3}, 0.95)).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> Robust.quantile(new double[0], 0.5));
    }

    /// R. O. Gilbert 1987, *Statistical Methods for Environmental Pollution Monitoring*, table A18.
    @ParameterizedTest
    @CsvSource({"4, 6, 0.042", "4, 4, 0.167", "5, 8, 0.042", "5, 10, 0.0083", "6, 15, 0.0014", "7, 21, 0.0002",
            "8, 16, 0.031", "9, 18, 0.038", "10, 21, 0.036"})
    void chanceIsAsInTheTable(int n, long score, double chance) {
        double[] values = withScore(n, score);
        double[] times = times(n);
        Trend trend = Trend.of(times, values);
        assertThat(trend.score()).isEqualTo(score);
        assertThat(trend.chance()).isCloseTo(chance, within(0.0006));
    }

    /// An order of 1…n with a given S: from the fully rising one, each swap of neighbours takes two off.
    private static double[] withScore(int n, long score) {
        double[] values = times(n);
        long swaps = (n * (n - 1) / 2 - score) / 2;
        for (int end = n - 1; end > 0 && swaps > 0; end--) {
            for (int i = 0; i < end && swaps > 0; i++, swaps--) {
                double moved = values[i];
                values[i] = values[i + 1];
                values[i + 1] = moved;
            }
        }
        return values;
    }

    private static double[] times(int n) {
        double[] times = new double[n];
        Arrays.setAll(times, i -> i + 1);
        return times;
    }

    @Test
    void slopeWhenOneValueIsWildIsThatOfTheOthers() {
        double[] times = times(20);
        double[] values = Arrays.stream(times).map(time -> 3 * time + 1).toArray();
        assertThat(Trend.of(times, values).slope()).isCloseTo(3, within(1e-12));
        values[7] = 100_000;
        assertThat(Trend.of(times, values).slope()).isCloseTo(3, within(0.2));
        Trend flat = Trend.of(times(9), new double[9]);
        assertThat(flat.chance()).isEqualTo(1);
        assertThat(flat.slope()).isZero();
    }

    @Test
    void chanceWhenThereAreTiesIsNearTheExactOne() {
        double[] distinct = {1, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 12};
        double[] tied = {1, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 11};
        assertThat(Trend.of(times(12), tied).chance()).isCloseTo(Trend.of(times(12), distinct).chance(), within(0.001));
    }

    @Test
    void chanceWhenThereIsNoTrendIsUniform() {
        Random random = new Random(11);
        int below = 0;
        for (int run = 0; run < 4_000; run++) {
            double[] noise = random.doubles(12).toArray();
            if (Trend.of(times(12), noise).chance() <= 0.05) {
                below++;
            }
        }
        assertThat(below / 4_000.0).isBetween(0.03, 0.055);
    }

    @ParameterizedTest
    @CsvSource({"0 0 0 1, 1", "5 5 5 5, 0", "1 2 3 4, 0.333333", "10 90, 0.8", "0 0, 0"})
    void inequalityIsGinisCorrectedForSmallNumbers(String shares, double expected) {
        long[] given = Arrays.stream(shares.split(" ")).mapToLong(Long::parseLong).toArray();
        assertThat(Inequality.of(given)).isCloseTo(expected, within(1e-6));
        long[] scaled = Arrays.stream(given).map(share -> share * 1000).toArray();
        assertThat(Inequality.of(scaled)).isCloseTo(expected, within(1e-6));
    }
}
