package ink.dreamnet.halo.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.cycle.CycleOutcome;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.verification.StrategyStops;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// The loop's meters: `halo.cycles`, `halo.analyzer`, `halo.triggers`, `halo.tasks.verified`, and the present `halo.weakpoints`,
/// `halo.tasks` and `halo.strategies.stopped`.
@Component
class CycleMeters {

    private final MeterRegistry registry;

    CycleMeters(MeterRegistry registry, WeakPoints weakPoints, Tasks tasks, StrategyStops stops,
            CycleRequests requests, Clock clock) {
        this.registry = registry;
        Counts counts = new Counts(clock, weakPoints, tasks, stops, requests);
        for (Severity severity : Severity.values()) {
            if (severity.atLeast(Severity.MEDIUM)) {
                gauge("halo.weakpoints", "severity", severity.wire(), "Weak points that are not resolved", counts,
                        c -> c.weakPoints(severity));
            }
        }
        for (TaskStatus status : TaskStatus.values()) {
            gauge("halo.tasks", "status", status.wire(), "Tasks by status", counts, c -> c.tasks(status));
        }
        Gauge.builder("halo.triggers.pending", counts, Counts::pending)
                .description("Requests that wait for the next cycle").strongReference(true).register(registry);
        Gauge.builder("halo.strategies.stopped", counts, Counts::stopped)
                .description("Kinds of weak points that a strategy may not repair, because it did harm")
                .strongReference(true).register(registry);
    }

    private void gauge(String name, String tag, String value, String description, Counts counts,
            ToDoubleFunction<Counts> read) {
        Gauge.builder(name, counts, read).tag(tag, value).description(description).strongReference(true)
                .register(registry);
    }

    void completed(CycleSummary cycle, CycleOutcome outcome, Duration took) {
        registry.timer("halo.cycles", "mode", cycle.mode().wire(), "status", cycle.status().wire()).record(took);
        cycle.triggers().forEach(trigger -> registry.counter("halo.triggers", "trigger", trigger).increment());
        outcome.verified()
                .forEach(task -> registry
                        .counter("halo.tasks.verified", "strategy", task.proposal().strategy(), "outcome",
                                Objects.requireNonNull(task.verification().verification()).wire())
                        .increment());
        for (AnalyzerRun run : outcome.runs()) {
            if (run.status() == AnalyzerStatus.SKIPPED) {
                continue;
            }
            registry.timer("halo.analyzer", "analyzer", run.name(), "status", run.status().wire())
                    .record(run.duration());
        }
    }

    void interrupted() {
        registry.counter("halo.cycles.interrupted").increment();
    }

    /// The present numbers, read from the database at most every five seconds however many gauges there are.
    private static final class Counts {

        private static final Duration FRESH = Duration.ofSeconds(5);

        private final Clock clock;
        private final WeakPoints weakPoints;
        private final Tasks tasks;
        private final StrategyStops stops;
        private final CycleRequests requests;
        private Snapshot snapshot = Snapshot.NONE;

        Counts(Clock clock, WeakPoints weakPoints, Tasks tasks, StrategyStops stops, CycleRequests requests) {
            this.clock = clock;
            this.weakPoints = weakPoints;
            this.tasks = tasks;
            this.stops = stops;
            this.requests = requests;
        }

        double weakPoints(Severity severity) {
            return fresh().weakPoints().getOrDefault(severity, 0L);
        }

        double tasks(TaskStatus status) {
            return fresh().tasks().getOrDefault(status, 0L);
        }

        double pending() {
            return fresh().pending();
        }

        double stopped() {
            return fresh().stopped();
        }

        private synchronized Snapshot fresh() {
            Instant now = clock.instant();
            if (Duration.between(snapshot.at(), now).compareTo(FRESH) > 0) {
                snapshot = new Snapshot(now, weakPoints.counts(), tasks.counts(), requests.pending().size(),
                        stops.count());
            }
            return snapshot;
        }
    }

    private record Snapshot(Instant at, Map<Severity, Long> weakPoints,
            Map<TaskStatus, Long> tasks, int pending, long stopped) {
        static final Snapshot NONE = new Snapshot(Instant.EPOCH, Map.of(), Map.of(), 0, 0);
    }
}
