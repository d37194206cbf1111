package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.TriggerGate;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Evaluates the triggers that go by counts, every few seconds on one replica, and removes the counts that no trigger
/// needs any more.
@Component
class SignalEvaluator {

    private static final Logger LOG = LoggerFactory.getLogger(SignalEvaluator.class);
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
    private static final Duration SPARE = Duration.ofMinutes(10);

    private final List<SignalTrigger> triggers;
    private final TriggerGate gate;
    private final SignalStore store;
    private final SignalProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;
    private Instant pruneAt = Instant.EPOCH;

    SignalEvaluator(List<SignalTrigger> triggers, TriggerGate gate, SignalStore store, SignalProperties properties,
            MeterRegistry meters, Clock clock) {
        this.triggers = triggers;
        this.gate = gate;
        this.store = store;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /// Evaluates each trigger once. One that fails does not keep the others from it. Those that the same counts make fire are served
    /// by one cycle.
    synchronized void evaluate() {
        Instant now = clock.instant();
        Map<SignalTrigger, CycleOrder> orders = new LinkedHashMap<>();
        for (SignalTrigger trigger : triggers) {
            try {
                trigger.evaluate(now).ifPresent(order -> orders.put(trigger, order));
            } catch (RuntimeException failed) {
                meters.counter("halo.trigger.failures", "trigger", trigger.name()).increment();
                LOG.error("The trigger '{}' could not be evaluated", trigger.name(), failed);
            }
        }
        if (!orders.isEmpty()) {
            try {
                gate.fireTogether(orders);
                // only now: where the requests could not be stored, they are made at the next evaluation
                orders.keySet().forEach(SignalTrigger::asked);
            } catch (RuntimeException failed) {
                orders.keySet().forEach(
                        trigger -> meters.counter("halo.trigger.failures", "trigger", trigger.name()).increment());
                LOG.error("{} could not fire", orders.keySet().stream().map(SignalTrigger::name).toList(), failed);
            }
        }
        if (!now.isBefore(pruneAt)) {
            pruneAt = now.plus(PRUNE_EVERY);
            prune(now);
        }
    }

    private void prune(Instant now) {
        Duration fine = longest(triggers.stream().map(SignalTrigger::fineReach).toList());
        Duration coarse = longest(triggers.stream().map(SignalTrigger::coarseReach).toList());
        Set<String> forgotten = store.prune(now.minus(fine).minus(SPARE), now.minus(coarse).minus(SPARE),
                now.minus(properties.forgetAfter()));
        if (!forgotten.isEmpty()) {
            LOG.info("{} sources of signals are forgotten: nothing was reported for {}", forgotten.size(),
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
        RecurringTask<Void> signalWatchTask(SignalProperties properties, ObjectProvider<SignalEvaluator> evaluator) {
            return Tasks.recurring("halo-signal-watch", FixedDelay.of(properties.evaluationInterval()))
                    .onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> evaluator.getObject().evaluate());
        }
    }
}
