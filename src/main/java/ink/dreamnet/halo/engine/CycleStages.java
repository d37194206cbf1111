package ink.dreamnet.halo.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import ink.dreamnet.halo.analysis.Analysis;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleOutcome;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.strategy.Generated;
import ink.dreamnet.halo.strategy.TaskGeneration;
import ink.dreamnet.halo.task.Routing;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.Tasks.Proposed;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Detection;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The stages of a cycle in their order. Each is one span of the cycle's trace.
@Component
class CycleStages {

    /// How often the record is tried when operators change the same weak points and tasks at the same moment.
    private static final int ATTEMPTS = 5;
    private static final Set<TaskStatus> UNDECIDED = EnumSet.of(TaskStatus.SUGGESTED, TaskStatus.PENDING_APPROVAL);

    private final Analysis analysis;
    private final WeakPoints weakPoints;
    private final ProofStage proof;
    private final TaskGeneration generation;
    private final Tasks tasks;
    private final CycleHistory history;
    private final CycleRequests requests;
    private final TransactionTemplate transaction;
    private final ObservationRegistry observations;
    private final Clock clock;

    CycleStages(Analysis analysis, WeakPoints weakPoints, ProofStage proof, TaskGeneration generation, Tasks tasks,
            CycleHistory history, CycleRequests requests, TransactionTemplate transaction,
            ObservationRegistry observations, Clock clock) {
        this.analysis = analysis;
        this.weakPoints = weakPoints;
        this.proof = proof;
        this.generation = generation;
        this.tasks = tasks;
        this.history = history;
        this.requests = requests;
        this.transaction = transaction;
        this.observations = observations;
        this.clock = clock;
    }

    /// What the stages came to.
    ///
    /// @param summary the record
    /// @param outcome what is recorded
    record Done(CycleSummary summary, CycleOutcome outcome) {
    }

    /// Runs all stages, under one span that holds theirs.
    Done run(RequestBatch batch) throws InterruptedException {
        return span("halo.cycle", () -> {
            Instant began = clock.instant();
            List<AnalyzerRun> runs = span("halo.cycle.analyze",
                    () -> analysis.run(batch.cycleId(), batch.mode(), batch.scope(), history.passedOver()));
            return record(batch, runs, began);
        });
    }

    /// Work that waits, and so can be interrupted.
    private interface Waiting<T> {
        T work() throws InterruptedException;
    }

    private <T> T span(String name, Waiting<T> waiting) throws InterruptedException {
        Observation span = Observation.start(name, observations);
        try (Observation.Scope scope = span.openScope()) {
            return waiting.work();
        } catch (InterruptedException | RuntimeException | Error failure) {
            span.error(failure);
            throw failure;
        } finally {
            span.stop();
        }
    }

    /// Detects, generates, dispatches and records, all or nothing. When someone else changed the same things at the same
    /// moment, it starts over from what was seen.
    private Done record(RequestBatch batch, List<AnalyzerRun> runs, Instant began) {
        for (int attempt = 1;; attempt++) {
            try {
                return transaction.execute(tx -> recordOnce(batch, runs, began));
            } catch (ConcurrencyFailureException conflict) {
                if (attempt == ATTEMPTS) {
                    throw conflict;
                }
            }
        }
    }

    private Done recordOnce(RequestBatch batch, List<AnalyzerRun> runs, Instant began) {
        Observations seen = new Observations(batch.cycleId(), batch.mode(), batch.scope(), runs);
        Detection detection = stage("detect", () -> weakPoints.detect(seen, began));
        int cancelled = stage("settle", () -> settle(detection));
        List<TaskView> verified = stage("verify", () -> proof.take(batch, seen, began));
        Generated generated = stage("generate", () -> generation.generate(detection.toRepair(), batch.cycleId()));
        Proposed proposed = stage("propose", () -> propose(generated, batch));
        List<Routing> routings = stage("dispatch", () -> tasks.route(proposed.tasks()));
        return stage("record", () -> {
            CycleOutcome outcome = new CycleOutcome(runs, detection, verified, tasks.views(proposed.tasks()), routings,
                    cancelled);
            CycleSummary summary = history.complete(batch, outcome);
            requests.served(batch.cycleId());
            return new Done(summary, outcome);
        });
    }

    private Proposed propose(Generated generated, RequestBatch batch) {
        Proposed proposed = tasks.propose(generated.drafts(), batch.mode());
        Map<UUID, String> held = new HashMap<>(generated.held());
        generated.drafts().stream().map(TaskDraft::weakPointId).forEach(held::remove);
        proposed.held().forEach((point, reason) -> held.merge(point, reason, (one, other) -> one + "; " + other));
        proposed.tasks().stream().map(TaskView::weakPointId).forEach(held::remove);
        weakPoints.hold(held);
        return proposed;
    }

    private int settle(Detection detection) {
        int needless = tasks.cancelFor(detection.resolved().stream().map(WeakPoint::id).toList(),
                "its weak point resolved by itself");
        return needless + tasks.cancelFor(undecided(detection.flappingChanged()),
                "its weak point began or ceased to flap, so another repair is to be proposed");
    }

    /// @return those of some weak points whose tasks nobody has approved yet: what an operator approved goes its way
    private List<UUID> undecided(List<UUID> points) {
        Map<UUID, List<TaskStatus>> statuses = tasks.statusesByWeakPoint(points);
        return points.stream().filter(point -> statuses.getOrDefault(point, List.of()).stream()
                .filter(TaskStatus::active).allMatch(UNDECIDED::contains)).toList();
    }

    private <T> T stage(String name, Supplier<T> work) {
        return Observation.createNotStarted("halo.cycle." + name, observations).observe(work);
    }
}
