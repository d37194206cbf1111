package ink.dreamnet.halo.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import org.springframework.scheduling.support.CronExpression;

/// When the time trigger fires: an interval after its last firing, or by a cron expression. What was due while HALO was
/// down is still in the database as one time in the past, so it happens once.
final class TimeSchedule implements Schedule {

    private final TimeTriggerProperties properties;

    TimeSchedule(TimeTriggerProperties properties) {
        this.properties = properties;
    }

    @Override
    public Instant getNextExecutionTime(ExecutionComplete complete) {
        return next(complete.getTimeDone());
    }

    @Override
    public Instant getInitialExecutionTime(Instant now) {
        return isDeterministic() ? next(now) : now;
    }

    /// @return whether a change of configuration shows in the next time, so that db-scheduler brings it up to date at the
    ///         start
    @Override
    public boolean isDeterministic() {
        return properties.cron() != null;
    }

    /// @return the first time after another
    Instant next(Instant after) {
        String cron = properties.cron();
        if (cron == null) {
            return after.plus(properties.interval());
        }
        ZonedDateTime next = CronExpression.parse(cron).next(after.atZone(properties.zone()));
        return next == null ? after.plus(Duration.ofDays(3650)) : next.toInstant();
    }
}
