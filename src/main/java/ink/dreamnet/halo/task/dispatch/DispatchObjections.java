package ink.dreamnet.halo.task.dispatch;

import java.util.Optional;

import ink.dreamnet.halo.task.DispatchObjection;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStops;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Finds out why nothing may be done about the weak point of a task now: its strategy is stopped, or a [DispatchObjection].
@Component
public class DispatchObjections {

    private final StrategyStops stops;
    private final ObjectProvider<DispatchObjection> objections;

    DispatchObjections(StrategyStops stops, ObjectProvider<DispatchObjection> objections) {
        this.stops = stops;
        this.objections = objections;
    }

    /// @return why, as one sentence; empty where something may be done
    public Optional<String> to(RepairTask task) {
        return stops.activeFor(task.strategy(), task.code()).map(StrategyStop::sentence)
                .or(() -> objections.stream().flatMap(room -> room.against(task.weakPointId(), task.subject()).stream())
                        .findFirst());
    }
}
