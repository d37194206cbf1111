package ink.dreamnet.halo.engine.stage;

import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleOutcome;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.RequestBatch;
import org.springframework.stereotype.Component;

/// Results recording: records cycle results, and marks its requests as served.
@Component
record RecordStage(CycleHistory history, CycleRequests requests) {

    CycleSummary run(RequestBatch batch, CycleOutcome outcome) {
        CycleSummary summary = history.complete(batch, outcome);
        requests.served(batch.cycleId());
        return summary;
    }
}
