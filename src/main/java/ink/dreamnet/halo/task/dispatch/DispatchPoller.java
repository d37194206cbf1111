package ink.dreamnet.halo.task.dispatch;

import java.time.Duration;
import java.util.List;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.task.TaskPoll;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Sees to it that no task waits for ever, by every [TaskPoll] in its order.
@Component
class DispatchPoller {

    private final List<TaskPoll> polls;

    DispatchPoller(List<TaskPoll> polls) {
        this.polls = List.copyOf(polls);
    }

    /// One round.
    void poll() {
        polls.forEach(TaskPoll::run);
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> dispatchPollerTask(ObjectProvider<DispatchPoller> poller) {
            return Tasks.recurring("halo-dispatch-poll", FixedDelay.of(Duration.ofSeconds(5)))
                    .onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> poller.getObject().poll());
        }
    }
}
