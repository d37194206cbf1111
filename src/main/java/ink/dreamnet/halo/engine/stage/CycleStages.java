package ink.dreamnet.halo.engine.stage;

import java.util.List;

import ink.dreamnet.halo.cycle.CycleOutcome;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.strategy.Generated;
import ink.dreamnet.halo.task.CancelledTasks;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.proposal.Proposed;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Detection;
import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.CheckedCallable;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The order of a cycle: Plan → Analyze → Detect → Settle → Verify → Generate → Propose → Dispatch → Record. Each stage is one span of
/// the cycle's trace.
@Component
public class CycleStages {

    /// How often the changes are tried when operators change the same weak points and tasks at the same moment.
    private static final int ATTEMPTS = 5;

    private final Stages stages;
    private final TransactionTemplate transaction;
    private final ObservationRegistry observations;

    CycleStages(Stages stages, TransactionTemplate transaction, ObservationRegistry observations) {
        this.stages = stages;
        this.transaction = transaction;
        this.observations = observations;
    }

    /// The stages, in their order.
    @Component
    record Stages(PlanStage plan, AnalyzeStage analyze, DetectStage detect, SettleStage settle, VerifyStage verify,
            GenerateStage generate, ProposeStage propose, DispatchStage dispatch, RecordStage record) {
    }

    /// The result of a cycle.
    ///
    /// @param summary the record
    /// @param outcome what is recorded
    public record Done(CycleSummary summary, CycleOutcome outcome) {
    }

    /// Runs all stages, under one span that holds theirs.
    ///
    /// @throws InterruptedException where HALO is shutting down; nothing has changed then
    public Done run(RequestBatch batch) throws InterruptedException {
        return span("halo.cycle", () -> {
            Planned planned = stage("plan", () -> stages.plan().run(batch));
            Done done = changeAll(stage("analyze", () -> stages.analyze().run(planned)));
            planned.turn().recorded();
            return done;
        });
    }

    /// Runs the stages that change something, all or nothing. When someone else changed the same things at the same moment,
    /// it starts over from the analysis.
    private Done changeAll(Analyzed analyzed) {
        for (int attempt = 1;; attempt++) {
            try {
                return transaction.execute(tx -> change(analyzed));
            } catch (ConcurrencyFailureException conflict) {
                if (attempt == ATTEMPTS) {
                    throw conflict;
                }
            }
        }
    }

    private Done change(Analyzed analyzed) {
        Detection detection = stage("detect", () -> stages.detect().run(analyzed));
        CancelledTasks cancelled = stage("settle", () -> stages.settle().run(detection));
        List<TaskView> verified = stage("verify", () -> stages.verify().run(analyzed));
        Generated generated = stage("generate", () -> stages.generate().run(analyzed, detection));
        Proposed proposed = stage("propose", () -> stages.propose().run(analyzed, generated));
        List<TaskView> tasks = stage("dispatch", () -> stages.dispatch().run(proposed));
        CycleOutcome outcome = new CycleOutcome(analyzed.observations().runs(), analyzed.plan(), detection, cancelled,
                verified, tasks);
        return new Done(stage("record", () -> stages.record().run(analyzed.batch(), outcome)), outcome);
    }

    private <T, E extends Throwable> T stage(String name, CheckedCallable<T, E> work) throws E {
        return span("halo.cycle." + name, work);
    }

    private <T, E extends Throwable> T span(String name, CheckedCallable<T, E> work) throws E {
        return Observation.createNotStarted(name, observations).observeChecked(work);
    }
}
