package ink.dreamnet.halo.task.replay;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.verification.Stops;
import ink.dreamnet.halo.task.verification.StrategyStop;

/// The strategies that were stopped in a history; nobody releases them.
final class StopsInMemory implements Stops {

    private final List<StrategyStop> stops = new ArrayList<>();
    private final Clock clock;

    StopsInMemory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<StrategyStop> active() {
        return stops.reversed();
    }

    @Override
    public void stop(RepairTask task, String reason) {
        String code = task.code();
        if (code != null && stops.stream()
                .noneMatch(stop -> stop.strategy().equals(task.strategy()) && stop.code().equals(code))) {
            stops.add(new StrategyStop(Ids.next(), task.strategy(), code, task.id(), reason, clock.instant(), null,
                    null, null));
        }
    }
}
