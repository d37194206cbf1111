package ink.dreamnet.halo.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.cycle.CycleDetail.AnalyzerRecord;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.trigger.TimeTriggerProperties;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// The `halo` component of the health check: `DOWN` where the loop has stood still for three intervals (and the longest a
/// cycle may take), `DEGRADED` (which answers 200) where an analyzer of the last cycle could not tell.
@Component
class HaloHealthIndicator extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED", "the loop runs, but it does not see everything");

    private static final int INTERVALS = 3;
    private static final Duration SLACK = Duration.ofMinutes(2);

    private final CycleHistory history;
    private final TimeTriggerProperties timeTrigger;
    private final Clock clock;
    private final Instant startedAt;

    HaloHealthIndicator(CycleHistory history, TimeTriggerProperties timeTrigger, Clock clock) {
        super("the state of the loop could not be read");
        this.history = history;
        this.timeTrigger = timeTrigger;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Optional<RecordedCycle> latest = history.latest();
        Instant now = clock.instant();
        Instant lastRun = latest.map(cycle -> cycle.summary().timestamp()).orElse(startedAt);
        // after a long stop the loop has the time of a fresh start
        Instant since = lastRun.isAfter(startedAt) ? lastRun : startedAt;
        Duration limit = timeTrigger.interval().multipliedBy(INTERVALS).plus(SLACK);
        List<String> blind = latest.map(HaloHealthIndicator::blind).orElse(List.of());
        builder.status(status(Duration.between(since, now), limit, blind));
        latest.ifPresent(cycle -> builder.withDetail("lastCycle", cycle.summary().id().toString())
                .withDetail("ageMs", Duration.between(lastRun, now).toMillis()));
        builder.withDetail("intervalMs", timeTrigger.interval().toMillis()).withDetail("failingAnalyzers", blind);
    }

    private Status status(Duration standing, Duration limit, List<String> blind) {
        if (timeTrigger.enabled() && standing.compareTo(limit) > 0) {
            return Status.DOWN;
        }
        return blind.isEmpty() ? Status.UP : DEGRADED;
    }

    private static List<String> blind(RecordedCycle cycle) {
        return cycle.detail().analysis().stream().filter(run -> run.status() != AnalyzerStatus.COMPLETED)
                .map(AnalyzerRecord::name).toList();
    }
}
