package ink.dreamnet.halo.memory.statistics;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class EProcessTest {

    /// By numerical integration of the mixture with 40 digits (mpmath).
    @ParameterizedTest
    @CsvSource({"17, 0, 0.8, 3.16855221520373", "16, 0, 0.8, 2.97349838158785", "27, 2, 0.8, 1.34400038623391",
            "5, 15, 0.8, -5.04808653163596", "100, 400, 0.8, -8.584881285169", "1, 0, 0.3, 1.01400564617841"})
    void aboveIsTheIntegralOfTheMixture(long successes, long failures, double bound, double evidence) {
        assertThat(new EProcess(successes, failures).above(bound)).isCloseTo(evidence, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 11, 0.3, 3.29796989376328", "2, 23, 0.3, 3.05160566328903", "10, 3, 0.3, -4.4993612343366"})
    void belowIsTheIntegralOfTheMixture(long successes, long failures, double bound, double evidence) {
        assertThat(new EProcess(successes, failures).below(bound)).isCloseTo(evidence, within(1e-9));
    }

    /// The series of the thin tail and the library's distribution function meet where the tail is about 1e-280.
    @Test
    void aboveWhereTheTailUnderflowsGoesOnSmoothly() {
        double[] evidence = new double[40];
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = new EProcess(1, 380 + i).above(0.8);
        }
        for (int i = 2; i < evidence.length; i++) {
            double step = evidence[i] - evidence[i - 1];
            assertThat(step).isNegative().isCloseTo(evidence[i - 1] - evidence[i - 2], within(1e-4));
        }
    }

    /// Whatever the probability up to the bound, one more outcome is not expected to raise the evidence.
    @Test
    void aboveIsASupermartingaleForEveryProbabilityUpToTheBound() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            EProcess now = new EProcess(random.nextLong(200), random.nextLong(200));
            double bound = random.nextDouble(0.02, 0.98);
            double probability = bound * random.nextDouble();
            double won = Math.exp(now.plus(true).above(bound) - now.above(bound));
            double lost = Math.exp(now.plus(false).above(bound) - now.above(bound));
            assertThat(probability * won + (1 - probability) * lost).as("%s above %s", now, bound)
                    .isLessThanOrEqualTo(1 + 1e-8);
            assertThat(bound * won + (1 - bound) * lost).as("%s at %s", now, bound).isCloseTo(1, within(1e-8));
            assertThat(won).isGreaterThanOrEqualTo(1 - 1e-9);
            assertThat(now.below(1 - bound)).isCloseTo(new EProcess(now.failures(), now.successes()).above(bound),
                    within(1e-8));
        }
    }

    @Test
    void provenWhenItWorksIn95OfACertainNumberTakesAMedianOf29Outcomes() {
        double[] proven = provenWithin(400, 0.95);
        assertThat(proven[28]).isLessThan(0.5);
        assertThat(proven[29]).isGreaterThanOrEqualTo(0.5);
        double mean = 0;
        for (int n = 0; n < 400; n++) {
            mean += 1 - proven[n];
        }
        assertThat(mean).isCloseTo(34.8, within(0.05));
    }

    @Test
    void provenAtTheBoundStaysRareHoweverOftenOneLooks() {
        double[] proven = provenWithin(5_000, 0.8);
        assertThat(proven[200]).isCloseTo(0.0412, within(0.0001));
        assertThat(proven[1_000]).isCloseTo(0.0433, within(0.0001));
        assertThat(proven[5_000]).isCloseTo(0.0440, within(0.0001));
    }

    /// The probability of having reached 20 within n outcomes, exactly: by the probabilities of all counts that have not.
    private static double[] provenWithin(int outcomes, double probability) {
        double[] proven = new double[outcomes + 1];
        double[] alive = new double[outcomes + 2];
        alive[0] = 1;
        int boundary = 0;
        for (int n = 1; n <= outcomes; n++) {
            for (int s = n; s > 0; s--) {
                alive[s] = alive[s] * (1 - probability) + alive[s - 1] * probability;
            }
            alive[0] *= 1 - probability;
            while (boundary <= n && new EProcess(boundary, n - boundary).above(0.8) < Math.log(20)) {
                boundary++;
            }
            proven[n] = proven[n - 1];
            for (int s = boundary; s <= n; s++) {
                proven[n] += alive[s];
                alive[s] = 0;
            }
        }
        return proven;
    }

    @Test
    void aboveWhenNothingWasSeenIsNoEvidence() {
        assertThat(EProcess.NONE.above(0.8)).isZero();
        assertThat(EProcess.NONE.below(0.3)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> EProcess.NONE.above(1));
        assertThatIllegalArgumentException().isThrownBy(() -> EProcess.NONE.below(0));
        assertThatIllegalArgumentException().isThrownBy(() -> EProcess.NONE.below(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new EProcess(-1, 0));
    }
}
