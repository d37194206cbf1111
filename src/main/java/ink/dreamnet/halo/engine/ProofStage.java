package ink.dreamnet.halo.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.task.Proofs;
import ink.dreamnet.halo.task.Proofs.Unproven;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Aftermath;
import ink.dreamnet.halo.weakpoint.Aftermath.Repair;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Verifies repairs by what the cycle saw: any cycle that looks after the settle time proves, not only the one that was asked
/// for.
@Component
class ProofStage {

    private final Proofs proofs;
    private final WeakPoints weakPoints;
    private final Aftermath aftermath;

    ProofStage(Proofs proofs, WeakPoints weakPoints, Aftermath aftermath) {
        this.proofs = proofs;
        this.weakPoints = weakPoints;
        this.aftermath = aftermath;
    }

    /// @param began when the cycle began to look: what was seen by then was seen after the settle time
    /// @return the tasks that are verified now
    List<TaskView> take(RequestBatch batch, Observations observations, Instant began) {
        List<Unproven> waiting = proofs.awaiting(began);
        if (waiting.isEmpty()) {
            return List.of();
        }
        Set<UUID> requests = batch.requests().stream().map(CycleRequest::id).collect(Collectors.toSet());
        Map<UUID, WeakPoint> points = new HashMap<>();
        weakPoints.all(waiting.stream().map(Unproven::weakPointId).distinct().toList())
                .forEach(point -> points.put(point.id(), point));
        Map<Repair, List<WeakPoint>> worse = aftermath.of(waiting.stream().map(ProofStage::repair).toList());
        List<TaskView> verified = new ArrayList<>();
        for (Unproven task : waiting) {
            List<WeakPoint> harm = worse.getOrDefault(repair(task), List.of());
            ProofDecision decision = decide(task, points.get(task.weakPointId()), observations, harm,
                    task.request() != null && requests.contains(task.request()));
            switch (decision) {
                case ProofDecision.Conclude(Verification outcome, String reason) -> verified
                        .add(proofs.conclude(task.taskId(), outcome, reason, evidence(batch, harm)));
                case ProofDecision.LookAgain(boolean counted) -> proofs.lookAgain(task.taskId(), counted);
                case ProofDecision.Wait wait -> {
                }
            }
        }
        return verified;
    }

    private static ProofDecision decide(Unproven task, @Nullable WeakPoint point,
            Observations observations, List<WeakPoint> harm, boolean asked) {
        return point == null
                ? new ProofDecision.Conclude(Verification.INCONCLUSIVE, "the record of its weak point is gone")
                : ProofDecision.decide(point, observations.sightOf(point), harm, asked, task.lastLook());
    }

    private static Repair repair(Unproven task) {
        return new Repair(task.weakPointId(), task.subject(), task.since());
    }

    private static Map<String, Object> evidence(RequestBatch batch, List<WeakPoint> harm) {
        Map<String, Object> evidence = new HashMap<>();
        evidence.put("cycleId", batch.cycleId());
        if (!harm.isEmpty()) {
            evidence.put("weakPoints", harm.stream().limit(20).map(WeakPoint::id).toList());
        }
        return evidence;
    }
}
