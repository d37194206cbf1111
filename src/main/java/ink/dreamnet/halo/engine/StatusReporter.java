package ink.dreamnet.halo.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.cycle.LastRun;
import ink.dreamnet.halo.engine.HaloStatus.AnalyzerState;
import ink.dreamnet.halo.engine.HaloStatus.TriggerState;
import ink.dreamnet.halo.engine.HaloStatus.WeakPointCounts;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.dispatch.DispatchGate;
import ink.dreamnet.halo.task.dispatch.Pause;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.TimeTrigger;
import ink.dreamnet.halo.trigger.Triggers;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts together how HALO is doing.
@Component
public class StatusReporter {

    private final CycleHistory history;
    private final CycleRequests requests;
    private final WeakPoints weakPoints;
    private final Tasks tasks;
    private final DispatchGate gate;
    private final AnalyzerRegistry analyzers;
    private final Triggers triggers;
    private final TimeTrigger timeTrigger;

    StatusReporter(CycleHistory history, CycleRequests requests, WeakPoints weakPoints, Tasks tasks, DispatchGate gate,
            AnalyzerRegistry analyzers, Triggers triggers, TimeTrigger timeTrigger) {
        this.history = history;
        this.requests = requests;
        this.weakPoints = weakPoints;
        this.tasks = tasks;
        this.gate = gate;
        this.analyzers = analyzers;
        this.triggers = triggers;
        this.timeTrigger = timeTrigger;
    }

    /// @return how HALO is doing now
    public HaloStatus report() {
        Optional<CycleSummary> summary = history.latest();
        Optional<Pause> pause = gate.paused();
        Map<String, LastRun> lastRuns = history.lastRuns();
        Map<String, Long> byStatus = new TreeMap<>();
        tasks.counts().forEach((status, count) -> byStatus.put(status.wire(), count));
        return new HaloStatus(!history.running().isEmpty(), summary.map(CycleSummary::timestamp).orElse(null),
                summary.map(CycleSummary::summary).orElse(null), summary.map(CycleSummary::id).orElse(null),
                summary.map(CycleSummary::durationMs).orElse(null), timeTrigger.nextFiring().orElse(null),
                requests.pending().stream().map(CycleRequest::trigger).toList(), weakPointCounts(), byStatus,
                pause.isPresent(), pause.orElse(null), analyzers.inSafeMode(),
                analyzers.names().stream().map(name -> analyzerState(name, lastRuns.get(name))).toList(),
                triggerStates());
    }

    private WeakPointCounts weakPointCounts() {
        Map<Severity, Long> counts = weakPoints.counts();
        long critical = counts.getOrDefault(Severity.CRITICAL, 0L);
        long high = counts.getOrDefault(Severity.HIGH, 0L);
        long medium = counts.getOrDefault(Severity.MEDIUM, 0L);
        return new WeakPointCounts(critical, high, medium, critical + high + medium,
                weakPoints.suppressed());
    }

    private AnalyzerState analyzerState(String name, @Nullable LastRun run) {
        if (!analyzers.enabled(name)) {
            return new AnalyzerState(name, "disabled", null, null, null);
        }
        return run == null
                ? new AnalyzerState(name, "not-run", null, null, null)
                : new AnalyzerState(name, run.status().wire(), run.durationMs(), run.subjects(), run.error());
    }

    private List<TriggerState> triggerStates() {
        return triggers.list().stream().map(trigger -> new TriggerState(trigger.name(), trigger.enabled(),
                trigger.lastFiredAt(), trigger.detail())).toList();
    }
}
