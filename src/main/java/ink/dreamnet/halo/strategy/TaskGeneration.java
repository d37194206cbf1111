package ink.dreamnet.halo.strategy;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import ink.dreamnet.halo.task.FailedSteps;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.verification.Stops;
import ink.dreamnet.halo.task.verification.StrategyStops;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Asks every strategy about every weak point.
@Component
public class TaskGeneration {

    private final StrategyRegistry strategies;
    private final Function<Collection<UUID>, FailedSteps> failedSteps;
    private final Stops stops;
    private final StrategyAdvisor advisor;

    @Autowired
    TaskGeneration(StrategyRegistry strategies, Tasks tasks, StrategyStops stops,
            ObjectProvider<StrategyAdvisor> advisors) {
        this(strategies, tasks::failedSteps, stops, new CheckedAdvisor(advisors::getIfAvailable));
    }

    private TaskGeneration(StrategyRegistry strategies, Function<Collection<UUID>, FailedSteps> failedSteps,
            Stops stops, StrategyAdvisor advisor) {
        this.strategies = strategies;
        this.failedSteps = failedSteps;
        this.stops = stops;
        this.advisor = advisor;
    }

    /// @return the same strategies for another record of the past
    public TaskGeneration over(Function<Collection<UUID>, FailedSteps> failed, Stops stopped,
            StrategyAdvisor advising) {
        return new TaskGeneration(strategies, failed, stopped, new CheckedAdvisor(() -> advising));
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
        FailedSteps failed = failedSteps.apply(weakPoints.stream().map(WeakPoint::id).toList());
        return new Generation(strategies.all(), failed, stops.active(), advisor).generate(weakPoints, cycleId);
    }
}
