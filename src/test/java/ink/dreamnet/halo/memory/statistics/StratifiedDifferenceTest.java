package ink.dreamnet.halo.memory.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import ink.dreamnet.halo.memory.statistics.StratifiedDifference.Stratum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class StratifiedDifferenceTest {

    /// Deaths in the University Group Diabetes Program with tolbutamide and with placebo, below and from 55 years on
    /// (K. J. Rothman and S. Greenland, *Modern Epidemiology*). Weights, difference and variance by fractions, by hand.
    @Test
    void differenceOfTheDiabetesProgram() {
        StratifiedDifference deaths = StratifiedDifference.of(List.of(new Stratum(8, 106, 5, 120),
                new Stratum(22, 98, 16, 85)));
        assertThat(deaths.weight()).isCloseTo(101.80231152, within(1e-8));
        assertThat(deaths.difference()).isCloseTo(0.03490026934, within(1e-10));
        assertThat(deaths.variance()).isCloseTo(0.00101778137, within(1e-10));
        assertThat(deaths.comparableShare()).isEqualTo(1);
        Interval interval = deaths.confidence(0.05);
        assertThat(interval.contains(0)).isTrue();
        assertThat(interval.width()).isGreaterThan(2 * 1.96 * Math.sqrt(deaths.variance()));
    }

    /// In one stratum the variance is that of two independent shares: p₁q₁/n₁ + p₀q₀/n₀ = 0.21/20 + 0.24/20.
    @Test
    void varianceOfOneBalancedStratumIsThatOfTwoShares() {
        StratifiedDifference one = StratifiedDifference.of(List.of(new Stratum(14, 20, 8, 20)));
        assertThat(one.difference()).isCloseTo(0.3, within(1e-12));
        assertThat(one.variance()).isCloseTo(0.0225, within(1e-12));
    }

    /// The repair that is given to the hard cases raises success from 0.2 to 0.4 and from 0.7 to 0.9, and yet succeeds less
    /// often than nothing does.
    @Test
    void differenceWhenHardCasesAreTreatedIsNotUpsideDown() {
        StratifiedDifference difference = StratifiedDifference.of(List.of(new Stratum(320, 800, 40, 200),
                new Stratum(180, 200, 560, 800)));
        assertThat(difference.difference()).isCloseTo(0.2, within(1e-12));
        assertThat(500.0 / 1_000).isLessThan(600.0 / 1_000);
        assertThat(difference.confidence(0.05).lower()).isPositive();
    }

    @Test
    void comparableShareWhenSomeStrataHaveNoControlLeavesThemOut() {
        StratifiedDifference difference = StratifiedDifference.of(List.of(new Stratum(5, 10, 5, 10),
                new Stratum(30, 30, 0, 0), new Stratum(0, 0, 9, 9)));
        assertThat(difference.comparableShare()).isEqualTo(0.25);
        assertThat(difference.difference()).isZero();
        assertThat(StratifiedDifference.of(List.of(new Stratum(1, 1, 0, 0))).confidence(0.05)).isEqualTo(
                new Interval(-1, 1));
        assertThat(StratifiedDifference.of(List.of())).isEqualTo(StratifiedDifference.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> new Stratum(2, 1, 0, 0));
    }

    @Test
    void differenceFollowsTheCountsAndNotTheOrderOfStrata() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            List<Stratum> strata = new ArrayList<>(Stream.generate(() -> stratum(random)).limit(8).toList());
            StratifiedDifference before = StratifiedDifference.of(strata);
            Collections.shuffle(strata, new Random(i));
            StratifiedDifference shuffled = StratifiedDifference.of(strata);
            assertThat(shuffled.difference()).isCloseTo(before.difference(), within(1e-12));
            assertThat(shuffled.variance()).isCloseTo(before.variance(), within(1e-12));
            Interval interval = before.confidence(0.05);
            assertThat(interval.contains(before.difference())).isTrue();
            assertThat(before.confidence(0.01).width()).isGreaterThanOrEqualTo(interval.width());
            Stratum first = strata.getFirst();
            if (first.treatedSuccesses() < first.treated()) {
                strata.set(0, new Stratum(first.treatedSuccesses() + 1, first.treated(), first.controlSuccesses(),
                        first.control()));
                assertThat(StratifiedDifference.of(strata).difference()).isGreaterThanOrEqualTo(
                        before.difference() - 1e-12);
            }
        }
    }

    private static Stratum stratum(SplittableRandom random) {
        long treated = random.nextLong(6);
        long control = random.nextLong(6);
        return new Stratum(random.nextLong(treated + 1), treated, random.nextLong(control + 1), control);
    }

    /// Looks after every outcome, from the first one on. The bench does the same with more histories and more of them.
    @ParameterizedTest
    @CsvSource({"1, 0.05, 0.05, 1", "1, 0.5, 0.5, 1", "1, 0.95, 0.05, 1", "1, 0.5, 0.05, 5", "10, 0.2, 0.5, 1",
            "50, 0.3, 0.6, 3"})
    void truthIsHeldAtAllTimesInAtLeast95Of100Histories(int strata, double control, double treated, int ratio) {
        SplittableRandom random = new SplittableRandom(6);
        int missed = 0;
        for (int history = 0; history < 400; history++) {
            long[][] counts = new long[strata][4];
            boolean held = true;
            for (int n = 1; n <= 600 && held; n++) {
                boolean isTreated = random.nextInt(ratio + 1) == 0;
                long[] stratum = counts[random.nextInt(strata)];
                stratum[isTreated ? 1 : 3]++;
                stratum[isTreated ? 0 : 2] += random.nextDouble() < (isTreated ? treated : control) ? 1 : 0;
                held = StratifiedDifference.of(Stream.of(counts).map(one -> new Stratum(one[0], one[1], one[2],
                        one[3])).toList()).confidence(0.05).contains(treated - control);
            }
            missed += held ? 0 : 1;
        }
        assertThat(missed).isLessThanOrEqualTo(20);
    }
}
