package ink.dreamnet.halo.strategy;

import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.task.FailedSteps;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.verification.StrategyStops;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Asks every strategy about every weak point.
@Component
public class TaskGeneration {

    private final StrategyRegistry strategies;
    private final Tasks tasks;
    private final StrategyStops stops;
    private final StrategyAdvisor advisor;

    TaskGeneration(StrategyRegistry strategies, Tasks tasks, StrategyStops stops,
            ObjectProvider<StrategyAdvisor> advisors) {
        this.strategies = strategies;
        this.tasks = tasks;
        this.stops = stops;
        this.advisor = new CheckedAdvisor(advisors::getIfAvailable);
    }

    /// Collects what the strategies propose: of each for each weak point one of the repairs that did not fail yet, as the advisor
    /// chooses. A strategy that throws or returns null is logged once; the others go on. One that is stopped for that kind of weak
    /// point proposes nothing.
    ///
    /// @param weakPoints those of which repairs are to be proposed; of one that is flapping, a repair of what makes it come
    ///        and go (`stabilize: true` in the payload)
    /// @param cycleId the cycle
    /// @return the drafts, in the order of the weak points, and what was blocked
    public Generated generate(List<WeakPoint> weakPoints, UUID cycleId) {
        FailedSteps failed = tasks.failedSteps(weakPoints.stream().map(WeakPoint::id).toList());
        return new Generation(strategies.all(), failed, stops.active(), advisor).generate(weakPoints, cycleId);
    }
}
