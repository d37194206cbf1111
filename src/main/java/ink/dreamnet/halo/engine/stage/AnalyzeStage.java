package ink.dreamnet.halo.engine.stage;

import java.time.Clock;
import java.time.Instant;

import ink.dreamnet.halo.analysis.Analysis;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Observations;
import org.springframework.stereotype.Component;

/// Analysis: runs every analyzer of the cycle's mode whose turn it is. Changes nothing.
@Component
record AnalyzeStage(Analysis analysis, CycleHistory history, Clock clock) {

    Analyzed run(RequestBatch batch) throws InterruptedException {
        Instant began = clock.instant();
        CycleMode mode = batch.mode();
        Scope scope = batch.scope();
        return new Analyzed(batch, began, new Observations(batch.cycleId(), mode, scope,
                analysis.run(batch.cycleId(), mode, scope, history.skippedCycles())));
    }
}
