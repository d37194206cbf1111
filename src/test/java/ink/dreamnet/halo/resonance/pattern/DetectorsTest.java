package ink.dreamnet.halo.resonance.pattern;

import java.util.List;

import ink.dreamnet.halo.resonance.pattern.Patterns.Raised;
import ink.dreamnet.halo.resonance.timeline.Deployed;
import ink.dreamnet.halo.resonance.timeline.Repaired;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DetectorsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsFoundWhereOutagesAreIndependentAndClusterAndLast(long seed) {
        assertThat(Planted.nothing(seed, 12, 250).raised(250, World.Extras.NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void recurrenceIsFound(long seed) {
        found(Planted.recurrence(seed), "recurrence", List.of(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void precedenceIsFound(long seed) {
        found(Planted.precedence(seed), "precedence", List.of(0, 1));
    }

    /// The second is always seen weak after the first, but in the same run of the prober or the next.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void orderWithinARunIsNoPrecedence(long seed) {
        World world = new World(seed);
        int first = world.subject();
        int then = world.subject();
        world.renewal(first, 0, 200.0 * Spans.DAY_MS, () -> world.exponential(2 * Spans.DAY_MS), () -> Spans.HOUR_MS);
        world.outages(first).forEach(outage -> world.outage(then, outage.from() + World.CYCLE, Spans.HOUR_MS));
        assertThat(world.raised(200, World.Extras.NONE)).isEmpty();
    }

    /// Both fail on many nights, the one at two and the other half an hour later, and know nothing of each other.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void jobsOfTheNightDoNotPrecedeEachOther(long seed) {
        World world = new World(seed);
        int first = world.subject();
        int then = world.subject();
        for (int day = 0; day < 250; day++) {
            double night = day * (double) Spans.DAY_MS + 2 * Spans.HOUR_MS;
            if (world.random.nextDouble() < 0.4) {
                world.outage(first, night, 10 * Spans.MINUTE_MS);
            }
            if (world.random.nextDouble() < 0.4) {
                world.outage(then, night + 30 * Spans.MINUTE_MS, 10 * Spans.MINUTE_MS);
            }
        }
        assertThat(world.raised(250, World.Extras.NONE)).extracting(one -> one.finding().pattern())
                .doesNotContain("precedence");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rhythmIsFound(long seed) {
        found(Planted.rhythm(seed), "rhythm.hour-of-day", List.of(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changeOfLatencyIsFoundAndAttributedToTheDeployBefore(long seed) {
        World world = new World(seed);
        int slow = world.subject();
        int same = world.subject();
        long deploy = 20 * Spans.DAY_MS - 10 * Spans.MINUTE_MS;
        World.Extras extras = new World.Extras() {
            @Override
            public double latency(int subject, long since) {
                double usual = 100 * Math.exp(0.2 * world.random.nextGaussian());
                return subject == slow && since > deploy ? 1.5 * usual : usual;
            }

            @Override
            public List<Deployed> deploys(long since) {
                return since == deploy + Spans.MINUTE_MS * 5
                        ? List.of(new Deployed(slow, World.START + deploy))
                        : List.of();
            }
        };
        List<Raised> raised = world.raised(25, extras);
        assertThat(raised).hasSize(1);
        assertThat(raised.getFirst().finding().pattern()).isEqualTo("change-point.latency");
        assertThat(raised.getFirst().finding().subjects()).containsExactly(slow).doesNotContain(same);
        assertThat(raised.getFirst().finding().template()).endsWith(", after its deploy.");
        assertThat(raised.getFirst().firstMs() - World.START - deploy).isLessThan(2 * Spans.DAY_MS);
    }

    /// Latency that is the same on the mean for ever, but stays high or low for hours.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void latencyThatPersistsIsNoChange(long seed) {
        World world = new World(seed);
        double[] state = new double[6];
        for (int i = 0; i < state.length; i++) {
            world.subject();
        }
        assertThat(world.raised(40, new World.Extras() {
            @Override
            public double latency(int subject, long since) {
                state[subject] = 0.98 * state[subject] + 0.1 * world.random.nextGaussian();
                return 100 * Math.exp(state[subject]);
            }
        })).isEmpty();
    }

    @Test
    void repairThatDoesNotLastIsFoundAndOneThatDoesIsNot() {
        World world = new World(1);
        int returns = world.subject();
        int lasts = world.subject();
        for (int i = 1; i < 30; i++) {
            double at = i * 3.0 * Spans.DAY_MS;
            world.outage(returns, at, Spans.HOUR_MS);
            world.outage(returns, at + 8 * Spans.HOUR_MS, Spans.HOUR_MS);
            world.outage(lasts, at, Spans.HOUR_MS);
        }
        List<Raised> raised = world.raised(90, new World.Extras() {
            @Override
            public List<Repaired> repairs(long since) {
                return since % (3 * Spans.DAY_MS) == 2 * Spans.HOUR_MS
                        ? List.of(repaired(returns), repaired(lasts))
                        : List.of();
            }

            private Repaired repaired(int subject) {
                return new Repaired(subject, "endpoint.down", "restart-endpoint", "restart", true);
            }
        });
        assertThat(raised).filteredOn(one -> one.finding().pattern().equals("ineffective-repair"))
                .extracting(one -> one.finding().subjects()).containsExactly(List.of(returns));
    }

    private static void found(World world, String pattern, List<Integer> subjects) {
        List<Raised> raised = world.raised(200, World.Extras.NONE);
        assertThat(raised).as("%s", raised).anySatisfy(one -> {
            assertThat(one.finding().pattern()).isEqualTo(pattern);
            assertThat(one.finding().subjects()).isEqualTo(subjects);
        });
        assertThat(raised).allSatisfy(one -> assertThat(one.finding().subjects()).allMatch(subjects::contains));
    }
}
