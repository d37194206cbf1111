package ink.dreamnet.halo.strategy;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.HistoryHold;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Keeps old tasks as long as their weak point is open, and old weak points as long as they have tasks.
@Configuration(proxyBeanMethods = false)
class RepairHistory {

    private record Hold(String what, Function<Collection<UUID>, Set<UUID>> needed)
            implements
                HistoryHold {

        @Override
        public Set<UUID> held(Collection<UUID> ids) {
            return needed.apply(ids);
        }
    }

    @Bean
    HistoryHold tasksOfOpenWeakPoints(Tasks tasks, WeakPoints weakPoints) {
        return new Hold("tasks", ids -> {
            Map<UUID, UUID> byTask = tasks.weakPoints(ids);
            Set<UUID> open = weakPoints.unresolved(byTask.values());
            return byTask.entrySet().stream().filter(entry -> open.contains(entry.getValue())).map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        });
    }

    @Bean
    HistoryHold weakPointsWithTasks(Tasks tasks) {
        return new Hold("weak points", ids -> tasks.idsByWeakPoint(ids).keySet());
    }
}
