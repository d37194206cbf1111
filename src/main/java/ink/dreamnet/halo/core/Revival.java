package ink.dreamnet.halo.core;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;

/// Has a job of a process that died run again, by the time of the database. db-scheduler's own way goes by the clock of this
/// machine: one that is a minute ahead would leave the job for a minute.
public final class Revival {

    private Revival() {
    }

    /// Lets the job run at once; a `DeadExecutionHandler`.
    ///
    /// @param dead the job, and when it was found to be dead
    public static <T> void atOnce(ExecutionComplete dead, ExecutionOperations<T> operations) {
        operations.reschedule(dead, dead.getTimeDone());
    }
}
