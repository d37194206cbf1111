package ink.dreamnet.halo.resonance.pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RhythmTest {

    private static final double HOUR = Spans.HOUR_MS;

    @Test
    void againstShuffledIsTheProductOverItsMeanOfAllOrders() {
        Rhythm rhythm = new Rhythm(24 * HOUR, 2 * HOUR, HOUR);
        double[] gaps = {23 * HOUR, 49 * HOUR, 24.5 * HOUR, 71 * HOUR};
        double[] times = new double[5];
        times[0] = 2 * HOUR;
        for (int i = 0; i < 4; i++) {
            times[i + 1] = times[i] + gaps[i];
        }
        double real = 1;
        for (int i = 1; i < 5; i++) {
            real *= rhythm.density(times[i]);
        }
        assertThat(rhythm.againstShuffled(times)).isCloseTo(real * 24 / orders(rhythm, times[0], gaps, 0, 1),
                within(1e-9));
    }

    /// The sum over all orders of the gaps from an index on.
    private static double orders(Rhythm rhythm, double at, double[] gaps, int from, double product) {
        if (from == gaps.length) {
            return product;
        }
        double sum = 0;
        for (int i = from; i < gaps.length; i++) {
            double[] next = gaps.clone();
            next[from] = gaps[i];
            next[i] = gaps[from];
            double then = at + next[from];
            sum += orders(rhythm, then, next, from + 1, product * rhythm.density(then));
        }
        return sum;
    }

    @Test
    void fitFindsTheMiddleOverMidnight() {
        Rhythm rhythm = Rhythm.fit(new double[]{23.5 * HOUR, 48.5 * HOUR, 71.9 * HOUR, 96.1 * HOUR}, 0, 24 * HOUR);
        assertThat(rhythm.away(0)).isLessThan(0.2 * HOUR);
        assertThat(rhythm.spreadMs()).isBetween(0.2 * HOUR, 0.6 * HOUR);
    }

    /// It comes back about a day after it recovered, and keeps to no hour: the gaps alone bring that about.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void regularGapsAreNoHourOfTheDay(long seed) {
        World world = new World(seed);
        int subject = world.subject();
        world.renewal(subject, 0, 250.0 * Spans.DAY_MS, () -> 23 * HOUR + world.random.nextGaussian() * 0.3 * HOUR,
                () -> HOUR);
        assertThat(world.raised(250, World.Extras.NONE)).isEmpty();
    }
}
