package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import ink.dreamnet.halo.core.Actor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Fires at an interval or by a cron expression, once in the whole installation: the schedule is a row of db-scheduler. A firing that was missed
/// because HALO was down happens once at the next start.
@Component
public class TimeTrigger implements Trigger {

    /// The trigger's name.
    public static final String NAME = "time";

    private static final TaskInstanceId INSTANCE = TaskInstanceId.of("halo-time-trigger", RecurringTask.INSTANCE);

    private final TimeTriggerProperties properties;
    private final TriggerGate gate;
    private final ObjectProvider<Scheduler> scheduler;
    private final Clock clock;

    TimeTrigger(TimeTriggerProperties properties, TriggerGate gate, ObjectProvider<Scheduler> scheduler,
            Clock clock) {
        this.properties = properties;
        this.gate = gate;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public String detail() {
        return properties.cron() == null
                ? "every %d ms".formatted(properties.interval().toMillis())
                : "by the cron expression '%s' in %s".formatted(properties.cron(), properties.zone());
    }

    @Override
    public Duration cooldown() {
        return properties.cooldown();
    }

    /// @return when it fires next; empty where it is off
    @Override
    public Optional<Instant> nextFiring() {
        return gate.enabled(this)
                ? scheduler.getObject().getScheduledExecution(INSTANCE).map(ScheduledExecution::getExecutionTime)
                : Optional.empty();
    }

    /// Asks for a cycle, if the trigger is on.
    Firing fire() {
        return gate.fire(this, CycleOrder.full(NAME, null, Actor.HALO));
    }

    /// Brings the first firing after a start forward, so that an operator need not wait an interval for the first look. A
    /// cron expression is followed to the letter.
    @EventListener(ApplicationReadyEvent.class)
    void fireSoon() {
        Instant soon = clock.instant().plus(properties.initialDelay());
        if (properties.cron() == null && nextFiring().filter(next -> next.isAfter(soon)).isPresent()) {
            scheduler.getObject().reschedule(INSTANCE, soon);
        }
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> timeTriggerTask(TimeTriggerProperties properties, ObjectProvider<TimeTrigger> trigger) {
            return Tasks.recurring(INSTANCE.getTaskName(), new TimeSchedule(properties))
                    .execute((instance, context) -> trigger.getObject().fire());
        }
    }
}
