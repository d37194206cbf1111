package ink.dreamnet.halo.core;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Removes old records once a night, in small transactions, so that no cycle ever waits for it.
@Component
class HistoryRetention {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryRetention.class);
    private static final int BATCH = 200;

    private final List<HistoryStep> steps;
    private final List<HistoryHold> holds;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /// @throws IllegalArgumentException where a hold is of no step, so that it would hold nothing
    HistoryRetention(ObjectProvider<HistoryStep> steps, ObjectProvider<HistoryHold> holds,
            TransactionTemplate transaction, Clock clock) {
        this.steps = steps.orderedStream().toList();
        this.holds = holds.orderedStream().toList();
        this.transaction = transaction;
        this.clock = clock;
        for (HistoryHold hold : this.holds) {
            if (this.steps.stream().noneMatch(step -> step.what().equals(hold.what()))) {
                throw new IllegalArgumentException("%s holds '%s', which nothing removes; there are %s".formatted(
                        hold.getClass().getName(), hold.what(), this.steps.stream().map(HistoryStep::what).toList()));
            }
        }
    }

    /// One that fails keeps no other from its turn.
    ///
    /// @throws RuntimeException what the first one threw that failed, after all had their turn
    void removeOld() {
        Instant now = clock.instant();
        StringJoiner removed = new StringJoiner(", ", "Removed ", " from the history");
        RuntimeException first = null;
        for (HistoryStep step : steps) {
            try {
                removed.add(removeOld(step, now) + " " + step.what());
            } catch (RuntimeException failed) {
                LOG.error("Old {} cannot be removed", step.what(), failed);
                first = first == null ? failed : first;
            }
        }
        LOG.info("{}", removed);
        if (first != null) {
            throw first;
        }
    }

    private int removeOld(HistoryStep step, Instant now) {
        int total = 0;
        UUID last = null;
        while (!Thread.currentThread().isInterrupted()) {
            UUID after = last;
            Batch batch = transaction.execute(tx -> removeSome(step, now, after));
            if (batch == null) {
                break;
            }
            total += batch.removed();
            if (batch.found() < BATCH || batch.last().equals(last)) {
                break;
            }
            last = batch.last();
        }
        return total;
    }

    private record Batch(int found, int removed, UUID last) {
    }

    private @Nullable Batch removeSome(HistoryStep step, Instant now, @Nullable UUID after) {
        List<UUID> found = step.old(now, after, BATCH);
        if (found.isEmpty()) {
            return null;
        }
        Set<UUID> held = new HashSet<>();
        holds.stream().filter(hold -> hold.what().equals(step.what())).forEach(hold -> held.addAll(hold.held(found)));
        List<UUID> free = new ArrayList<>(found);
        free.removeAll(held);
        if (!free.isEmpty()) {
            step.remove(free);
        }
        return new Batch(found.size(), free.size(), found.getLast());
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
