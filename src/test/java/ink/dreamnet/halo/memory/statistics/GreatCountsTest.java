package ink.dreamnet.halo.memory.statistics;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// No count up to a billion gives a number that is none.
class GreatCountsTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 1", "1, 1", "1000000000, 0", "0, 1000000000", "1000000000, 1", "1, 1000000000",
            "1000000000, 1000000000", "1000000, 1000000000", "800000000, 200000000", "800100000, 200000000"})
    void everythingIsFinite(long successes, long failures) {
        EProcess evidence = new EProcess(successes, failures);
        for (double bound : new double[]{1e-9, 0.001, 0.3, 0.5, 0.8, 0.999, 1 - 1e-9}) {
            assertThat(evidence.above(bound)).isFinite();
            assertThat(evidence.below(bound)).isFinite();
        }
        long trials = successes + failures;
        double mean = trials == 0 ? 0.5 : (double) successes / trials;
        Interval interval = new BernoulliSequence(successes, failures).confidence(0.05);
        assertThat(interval.contains(mean)).isTrue();
        assertThat(interval.lower()).isBetween(0.0, 1.0);
        assertThat(interval.upper()).isBetween(0.0, 1.0);
        assertThat(UpperBound.ofRate(successes, trials, 0.05)).isBetween(trials == 0 ? 0.5 : mean, 1.0);

        Tally tally = new Tally(successes, trials);
        assertThat(Shrinkage.estimate(List.of(tally, tally))).isBetween(0.0, 1.0);
        assertThat(Shrinkage.effectiveSize(List.of(tally, tally))).isFinite();
        assertThat(Thompson.choose(List.of(tally, Tally.NONE, tally), 7).propensities()).allSatisfy(
                one -> assertThat(one).isBetween(0.0, 1.0));

        StratifiedDifference difference = StratifiedDifference.of(List.of(new StratifiedDifference.Stratum(successes,
                trials, failures, trials), new StratifiedDifference.Stratum(0, 1, 1, 1)));
        assertThat(difference.difference()).isBetween(-1.0, 1.0);
        assertThat(difference.variance()).isFinite().isNotNegative();
        assertThat(difference.confidence(0.05).contains(difference.difference())).isTrue();

        LifeTable table = LifeTable.ofRows(List.of(new LifeTable.Row(trials, successes, failures / 2)));
        assertThat(table.probability()).isBetween(0.0, 1.0);
        assertThat(table.variance()).isFinite().isNotNegative();
        assertThat(table.effectiveSize()).isFinite().isNotNegative();
    }
}
