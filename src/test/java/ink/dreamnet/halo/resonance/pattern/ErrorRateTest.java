package ink.dreamnet.halo.resonance.pattern;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorRateTest {

    @Test
    void discoversWhenEvidenceReachesItsLevelAndLeavesMoreForTheNext() {
        ErrorRate rate = new ErrorRate(0, 0);
        long first = rate.begin();
        long second = rate.begin();
        // 20 · 2.1097 · 2 · ln² 2 = 40.5, and 20 · 2.1097 · 3 · ln² 3 = 152.8 or half of it after a discovery
        assertThat(rate.discovers(first, 40)).isFalse();
        assertThat(rate.discovers(second, 100)).isFalse();
        assertThat(rate.discovers(first, 41)).isTrue();
        assertThat(rate.discovers(second, 100)).isTrue();
        assertThat(rate.tests()).isEqualTo(2);
        assertThat(rate.discoveries()).isEqualTo(2);
    }

    /// Hypotheses begin all the time; each doubles or loses its stake with fair odds where it is null, and with better ones where it is
    /// not; all nulls share their luck, so that they depend on each other as much as they can.
    @Test
    void discoversFalselyInAtMostOneOfTwentyOnAverageHoweverOftenOneLooks() {
        double falseShare = 0;
        long found = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            Random random = new Random(run);
            ErrorRate rate = new ErrorRate(0, 0);
            int hypotheses = 60;
            double[] stake = new double[hypotheses];
            long[] test = new long[hypotheses];
            boolean[] done = new boolean[hypotheses];
            int wrong = 0;
            for (int step = 0; step < 150; step++) {
                double luck = random.nextDouble();
                for (int i = 0; i < hypotheses && i <= step; i++) {
                    if (test[i] == 0) {
                        test[i] = rate.begin();
                        stake[i] = 1;
                    }
                    boolean isNull = i % 4 != 0;
                    boolean won = isNull ? luck < 0.5 : random.nextDouble() < 0.8;
                    stake[i] *= won ? 1.6 : 0.4;
                    if (!done[i] && rate.discovers(test[i], stake[i])) {
                        done[i] = true;
                        wrong += isNull ? 1 : 0;
                    }
                }
            }
            falseShare += (double) wrong / Math.max(1, rate.discoveries());
            found += rate.discoveries() - wrong;
        }
        assertThat(falseShare / runs).isLessThanOrEqualTo(ErrorRate.LEVEL);
        assertThat((double) found / runs).isGreaterThan(10);
    }
}
