package ink.dreamnet.halo.strategy;

import ink.dreamnet.halo.task.DispatchObjection;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.Suppressions;
import ink.dreamnet.halo.weakpoint.WeakPointTasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Connects weak points and the tasks that repair them, whose rooms do not know each other.
@Configuration(proxyBeanMethods = false)
class StrategyConfiguration {

    @Bean
    WeakPointTasks weakPointTasks(Tasks tasks) {
        return tasks::idsByWeakPoint;
    }

    /// Blocks the work on weak points that are silenced, under maintenance, snoozed or caused by another one.
    @Bean
    DispatchObjection suppressedWeakPoint(Suppressions suppressions) {
        return (weakPoint, subject) -> suppressions.reasonFor(weakPoint).map(by -> "suppressed by " + by.describe());
    }
}
