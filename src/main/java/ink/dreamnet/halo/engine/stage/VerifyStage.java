package ink.dreamnet.halo.engine.stage;

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
import ink.dreamnet.halo.engine.stage.VerificationDecision.Check;
import ink.dreamnet.halo.engine.stage.VerificationDecision.Conclude;
import ink.dreamnet.halo.engine.stage.VerificationDecision.Harm;
import ink.dreamnet.halo.engine.stage.VerificationDecision.NotChecked;
import ink.dreamnet.halo.engine.stage.VerificationDecision.Postpone;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.task.verification.Verifications;
import ink.dreamnet.halo.task.verification.Verifications.Unverified;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.Observations.Observation;
import ink.dreamnet.halo.weakpoint.RepairOutcomes;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Appeared;
import ink.dreamnet.halo.weakpoint.RepairOutcomes.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Verifies repairs by what the cycle observed. A full cycle over everything after the settle time verifies as well as the one
/// that was requested for it.
@Component
record VerifyStage(Verifications verifications, RepairOutcomes repairOutcomes, CycleHistory history) {

    private static final int MOST_NAMED = 20;

    /// @return the tasks that are verified now
    List<TaskView> run(Analyzed analyzed) {
        List<Unverified> waiting = verifications.awaiting(analyzed.began());
        if (waiting.isEmpty()) {
            return List.of();
        }
        Observations observations = analyzed.observations();
        Set<UUID> requests = analyzed.batch().requests().stream().map(CycleRequest::id).collect(Collectors.toSet());
        boolean whole = observations.mode() == CycleMode.FULL && observations.scope() instanceof Scope.All;
        Map<UUID, Outcome> outcomes = repairOutcomes.of(
                waiting.stream().map(Unverified::weakPointId).collect(Collectors.toSet()),
                waiting.stream().map(Unverified::since).min(Instant::compareTo).orElseThrow(), observations);
        Map<UUID, Instant> started = history.startedAt(outcomes.values().stream()
                .flatMap(outcome -> outcome.worse().keySet().stream()).map(Appeared::cycleId)
                .collect(Collectors.toSet()));
        List<TaskView> verified = new ArrayList<>();
        for (Unverified task : waiting) {
            Outcome outcome = outcomes.get(task.weakPointId());
            Harm harm = harm(task, outcome, started);
            switch (VerificationDecision.decide(outcome, harm, new Check(
                    task.request() != null && requests.contains(task.request()), whole, task.lastAttempt()))) {
                case Conclude(Verification result, String reason) -> verified.add(verifications.conclude(task.taskId(),
                        result, reason, evidence(observations.cycleId(), harm.there())));
                case Postpone(boolean counted) -> verifications.postpone(List.of(task.taskId()), counted);
                case NotChecked no -> {
                }
            }
        }
        return verified;
    }

    /// Only what became critical in a cycle that began after the work counts: what was seen before is not its doing.
    private static Harm harm(Unverified task, @Nullable Outcome outcome, Map<UUID, Instant> started) {
        List<Appeared> there = new ArrayList<>();
        List<Appeared> unsure = new ArrayList<>();
        Map<Appeared, Observation> worse = outcome == null ? Map.of() : outcome.worse();
        worse.forEach((point, observation) -> {
            if (started.getOrDefault(point.cycleId(), Instant.MIN).isAfter(task.since())) {
                (observation == Observation.PRESENT ? there : unsure).add(point);
            }
        });
        return new Harm(there, unsure);
    }

    private static Map<String, Object> evidence(UUID cycle, List<Appeared> harm) {
        Map<String, Object> evidence = new HashMap<>();
        evidence.put("cycleId", cycle);
        if (!harm.isEmpty()) {
            evidence.put("weakPoints", harm.stream().limit(MOST_NAMED).map(Appeared::id).toList());
        }
        return evidence;
    }
}
