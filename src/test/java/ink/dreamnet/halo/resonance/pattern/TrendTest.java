package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrendTest {

    private static final double HOURS = 3_600_000.0;

    private final Patterns patterns = new Patterns(new Fleet());
    private final List<Patterns.Raised> raised = new ArrayList<>();

    @Test
    void certificateIsArithmetic() {
        hourly(48, "certificate-days", hour -> 31 - hour / 24.0, 0);
        assertThat(patterns.forecasts()).hasSize(1);
        long endsMs = World.START + 31 * Spans.DAY_MS;
        assertThat(patterns.forecasts().getFirst())
                .isEqualTo(new Forecast(0, "certificate-days", endsMs, endsMs, endsMs));
        assertThat(raised).hasSize(1);
        assertThat(raised.getFirst().finding().eValue()).isNaN();
        assertThat(raised.getFirst().finding().severity()).isEqualTo(Severity.MEDIUM);
        assertThat(raised.getFirst().firstMs()).isEqualTo(World.START + Spans.DAY_MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void backlogThatGrowsIsForeseenAndRaised(long seed) {
        Random random = new Random(seed);
        hourly(200, "backlog", hour -> hour + 5 * random.nextGaussian(), 300);
        Forecast forecast = patterns.forecasts().getFirst();
        assertThat(forecast.midMs()).isBetween(hour(280), hour(320));
        assertThat(forecast.lowMs()).isLessThan(forecast.midMs());
        assertThat(forecast.highMs()).isGreaterThan(forecast.midMs());
        assertThat(raised).extracting(one -> one.finding().pattern()).containsExactly("trend");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void backlogThatOnlyWandersIsNotRaised(long seed) {
        Random random = new Random(seed);
        double[] walk = new double[1];
        hourly(600, "backlog", _ -> walk[0] += random.nextGaussian(), 60);
        assertThat(raised).isEmpty();
    }

    /// Whatever drives the values, the limit is reached within the interval in about 90 of 100 cases.
    @Test
    void intervalsHoldTheCrossingAsOftenAsTheySay() {
        int made = 0;
        int held = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            double[] values = new double[600];
            double level = 0;
            double drift = 0.2 + random.nextDouble();
            for (int i = 0; i < values.length; i++) {
                level += seed % 2 == 0 ? 0.3 * drift + 2 * random.nextGaussian() : drift;
                values[i] = level + (seed % 2 == 0 ? 0 : 10 * random.nextGaussian());
            }
            int at = 60 + random.nextInt(120);
            double[] times = new double[at + 1];
            double[] seen = new double[at + 1];
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i <= at; i++) {
                times[i] = i * HOURS;
                seen[i] = values[i];
                most = Math.max(most, seen[i]);
            }
            double limit = most + 20;
            Trend trend = Trend.of(times, seen, limit);
            if (trend != null && trend.midMs() < Double.POSITIVE_INFINITY) {
                int crossing = at + 1;
                while (crossing < values.length && values[crossing] < limit) {
                    crossing++;
                }
                double took = crossing < values.length ? (crossing - at) * HOURS : Double.POSITIVE_INFINITY;
                made++;
                held += trend.lowMs() <= took && took <= trend.highMs() ? 1 : 0;
            }
        }
        assertThat(made).isGreaterThan(25);
        assertThat((double) held / made).isGreaterThan(0.85);
    }

    private static long hour(int hour) {
        return World.START + hour * Spans.HOUR_MS;
    }

    private void hourly(int hours, String metric, IntToDoubleFunction value, double limit) {
        Timeline timeline = new Timeline(4);
        for (int hour = 0; hour < hours; hour++) {
            CycleFacts facts = new CycleFacts(hour(hour), List.of(),
                    List.of(new Measure(0, metric, value.applyAsDouble(hour), limit)), List.of(), List.of());
            raised.addAll(patterns.cycle(facts, timeline.add(facts), timeline).raised());
        }
    }
}
