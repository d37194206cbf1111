package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Revival;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Time trigger: runs HALO on a schedule, at an interval or by a cron expression, once in the whole installation: the schedule is a row of db-scheduler. A firing that was missed
/// because HALO was down happens once at the next start.
@Component
public class TimeTrigger implements Trigger, SmartInitializingSingleton {

    /// The trigger's name.
    public static final String NAME = "time";

    private static final Logger LOG = LoggerFactory.getLogger(TimeTrigger.class);
    /// A time of a cron expression is missed from then on; an interval, when another one has passed.
    private static final Duration LATE = Duration.ofMinutes(1);
    private static final String FIRST = "the first cycle after a start";
    private static final long LONGEST_RETRY_S = 60;
    private static final TaskInstanceId INSTANCE = TaskInstanceId.of("halo-time-trigger", RecurringTask.INSTANCE);

    private final TimeTriggerProperties properties;
    private final TriggerGate gate;
    private final ObjectProvider<Scheduler> scheduler;
    private final Clock clock;
    /// What the first firing of this process makes up for; null where it does not, and after it.
    private volatile @Nullable String madeUpFor;

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
    ///
    /// @param due when the schedule wanted it
    /// @param early whether it was put before that, because a replica was started
    Firing fire(Instant due, boolean early) {
        String missed = madeUpFor;
        String why = missed != null ? missed : early ? FIRST : why(due);
        Firing firing = gate.fire(this, CycleOrder.full(NAME, why, Actor.HALO));
        madeUpFor = null;
        return firing;
    }

    private String why(Instant due) {
        String cron = properties.cron();
        if (due.plus(cron == null ? properties.interval() : LATE).isBefore(clock.instant())) {
            return missed(due);
        }
        return cron == null
                ? "the interval of %d ms is over".formatted(properties.interval().toMillis())
                : "due by the cron expression '%s' in %s".formatted(cron, properties.zone());
    }

    private static String missed(Instant due) {
        return "due at %s, made up for now".formatted(due.truncatedTo(ChronoUnit.SECONDS));
    }

    /// Puts the first firing after a start at its initial delay, before the schedule begins: neither does an operator wait an
    /// interval for the first cycle, nor does one that was missed come sooner, or beside it. One that comes sooner anyway stays,
    /// so that starts of other replicas do not put it off. A cron expression is followed to the letter.
    @Override
    public void afterSingletonsInstantiated() {
        if (properties.cron() != null) {
            return;
        }
        Instant now = clock.instant();
        Instant soon = now.plus(properties.initialDelay());
        Optional<ScheduledExecution<Object>> planned = scheduler.getObject().getScheduledExecution(INSTANCE);
        if (planned.isEmpty() || planned.get().isPicked()) {
            return;
        }
        Instant due = planned.get().getExecutionTime();
        if (due.isBefore(now) || due.isAfter(soon)) {
            madeUpFor = due.isBefore(now) ? missed(due) : null;
            try {
                scheduler.getObject().reschedule(INSTANCE, soon);
            } catch (TaskInstanceCurrentlyExecutingException elsewhere) {
                LOG.debug("Another replica fires at this moment", elsewhere);
            }
        }
    }

    /// Tries again after 2 s, 4 s, 8 s … at most 1 min: what was due is not left to the next time of a cron expression.
    private static void retrySoon(ExecutionComplete failed, ExecutionOperations<Void> operations) {
        long seconds = 2L << Math.min(failed.getExecution().consecutiveFailures, 5);
        operations.reschedule(failed, failed.getTimeDone().plusSeconds(Math.min(seconds, LONGEST_RETRY_S)));
    }

    /// What is tried again, or revived on another replica, is planned anew, so its own time is not when it was due.
    private Firing fire(Execution execution) {
        Instant last = execution.lastSuccess;
        Instant due = last == null ? execution.executionTime : properties.next(last);
        return fire(due, properties.cron() == null && (last == null || execution.executionTime.isBefore(due)));
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> timeTriggerTask(TimeTriggerProperties properties, ObjectProvider<TimeTrigger> trigger) {
            FailureHandler<Void> retry = TimeTrigger::retrySoon;
            return Tasks.recurring(INSTANCE.getTaskName(), new TimeSchedule(properties))
                    .onDeadExecution(Revival::atOnce).onFailure(retry)
                    .execute((instance, context) -> trigger.getObject()
                            .fire(context.getExecution()));
        }
    }
}
