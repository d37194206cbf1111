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
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

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
            // the job itself looks at the clock when it is early
            present.scheduleIfNotExists(new TaskInstance<>(JOB, task.id().toString()), Instant.EPOCH);
            afterCommit(present::triggerCheckForDueExecutions);
        } else if (task.status() == TaskStatus.APPROVED && task.work().blocked() == null) {
            afterCommit(signal::workAppeared);
        }
    }

    /// Tells that what is held back may go on, once the transaction is committed.
    public void roomAppeared() {
        afterCommit(signal::roomAppeared);
    }

    /// Decides how long a task waits for its next step by a job. Without side effects.
    ///
    /// @return empty where no job is needed: it waits for a lease, for room, for a result or for nothing
    Optional<Duration> due(RepairTask task) {
        ExecutionState work = task.work();
        BlockedBy blocked = work.blocked();
        boolean spared = blocked != null && blocked.by().equals(Admission.TARGET);
        if (blocked != null && !spared) {
            return Optional.empty();
        }
        Instant spare = blocked == null ? null : blocked.until();
        return switch (task.status()) {
            case APPROVED -> routes.of(task).push() == null ? Optional.empty() : Optional.of(until(spare));
            case DISPATCHED -> Optional.of(until(spare == null ? work.nextAt() : spare));
            case FAILED -> work.nextAt() == null ? Optional.empty() : Optional.of(until(work.nextAt()));
            case SUGGESTED, PENDING_APPROVAL, RUNNING, SUCCEEDED, DEAD_LETTER, REJECTED, EXPIRED, CANCELLED ->
                Optional.empty();
        };
    }

    private Duration until(@Nullable Instant time) {
        Duration wait = time == null ? Duration.ZERO : Duration.between(clock.instant(), time);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }
}
