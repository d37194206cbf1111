package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.sink.Sinks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Removes events and resolved problems that are older than they are kept.
@Component
class EventRetention {

    private static final Logger LOG = LoggerFactory.getLogger(EventRetention.class);
    private static final int CHUNK = 5000;

    private final EventStore events;
    private final AlertStore alerts;
    private final Sinks sinks;
    private final IntakeProperties properties;
    private final Clock clock;

    EventRetention(EventStore events, AlertStore alerts, Sinks sinks, IntakeProperties properties, Clock clock) {
        this.events = events;
        this.alerts = alerts;
        this.sinks = sinks;
        this.properties = properties;
        this.clock = clock;
    }

    /// @return how many events were removed
    int clean() {
        Instant now = clock.instant();
        Instant before = now.minus(properties.keep());
        int removed = 0;
        for (int some = CHUNK; some == CHUNK && !Thread.currentThread().isInterrupted();) {
            some = events.removeBefore(before, CHUNK);
            removed += some;
        }
        alerts.removeBefore(before, now);
        int deliveries = sinks.removeOrphans(before);
        if (deliveries > 0) {
            LOG.warn("{} deliveries and dead letters are removed, because their events are not kept any more",
                    deliveries);
        }
        if (removed > 0) {
            LOG.info("{} events older than {} are removed", removed, properties.keep());
        }
        return removed;
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> eventRetentionTask(ObjectProvider<EventRetention> retention) {
            return Tasks.recurring("halo-event-retention", FixedDelay.of(Duration.ofMinutes(10)))
                    .onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> retention.getObject().clean());
        }
    }
}
