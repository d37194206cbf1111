package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

import ink.dreamnet.halo.core.GaugeReading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// The gauges `halo.sink.delay` and `halo.sink.dead.letters` of each sink, which are the same on every replica.
@Component
class SinkMeters implements SmartInitializingSingleton {

    private static final double MILLIS = 1000;

    private final Sinks sinks;
    private final SinkStore store;
    private final MeterRegistry registry;
    private final Clock clock;

    SinkMeters(Sinks sinks, SinkStore store, MeterRegistry registry, Clock clock) {
        this.sinks = sinks;
        this.store = store;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String sink : sinks.names()) {
            GaugeReading<Undelivered> reading = new GaugeReading<>(() -> undelivered(sink), clock);
            gauge(sink, "delay", reading, Undelivered::delay)
                    .description("How long the first of the events that did not get through waits").baseUnit("seconds")
                    .register(registry);
            gauge(sink, "dead.letters", reading, Undelivered::deadLetters)
                    .description("Events that were given up, at most 10,000").register(registry);
        }
    }

    private static Gauge.Builder<?> gauge(String sink, String name, GaugeReading<Undelivered> reading,
            ToDoubleFunction<Undelivered> number) {
        return Gauge.builder("halo.sink." + name, () -> reading.value(number)).tag("sink", sink);
    }

    private Undelivered undelivered(String sink) {
        double delay = store.waitingSince(sink)
                .map(since -> Duration.between(since, clock.instant()).toMillis() / MILLIS).orElse(0.0);
        return new Undelivered(Math.max(0, delay), store.count(sink, true));
    }

    /// @param delay in seconds
    private record Undelivered(double delay, int deadLetters) {
    }
}
