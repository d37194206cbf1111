package ink.dreamnet.halo.cycle;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.function.IntUnaryOperator;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import ink.dreamnet.halo.trigger.CycleRequests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Removes old records once a night, in small transactions, so that no cycle ever waits for it.
@Component
class HistoryRetention {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryRetention.class);
    private static final int BATCH = 200;

    private final CycleHistory history;
    private final CycleRequests requests;
    private final HistoryProperties properties;
    private final Clock clock;

    HistoryRetention(CycleHistory history, CycleRequests requests, HistoryProperties properties, Clock clock) {
        this.history = history;
        this.requests = requests;
        this.properties = properties;
        this.clock = clock;
    }

    void removeOld() {
        Instant now = clock.instant();
        Instant oldDetail = now.minus(properties.detail());
        Instant oldSummary = now.minus(properties.summaries());
        int details = untilDone(most -> history.removeDetails(oldDetail, most));
        int cycles = untilDone(most -> history.removeCycles(oldSummary, most));
        int asked = untilDone(most -> requests.removeOld(oldSummary, most));
        LOG.info("Removed the lists of {} cycles, {} cycles and {} requests from the history", details, cycles, asked);
    }

    private static int untilDone(IntUnaryOperator removeUpTo) {
        int total = 0;
        int removed;
        do {
            removed = removeUpTo.applyAsInt(BATCH);
            total += removed;
        } while (removed == BATCH && !Thread.currentThread().isInterrupted());
        return total;
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> historyRetentionTask(HistoryProperties properties,
                ObjectProvider<HistoryRetention> retention) {
            return Tasks
                    .recurring("halo-history-retention",
                            new Daily(ZoneOffset.UTC, LocalTime.of(properties.cleanAt(), 0)))
                    .execute((instance, context) -> retention.getObject().removeOld());
        }
    }
}
