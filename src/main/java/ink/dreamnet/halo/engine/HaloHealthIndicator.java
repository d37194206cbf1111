package ink.dreamnet.halo.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.DatabaseBackedHealth;
import ink.dreamnet.halo.core.DatabaseOutage;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.cycle.LastRun;
import ink.dreamnet.halo.trigger.TimeTrigger;
import ink.dreamnet.halo.trigger.TimeTriggerProperties;
import ink.dreamnet.halo.trigger.TriggerGate;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// The `halo` component of the health check: `DOWN` where a cycle of this process stands still, and where the time trigger is on
/// and the last completed cycle began more than two intervals and a minute ago, or before a time of its cron expression that is
/// minutes ago; while a cycle is under way, as much later as its analyzers may take. `DEGRADED` (which answers 200) where an
/// analyzer could not, when it last ran, tell, and in safe mode.
@Component
class HaloHealthIndicator extends DatabaseBackedHealth {

    static final Status DEGRADED = new Status("DEGRADED", "the loop runs, but it does not see everything");

    private static final int INTERVALS = 2;
    private static final Duration SLACK = Duration.ofMinutes(1);
    private static final Duration CRON_SLACK = Duration.ofMinutes(5);

    private final CycleHistory history;
    private final AnalyzerRegistry analyzers;
    private final TimeTrigger trigger;
    private final TriggerGate gate;
    private final TimeTriggerProperties schedule;
    private final FlightWatch watch;
    private final Clock clock;
    private final Instant first;

    HaloHealthIndicator(CycleHistory history, AnalyzerRegistry analyzers, TimeTrigger trigger, TriggerGate gate,
            TimeTriggerProperties schedule, FlightWatch watch, DatabaseOutage outage, Clock clock) {
        super("the state of the loop could not be read", outage);
        this.history = history;
        this.analyzers = analyzers;
        this.trigger = trigger;
        this.gate = gate;
        this.schedule = schedule;
        this.watch = watch;
        this.clock = clock;
        this.first = first(schedule, clock.instant());
    }

    @Override
    protected void read(Health.Builder builder) {
        Optional<CycleSummary> latest = history.latest();
        Instant now = clock.instant();
        List<String> failing = failingAnalyzers();
        builder.status(watch.standsStill() || standsStill(latest, now)
                ? Status.DOWN
                : failing.isEmpty() && !analyzers.inSafeMode()
                        ? Status.UP
                        : DEGRADED);
        if (analyzers.inSafeMode()) {
            builder.withDetail("safeMode", true);
        }
        latest.ifPresent(cycle -> builder.withDetail("lastCycle", cycle.id().toString())
                .withDetail("ageMs", Duration.between(cycle.timestamp(), now).toMillis()));
        if (schedule.cron() == null) {
            builder.withDetail("intervalMs", schedule.interval().toMillis());
        } else {
            builder.withDetail("cron", schedule.cron());
        }
        builder.withDetail("failingAnalyzers", failing);
    }

    private boolean standsStill(Optional<CycleSummary> latest, Instant now) {
        if (!gate.enabled(trigger)) {
            return false;
        }
        // after a long stop, or a long time switched off, the loop has the time of a fresh start
        Instant since = Stream.of(latest.map(CycleSummary::timestamp), gate.switchedAt(trigger))
                .flatMap(Optional::stream).reduce(first, (one, other) -> one.isAfter(other) ? one : other);
        Duration underWay = history.running().isEmpty() ? Duration.ZERO : analyzers.longestDeadline();
        return now.isAfter(overdue(schedule, since).plus(underWay));
    }

    /// @return from when on a cycle can be expected after a start
    static Instant first(TimeTriggerProperties schedule, Instant startedAt) {
        return schedule.cron() == null ? startedAt.plus(schedule.initialDelay()) : startedAt;
    }

    /// Says from when on a loop stands still. Without side effects.
    ///
    /// @param since when the last cycle began, or one could first be expected
    static Instant overdue(TimeTriggerProperties schedule, Instant since) {
        Instant free = since.plus(schedule.cooldown());
        return schedule.cron() == null
                ? free.plus(schedule.interval().multipliedBy(INTERVALS)).plus(SLACK)
                : schedule.next(free).plus(CRON_SLACK);
    }

    private List<String> failingAnalyzers() {
        Map<String, LastRun> runs = history.lastRuns();
        return analyzers.names().stream().filter(analyzers::enabled).map(runs::get)
                .filter(run -> run != null && run.status() != AnalyzerStatus.COMPLETED).map(LastRun::analyzer).toList();
    }
}
