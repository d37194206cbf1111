package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.Objects;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.cycle.CycleOutcome;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.strategy.Strategy;
import ink.dreamnet.halo.task.Verification;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Counts completed cycles, what they served, how their analyzers did and what became of repairs. What must not be missed is there from the
/// start, as 0: an alert sees a counter rise only where it was there before.
@Component
class CycleMeters {

    private static final String INTERRUPTED = "halo.cycles.interrupted";

    private final MeterRegistry registry;

    CycleMeters(MeterRegistry registry, ObjectProvider<Strategy> strategies) {
        this.registry = registry;
        registry.counter(INTERRUPTED);
        strategies.forEach(strategy -> {
            for (Verification outcome : Verification.values()) {
                verified(strategy.name(), outcome);
            }
        });
    }

    private Counter verified(String strategy, Verification outcome) {
        return registry.counter("halo.tasks.verified", "strategy", strategy, "outcome", outcome.wire());
    }

    void completed(CycleSummary cycle, CycleOutcome outcome, Duration took) {
        registry.timer("halo.cycles", "mode", cycle.mode().wire(), "status", cycle.status().wire()).record(took);
        cycle.triggers().forEach(trigger -> registry.counter("halo.triggers", "trigger", trigger).increment());
        outcome.verified().forEach(task -> verified(task.proposal().strategy(),
                Objects.requireNonNull(task.verification().verification())).increment());
        for (AnalyzerRun run : outcome.runs()) {
            if (run.status() == AnalyzerStatus.SKIPPED) {
                continue;
            }
            registry.timer("halo.analyzer", "analyzer", run.name(), "status", run.status().wire())
                    .record(run.duration());
        }
    }

    void interrupted() {
        registry.counter(INTERRUPTED).increment();
    }
}
