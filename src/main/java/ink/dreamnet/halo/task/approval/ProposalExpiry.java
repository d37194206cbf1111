package ink.dreamnet.halo.task.approval;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.task.TaskCounts;
import ink.dreamnet.halo.task.Tasks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Ends overdue proposals, and sums up the counts of tasks, once a minute, on one replica.
@Configuration(proxyBeanMethods = false)
class ProposalExpiry {

    @Bean
    RecurringTask<Void> taskExpiryTask(ObjectProvider<Tasks> tasks, ObjectProvider<TaskCounts> counts) {
        return com.github.kagkarlsson.scheduler.task.helper.Tasks
                .recurring("halo-task-expiry", FixedDelay.of(Duration.ofMinutes(1)))
                .execute((instance, context) -> {
                    while (tasks.getObject().expireOverdue() > 0) {
                        // in small transactions, until none is left
                    }
                    counts.getObject().compact();
                });
    }
}
