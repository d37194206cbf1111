package ink.dreamnet.halo.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.task.verification.Verifications;
import ink.dreamnet.halo.task.verification.Verifications.Unverified;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.Observations.Observation;
import ink.dreamnet.halo.weakpoint.RepairOutcomes;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Appeared;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Outcome;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Repair;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Verifies repairs by what the cycle saw. A full cycle that looks at everything after the settle time proves as well as the
/// one that was asked for.
@Component
class ProofStage {

    private static final int MOST_NAMED = 20;

    private final Verifications verifications;
    private final RepairOutcomes repairOutcomes;
    private final CycleHistory history;

    ProofStage(Verifications verifications, RepairOutcomes repairOutcomes, CycleHistory history) {
        this.verifications = verifications;
        this.repairOutcomes = repairOutcomes;
        this.history = history;
    }

    /// @param began when the cycle began to look: what it saw itself it saw after the settle time
    /// @return the tasks that are verified now
    List<TaskView> take(RequestBatch batch, Observations observations, Instant began) {
        List<Unverified> waiting = verifications.awaiting(began);
        if (waiting.isEmpty()) {
            return List.of();
        }
        Set<UUID> requests = batch.requests().stream().map(CycleRequest::id).collect(Collectors.toSet());
        boolean whole = batch.mode() == CycleMode.FULL && batch.scope() instanceof Scope.All;
        Map<Repair, Outcome> outcomes = repairOutcomes.of(waiting.stream().map(ProofStage::repair).toList(),
                observations);
        Map<UUID, Instant> started = started(outcomes);
        List<TaskView> verified = new ArrayList<>();
        for (Unverified task : waiting) {
            Outcome outcome = outcomes.get(repair(task));
            List<Appeared> worse = since(task, outcome, started, true);
            ProofDecision decision = outcome == null || outcome.weakPoint() == null
                    ? new ProofDecision.Conclude(Verification.INCONCLUSIVE, "the record of its weak point is gone")
                    : ProofDecision.decide(outcome.weakPoint(), outcome.observation(), worse,
                            since(task, outcome, started, false), new ProofDecision.Look(
                                    task.request() != null && requests.contains(task.request()), whole,
                                    task.lastAttempt()));
            switch (decision) {
                case ProofDecision.Conclude(Verification verdict, String reason) -> verified
                        .add(verifications.conclude(task.taskId(), verdict, reason, evidence(batch, worse)));
                case ProofDecision.LookAgain(boolean counted) ->
                    verifications.postpone(List.of(task.taskId()), counted);
                case ProofDecision.Wait wait -> {
                }
            }
        }
        return verified;
    }

    /// @return what became critical in a cycle that began after the work: what was seen before it is not its doing
    private static List<Appeared> since(Unverified task, @Nullable Outcome outcome, Map<UUID, Instant> started,
            boolean there) {
        return outcome == null
                ? List.of()
                : outcome.worse().entrySet().stream()
                        .filter(point -> there == (point.getValue() == Observation.PRESENT))
                        .map(Map.Entry::getKey).filter(point -> started.getOrDefault(point.cycleId(), Instant.MIN)
                                .isAfter(task.since()))
                        .toList();
    }

    private Map<UUID, Instant> started(Map<Repair, Outcome> outcomes) {
        Set<UUID> cycles = outcomes.values().stream().flatMap(outcome -> outcome.worse().keySet().stream())
                .map(Appeared::cycleId).collect(Collectors.toSet());
        return cycles.isEmpty() ? Map.of() : history.startedAt(cycles);
    }

    private static Repair repair(Unverified task) {
        return new Repair(task.weakPointId(), task.since());
    }

    private static Map<String, Object> evidence(RequestBatch batch, List<Appeared> harm) {
        Map<String, Object> evidence = new HashMap<>();
        evidence.put("cycleId", batch.cycleId());
        if (!harm.isEmpty()) {
            evidence.put("weakPoints", harm.stream().limit(MOST_NAMED).map(Appeared::id).toList());
        }
        return evidence;
    }
}
