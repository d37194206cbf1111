package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Lets the triggers that go by counts look at them, every few seconds on one replica, and removes the counts that no
/// trigger looks at any more.
@Component
class SignalWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SignalWatch.class);
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
    private static final Duration SPARE = Duration.ofMinutes(10);

    private final List<Watching> triggers;
    private final SignalStore store;
    private final SignalProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;
    private Instant pruneAt = Instant.EPOCH;

    SignalWatch(List<Watching> triggers, SignalStore store, SignalProperties properties, MeterRegistry meters,
            Clock clock) {
        this.triggers = triggers;
        this.store = store;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /// Looks once. A trigger that fails does not keep the others from looking.
    synchronized void look() {
        Instant now = clock.instant();
        for (Watching trigger : triggers) {
            try {
                trigger.look(now);
            } catch (RuntimeException failed) {
                meters.counter("halo.trigger.failures", "trigger", trigger.name()).increment();
                LOG.error("The trigger '{}' could not look at the signals", trigger.name(), failed);
            }
        }
        if (!now.isBefore(pruneAt)) {
            pruneAt = now.plus(PRUNE_EVERY);
            prune(now);
        }
    }

    private void prune(Instant now) {
        Duration fine = longest(triggers.stream().map(Watching::fineReach).toList());
        Duration coarse = longest(triggers.stream().map(Watching::coarseReach).toList());
        Set<String> forgotten = store.prune(now.minus(fine).minus(SPARE), now.minus(coarse).minus(SPARE),
                now.minus(properties.forgetAfter()));
        if (!forgotten.isEmpty()) {
            LOG.info("{} sources of signals are forgotten: nothing was heard of them for {}", forgotten.size(),
                    properties.forgetAfter());
        }
    }

    private static Duration longest(List<Duration> durations) {
        return durations.stream().reduce(Duration.ZERO, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> signalWatchTask(SignalProperties properties, ObjectProvider<SignalWatch> watch) {
            return Tasks.recurring("halo-signal-watch", FixedDelay.of(properties.evaluationInterval()))
                    .execute((instance, context) -> watch.getObject().look());
        }
    }
}
