package ink.dreamnet.halo.trigger;

import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;

/// When the time trigger fires: an interval after its last firing, or by a cron expression. What was due while HALO was
/// down is still in the database as one time in the past, so it happens once.
final class TimeSchedule implements Schedule {

    private final TimeTriggerProperties properties;

    TimeSchedule(TimeTriggerProperties properties) {
        this.properties = properties;
    }

    @Override
    public Instant getNextExecutionTime(ExecutionComplete complete) {
        return properties.next(complete.getTimeDone());
    }

    @Override
    public Instant getInitialExecutionTime(Instant now) {
        return isDeterministic() ? properties.next(now) : now.plus(properties.initialDelay());
    }

    /// @return whether a change of configuration shows in the next time, so that db-scheduler brings it up to date at the
    ///         start
    @Override
    public boolean isDeterministic() {
        return properties.cron() != null;
    }
}
