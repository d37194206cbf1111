package ink.dreamnet.halo.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import ink.dreamnet.halo.core.GaugeReading;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.dispatch.DispatchGate;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.weakpoint.WeakPoints;
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

    private final MeterRegistry registry;
    private final GaugeReading<Present> present;

    StateMeters(MeterRegistry registry, WeakPoints weakPoints, Tasks tasks, CycleRequests requests,
            CycleHistory history, DispatchGate gate, ObjectProvider<HealthEndpoint> health, Clock clock) {
        this.registry = registry;
        this.present = new GaugeReading<>(() -> new Present(weakPoints.counts(), tasks.counts(),
                tasks.firstExpiry(), requests.pending().size(), history.latest().map(CycleSummary::timestamp),
                gate.paused().isPresent()), clock);
        for (Severity severity : Severity.values()) {
            if (severity.atLeast(Severity.MEDIUM)) {
                gauge("halo.weakpoints", "Weak points that are not resolved",
                        now -> now.weakPoints().getOrDefault(severity, 0L), "severity", severity.wire());
            }
        }
        for (TaskStatus status : TaskStatus.values()) {
            gauge("halo.tasks", "Tasks by status", now -> now.tasks().getOrDefault(status, 0L), "status",
                    status.wire());
        }
        timestamp("halo.tasks.expiry", "When the first of the tasks that wait for approval expires",
                Present::firstExpiry);
        timestamp("halo.cycles.last", "When the last completed cycle started", Present::lastCycle);
        gauge("halo.triggers.pending", "Requests that wait for the next cycle", Present::requests);
        gauge("halo.paused", "1 where nothing is dispatched at present", now -> now.paused() ? 1 : 0);
        GaugeReading<Status> status = new GaugeReading<>(() -> health.getObject().health().getStatus(), clock);
        Gauge.builder("halo.health", () -> status.value(StateMeters::number))
                .description("The status of the health check: 3 up, 2 degraded, 1 out of service, 0 down")
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Present> number, String... tags) {
        Gauge.builder(name, () -> present.value(number)).tags(tags).description(description).register(registry);
    }

    private void timestamp(String name, String description, Function<Present, Optional<Instant>> at) {
        Gauge.builder(name + ".timestamp",
                () -> present.value(now -> at.apply(now).map(StateMeters::seconds).orElse(Double.NaN)))
                .baseUnit("seconds").description(description + ", in seconds since 1970").register(registry);
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
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
    /// @param lastCycle when the last completed cycle started; empty before the first
    private record Present(Map<Severity, Long> weakPoints, Map<TaskStatus, Long> tasks,
            Optional<Instant> firstExpiry, int requests, Optional<Instant> lastCycle, boolean paused) {
    }
}
