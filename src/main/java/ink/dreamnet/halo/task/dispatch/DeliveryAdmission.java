package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import ink.dreamnet.halo.http.CircuitBreakers;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStatus;
import org.springframework.stereotype.Component;

/// Decides whether a task is sent now: a new one by [Admission], one that is dispatched already unless a pause, its weak
/// point or the circuit breaker of its target blocks it.
@Component
class DeliveryAdmission {

    private final Admission admission;
    private final CircuitBreakers circuits;

    DeliveryAdmission(Admission admission, DispatchProperties properties, Clock clock) {
        this.admission = admission;
        this.circuits = new CircuitBreakers(properties.delivery().circuitFailures(),
                properties.delivery().circuitOpen(), clock);
    }

    /// Dispatches the task where it is not dispatched yet.
    ///
    /// @return what blocks the send; empty where it may be sent now
    Optional<BlockedBy> admit(RepairTask task, Optional<Pause> pause, Routes.Way way) {
        if (way.push() == null) {
            return admission.admit(task, pause, way, null);
        }
        String target = String.valueOf(way.target());
        Optional<BlockedBy> paused = Admission.paused(pause);
        Optional<BlockedBy> blocked = task.status() == TaskStatus.DISPATCHED
                ? paused.or(() -> admission.objectionTo(task))
                : paused.or(() -> circuits.openUntil(target).map(until -> open(target, until)))
                        .or(() -> admission.admit(task, pause, way, null));
        return blocked.or(() -> circuits.enter(target).map(until -> open(target, until)));
    }

    private static BlockedBy open(String target, Instant until) {
        return new BlockedBy(Admission.TARGET, "%s failed several times in a row".formatted(target), until);
    }

    /// @return as [Admission#turnAway]
    boolean turnAway(RepairTask task) {
        return admission.turnAway(task);
    }

    /// @return whether a target that has a task may be asked now to do it
    boolean mayBegin(RepairTask task, Optional<Pause> pause) {
        return pause.isEmpty() && task.mootBecause() == null && admission.objectionTo(task).isEmpty();
    }

    /// Counts the result of a send for the circuit breaker of its target.
    void record(String target, DeliveryResult result) {
        boolean alive = switch (result) {
            case DeliveryResult.Failed(Integer status, String error, Duration retryAfter) ->
                status != null && status < 500;
            case DeliveryResult.Underway(Integer status, String reason) -> status != null && status < 500;
            case DeliveryResult.Taken any -> true;
            case DeliveryResult.Stored any -> true;
            case DeliveryResult.Untraceable any -> true;
            case DeliveryResult.Ended any -> true;
            case DeliveryResult.Unknown any -> true;
            case DeliveryResult.Refused any -> true;
        };
        circuits.record(target, alive);
    }
}
