package ink.dreamnet.halo.task.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.task.TaskStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The job of the outbox: db-scheduler runs the job of one task on one replica at a time, and again where that one died.
@Component
class DispatchJob {

    private static final Duration RETURN = Duration.ofMillis(250);
    private static final long TURN_MILLIS = 1000;

    private final Dispatcher dispatcher;
    private final Outbox outbox;
    private final TaskStore store;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Semaphore turns;

    DispatchJob(Dispatcher dispatcher, Outbox outbox, TaskStore store, JdbcClient jdbc,
            TransactionTemplate transaction, DispatchProperties properties) {
        this.dispatcher = dispatcher;
        this.outbox = outbox;
        this.store = store;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.turns = new Semaphore(properties.delivery().concurrency(), true);
    }

    /// Thrown where another process has taken over the job.
    private static final class JobLostException extends RuntimeException {
    }

    CompletionHandler<Void> run(TaskInstance<Void> job, ExecutionContext context) {
        UUID id = UUID.fromString(job.getId());
        try {
            step(id, () -> requireJob(job.getId(), context.getExecution().version));
        } catch (JobLostException lost) {
            return (complete, operations) -> {
            };
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
        return (complete, operations) -> transaction.executeWithoutResult(tx -> {
            // under the lock of the task, so that whoever stages it anew comes before or after this
            Optional<Duration> due = store.find(id).flatMap(outbox::due);
            if (due.isEmpty()) {
                operations.stop();
            } else {
                Duration wait = due.get().isZero() ? RETURN : due.get();
                operations.reschedule(complete, complete.getTimeDone().plus(wait));
            }
        });
    }

    private void step(UUID id, Dispatcher.Claim claim) throws InterruptedException {
        if (turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
            try {
                dispatcher.step(id, claim);
            } finally {
                turns.release();
            }
        }
    }

    /// A process that was paused for so long that another took it for dead finds out here, before it sends beside it.
    private void requireJob(String instance, long version) {
        boolean current = jdbc.sql("""
                select version from scheduled_tasks
                where task_name = ? and task_instance = ? and picked = true and version = ? for update""")
                .params(Outbox.JOB, instance, version).query(Long.class).optional().isPresent();
        if (!current) {
            throw new JobLostException();
        }
    }

    /// The task.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        Task<Void> dispatchTask(ObjectProvider<DispatchJob> job) {
            FailureHandler<Void> retry = (failed, operations) -> operations.reschedule(failed,
                    failed.getTimeDone().plusSeconds(1L << Math.min(failed.getExecution().consecutiveFailures, 6)));
            return com.github.kagkarlsson.scheduler.task.helper.Tasks.custom(Outbox.JOB, Void.class)
                    .onDeadExecution(Revival::atOnce).onFailure(retry)
                    .execute((instance, context) -> job.getObject().run(instance, context));
        }
    }
}
