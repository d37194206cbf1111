package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.task.DispatchSignal;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.RunStore;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.verification.VerificationProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Ends a run of a task, and decides what is next: nothing, another run under the same approval, or the dead letters. The
/// caller holds the lock of the task.
@Component
public class RunOutcomes {

    private final TaskLog log;
    private final RunStore runs;
    private final Outbox outbox;
    private final DispatchSignal signal;
    private final DispatchProperties properties;
    private final VerificationProperties verification;
    private final Clock clock;

    RunOutcomes(TaskLog log, RunStore runs, Outbox outbox, DispatchSignal signal, DispatchProperties properties,
            VerificationProperties verification,
            Clock clock) {
        this.log = log;
        this.runs = runs;
        this.outbox = outbox;
        this.signal = signal;
        this.properties = properties;
        this.verification = verification;
        this.clock = clock;
    }

    void succeed(RepairTask task, Actor actor, @Nullable String message, @Nullable Map<String, Object> data) {
        Instant now = clock.instant();
        TaskStatus from = task.status();
        task.succeed(message, now, now.plus(verification.settleFor(task)));
        runs.end(task.id(), task.execution().runs(), "succeeded", message, data, now);
        log.note(actor, task, TaskAction.SUCCEEDED, from, message);
        signal.roomAppeared();
    }

    /// How a run failed, and whether another one may help.
    enum Failure {
        /// Whoever did it reported a failure.
        REPORTED("failed", true, false),
        /// The agent that leased it sent no heartbeat in time; it is available again at once.
        LEASE_EXPIRED("expired", true, true),
        /// The target that took it reported no result in time.
        TIMED_OUT("timed-out", true, false),
        /// Its route was changed while it was on its way, so that agents lease it now.
        REROUTED("rerouted", true, true),
        /// Its target was asked to do it, and whether it did cannot be found out. It must not be done twice.
        UNKNOWN("unknown", false, false),
        /// It did not reach its target, or was refused there.
        NOT_DELIVERED("undelivered", false, false);

        private final String outcome;
        private final boolean again;
        private final boolean atOnce;

        Failure(String outcome, boolean again, boolean atOnce) {
            this.outcome = outcome;
            this.again = again;
            this.atOnce = atOnce;
        }
    }

    void fail(RepairTask task, Actor actor, Failure failure, String message, @Nullable Map<String, Object> data) {
        Instant now = clock.instant();
        TaskStatus from = task.status();
        int failures = task.execution().failures() + 1;
        boolean retry = failure.again && failures < properties.maxRuns() && task.mootBecause() == null;
        task.fail(message, now,
                retry
                        ? now.plus(failure.atOnce ? Duration.ZERO : properties.delivery().waits().after(failures))
                        : null);
        runs.end(task.id(), task.execution().runs(), failure.outcome, message, data, now);
        log.note(actor, task, TaskAction.FAILED, from, message);
        if (task.mootBecause() != null) {
            cancel(task, Actor.HALO, task.mootBecause());
        } else if (!retry) {
            task.deadLetter(
                    failure.again ? "it failed %d times, the last time: %s".formatted(failures, message) : message);
            log.note(Actor.HALO, task, TaskAction.DEAD_LETTER, TaskStatus.FAILED, task.statusReason());
        } else if (failure.atOnce) {
            retry(task, Actor.HALO, "the same approval, failure %d of at most %d".formatted(failures,
                    properties.maxRuns()), false);
        }
        outbox.stage(task);
        signal.roomAppeared();
    }

    /// Ends a task that is not needed any more.
    public void cancel(RepairTask task, Actor actor, @Nullable String comment) {
        TaskStatus from = task.status();
        task.cancel(comment == null ? "an operator cancelled it" : comment, clock.instant());
        log.note(actor, task, TaskAction.CANCELLED, from, comment);
        signal.roomAppeared();
    }

    /// Makes a failed task wait for the gate again.
    public void retry(RepairTask task, Actor actor, @Nullable String reason, boolean byOperator) {
        TaskStatus from = task.status();
        task.retry(clock.instant(), byOperator);
        log.note(actor, task, TaskAction.RETRIED, from, reason);
    }
}
