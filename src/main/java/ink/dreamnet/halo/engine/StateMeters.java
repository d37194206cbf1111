package ink.dreamnet.halo.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import ink.dreamnet.halo.core.GaugeReading;
import ink.dreamnet.halo.engine.HaloStatus.WeakPointCounts;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.verification.StrategyStops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// The gauges of how HALO is at present: its health, weak points, tasks, what waits, and when it last looked. They are the same on every
/// replica, but for the health.
@Component
class StateMeters {

    private static final double MILLIS = 1000;

    private final MeterRegistry registry;
    private final GaugeReading<Present> present;

    StateMeters(MeterRegistry registry, StatusReporter reporter, Tasks tasks, StrategyStops stops,
            ObjectProvider<HealthEndpoint> health, Clock clock) {
        this.registry = registry;
        this.present = new GaugeReading<>(
                () -> new Present(reporter.report(), tasks.firstExpiry(), stops.active().size()), clock);
        weakPoints("critical", WeakPointCounts::critical);
        weakPoints("high", WeakPointCounts::high);
        weakPoints("medium", WeakPointCounts::medium);
        for (TaskStatus status : TaskStatus.values()) {
            gauge("halo.tasks", "Tasks by status",
                    now -> now.status().tasks().getOrDefault(status.wire(), 0L), "status", status.wire());
        }
        timestamp("halo.tasks.expiry", "When the first of the tasks that wait for approval expires",
                Present::firstExpiry);
        timestamp("halo.cycles.last", "When the last completed cycle started",
                now -> Optional.ofNullable(now.status().lastRunAt()));
        gauge("halo.triggers.pending", "Requests that wait for the next cycle",
                now -> now.status().pendingTriggers().size());
        gauge("halo.strategies.stopped", "Kinds of weak points that a strategy may not repair, because it did harm",
                Present::stopped);
        gauge("halo.paused", "1 where nothing is dispatched at present", now -> now.status().paused() ? 1 : 0);
        GaugeReading<Status> overall = new GaugeReading<>(() -> health.getObject().health().getStatus(), clock);
        Gauge.builder("halo.health", () -> overall.value(StateMeters::number))
                .description("The status of the health check: 3 up, 2 degraded, 1 out of service, 0 down")
                .register(registry);
    }

    private void weakPoints(String severity, ToDoubleFunction<WeakPointCounts> number) {
        gauge("halo.weakpoints", "Weak points that are not resolved",
                now -> number.applyAsDouble(now.status().weakPoints()), "severity", severity);
    }

    private void gauge(String name, String description, ToDoubleFunction<Present> number, String... tags) {
        Gauge.builder(name, () -> present.value(number)).tags(tags).description(description).register(registry);
    }

    private void timestamp(String name, String description, Function<Present, Optional<Instant>> at) {
        Gauge.builder(name + ".timestamp",
                () -> present.value(now -> at.apply(now).map(time -> time.toEpochMilli() / MILLIS).orElse(Double.NaN)))
                .baseUnit("seconds").description(description + ", in seconds since 1970").register(registry);
    }

    private static double number(Status status) {
        return switch (status.getCode()) {
            case "UP" -> 3;
            case "DEGRADED" -> 2;
            case "OUT_OF_SERVICE" -> 1;
            case "DOWN" -> 0;
            default -> Double.NaN;
        };
    }

    /// @param firstExpiry when the first task that waits for approval expires; empty where none waits
    /// @param stopped how many kinds of weak points strategies may not repair
    private record Present(HaloStatus status, Optional<Instant> firstExpiry, long stopped) {
    }
}
