package ink.dreamnet.halo.task.dispatch;

import java.util.Optional;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.task.DispatchObjection;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStops;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Finds out why nothing may be done about the weak point of a task now: its strategy is stopped, or a [DispatchObjection].
@Component
public class DispatchObjections {

    private final DispatchGate gate;
    private final StrategyStops stops;
    private final ObjectProvider<DispatchObjection> objections;

    DispatchObjections(DispatchGate gate, StrategyStops stops, ObjectProvider<DispatchObjection> objections) {
        this.gate = gate;
        this.stops = stops;
        this.objections = objections;
    }

    /// Refuses where an operator wants something done that may not be done now. A task that has ended is refused by others.
    ///
    /// @throws ConflictException where HALO is paused, or something is against work on the task
    public void requireNone(RepairTask task) {
        if (TaskStatus.ACTIVE.contains(task.status())) {
            gate.requireOpen();
            to(task).ifPresent(reason -> {
                throw new ConflictException("Nothing is to be done about the weak point of task %s now: %s".formatted(
                        task.id(), reason));
            });
        }
    }

    /// @return why, as one sentence; empty where something may be done
    public Optional<String> to(RepairTask task) {
        return stops.activeFor(task.strategy(), task.code()).map(StrategyStop::sentence)
                .or(() -> objections.stream().flatMap(room -> room.against(task.weakPointId(), task.subject()).stream())
                        .findFirst());
    }
}
