package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.DispatchSignal;
import ink.dreamnet.halo.task.ExecutionState;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Stages what is to be sent: one db-scheduler job for each task that waits for its next step, made in the transaction that
/// makes the task wait. Whoever stages or ends a job holds the lock of its task's row, so that no job is lost between the
/// two.
@Component
public class Outbox {

    static final String JOB = "halo-dispatch";

    private final ObjectProvider<Scheduler> scheduler;
    private final Routes routes;
    private final DispatchSignal signal;
    private final Clock clock;

    Outbox(ObjectProvider<Scheduler> scheduler, Routes routes, DispatchSignal signal, Clock clock) {
        this.scheduler = scheduler;
        this.routes = routes;
        this.signal = signal;
        this.clock = clock;
    }

    /// Sees to it that a task whose status has just changed takes its next step.
    @Transactional(propagation = Propagation.MANDATORY)
    public void stage(RepairTask task) {
        if (due(task).isPresent()) {
            Scheduler present = scheduler.getObject();
            // the job itself waits where it is early
            present.scheduleIfNotExists(new TaskInstance<>(JOB, task.id().toString()), Instant.EPOCH);
            DispatchSignal.afterCommit(present::triggerCheckForDueExecutions);
        } else if (task.status() == TaskStatus.APPROVED && task.execution().blocked() == null) {
            signal.workAppeared();
        }
    }

    /// Decides how long a task waits for its next step by a job. Without side effects.
    ///
    /// @return empty where no job is needed: it waits for a lease, for room, for a result or for nothing
    Optional<Duration> due(RepairTask task) {
        ExecutionState work = task.execution();
        BlockedBy blocked = work.blocked();
        if (blocked != null && !blocked.by().equals(Admission.TARGET)) {
            return Optional.empty();
        }
        Instant circuitOpen = blocked == null ? null : blocked.until();
        return switch (task.status()) {
            case APPROVED -> routes.of(task).leased() ? Optional.empty() : Optional.of(until(circuitOpen));
            case DISPATCHED -> Optional.of(until(circuitOpen == null ? work.nextAt() : circuitOpen));
            case RUNNING, FAILED -> work.nextAt() == null ? Optional.empty() : Optional.of(until(work.nextAt()));
            case SUGGESTED, PENDING_APPROVAL, SUCCEEDED, DEAD_LETTER, REJECTED, EXPIRED, CANCELLED ->
                Optional.empty();
        };
    }

    private Duration until(@Nullable Instant time) {
        Duration wait = time == null ? Duration.ZERO : Duration.between(clock.instant(), time);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
