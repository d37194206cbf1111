package ink.dreamnet.halo.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.cycle.LastRun;
import ink.dreamnet.halo.trigger.TimeTriggerProperties;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// The `halo` component of the health check: `DOWN` where the loop has stood still for three intervals (and the longest a
/// cycle may take), `DEGRADED` (which answers 200) where an analyzer could not, when it last ran, tell.
@Component
class HaloHealthIndicator extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED", "the loop runs, but it does not see everything");

    private static final int INTERVALS = 3;
    private static final Duration SLACK = Duration.ofMinutes(2);

    private final CycleHistory history;
    private final AnalyzerRegistry analyzers;
    private final TimeTriggerProperties timeTrigger;
    private final Clock clock;
    private final Instant startedAt;

    HaloHealthIndicator(CycleHistory history, AnalyzerRegistry analyzers, TimeTriggerProperties timeTrigger,
            Clock clock) {
        super("the state of the loop could not be read");
        this.history = history;
        this.analyzers = analyzers;
        this.timeTrigger = timeTrigger;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Optional<CycleSummary> latest = history.latest();
        Instant now = clock.instant();
        Instant lastRun = latest.map(CycleSummary::timestamp).orElse(startedAt);
        // after a long stop the loop has the time of a fresh start
        Instant since = lastRun.isAfter(startedAt) ? lastRun : startedAt;
        Duration limit = timeTrigger.interval().multipliedBy(INTERVALS).plus(SLACK);
        List<String> blind = blind();
        builder.status(status(Duration.between(since, now), limit, blind));
        latest.ifPresent(cycle -> builder.withDetail("lastCycle", cycle.id().toString())
                .withDetail("ageMs", Duration.between(lastRun, now).toMillis()));
        builder.withDetail("intervalMs", timeTrigger.interval().toMillis()).withDetail("failingAnalyzers", blind);
    }

    private Status status(Duration standing, Duration limit, List<String> blind) {
        if (timeTrigger.enabled() && standing.compareTo(limit) > 0) {
            return Status.DOWN;
        }
        return blind.isEmpty() ? Status.UP : DEGRADED;
    }

    private List<String> blind() {
        Map<String, LastRun> runs = history.lastRuns();
        return analyzers.names().stream().filter(analyzers::enabled).map(runs::get)
                .filter(run -> run != null && run.status() != AnalyzerStatus.COMPLETED).map(LastRun::analyzer).toList();
    }
}
