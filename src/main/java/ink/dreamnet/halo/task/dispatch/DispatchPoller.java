package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.DispatchSignal;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.approval.StandingApprovals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Sees to it that no task waits for ever: ends leases and waits that are over, asks again for approvals that are too old,
/// and lets go what was held back when there is room.
@Component
class DispatchPoller {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchPoller.class);
    private static final int BATCH = 500;

    private final TransactionTemplate transaction;
    private final TaskStore store;
    private final DispatchGate gate;
    private final Admission admission;
    private final Routes routes;
    private final RunOutcomes outcomes;
    private final Outbox outbox;
    private final StandingApprovals standing;
    private final TaskLog log;
    private final ApprovalProperties approval;
    private final Clock clock;
    private final AtomicBoolean releasing = new AtomicBoolean();

    DispatchPoller(TransactionTemplate transaction, TaskStore store, DispatchGate gate, Admission admission,
            Routes routes,
            RunOutcomes outcomes, Outbox outbox, StandingApprovals standing, TaskLog log, DispatchSignal signal,
            ApprovalProperties approval, Clock clock) {
        this.transaction = transaction;
        this.store = store;
        this.gate = gate;
        this.admission = admission;
        this.routes = routes;
        this.outcomes = outcomes;
        this.outbox = outbox;
        this.standing = standing;
        this.log = log;
        this.approval = approval;
        this.clock = clock;
        signal.onRoom(this::releaseSoon);
    }

    /// One round.
    void poll() {
        Instant now = clock.instant();
        Objects.requireNonNull(transaction.execute(tx -> store.silent(now))).forEach(each(this::endSilent));
        Instant lapsed = now.minus(approval.dispatchWithin());
        Objects.requireNonNull(transaction.execute(tx -> store.approvedBefore(lapsed))).forEach(each(this::askAgain));
        standing.candidates().forEach(each(task -> standing.cover(List.of(task.id()))));
        release();
    }

    /// Each task in a transaction of its own, so that none keeps the others from theirs.
    private Consumer<UUID> each(Consumer<RepairTask> step) {
        return id -> {
            try {
                transaction.executeWithoutResult(tx -> store.find(id).ifPresent(step));
            } catch (RuntimeException failed) {
                LOG.warn("Task {} cannot be brought on", id, failed);
            }
        };
    }

    private void endSilent(RepairTask task) {
        Instant due = task.work().dueAt();
        if (task.status() != TaskStatus.RUNNING || due == null || clock.instant().isBefore(due)) {
            return;
        }
        if (task.work().leased()) {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.LEASE_EXPIRED,
                    "agent %s was not heard of until %s".formatted(task.work().leaseAgent(), due), null);
        } else {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.TIMED_OUT,
                    "%s did not say until %s what came of it".formatted(task.work().target(), due), null);
        }
    }

    private void askAgain(RepairTask task) {
        Instant since = task.approvedSince();
        if (task.status() != TaskStatus.APPROVED || since == null
                || since.plus(approval.dispatchWithin()).isAfter(clock.instant())) {
            return;
        }
        BlockedBy blocked = task.work().blocked();
        String why = "it could not be dispatched within %d min (%s)".formatted(approval.dispatchWithin().toMinutes(),
                blocked == null ? "nobody took it" : blocked.reason());
        task.askAgain(why, clock.instant().plus(approval.of(task.severity())));
        log.note(Actor.HALO, task, "task.approval-lapsed", TaskStatus.APPROVED, why);
    }

    private void releaseSoon() {
        if (releasing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("halo-dispatch-room").start(() -> {
                releasing.set(false);
                try {
                    release();
                } catch (RuntimeException failed) {
                    LOG.warn("What is held back cannot be looked at; it is tried again soon", failed);
                }
            });
        }
    }

    /// Lets go what was held back and is not any more, the most urgent first. Each task in a transaction of its own: no
    /// one else waits for all of them.
    void release() {
        int room = Objects.requireNonNull(transaction.execute(tx -> admission.room()));
        for (UUID id : Objects.requireNonNull(transaction.execute(tx -> store.approved(BATCH)))) {
            try {
                int left = room;
                room -= Objects.requireNonNull(transaction.execute(tx -> bringOn(id, left > 0)));
            } catch (RuntimeException failed) {
                LOG.warn("Task {} cannot be brought on", id, failed);
            }
        }
        Objects.requireNonNull(transaction.execute(tx -> store.waitingToSend(BATCH))).forEach(each(this::sendOn));
    }

    /// @return how much room it takes
    private int bringOn(UUID id, boolean room) {
        Optional<Pause> pause = gate.lock();
        RepairTask task = store.find(id).orElse(null);
        if (task == null || task.status() != TaskStatus.APPROVED) {
            return 0;
        }
        BlockedBy before = task.work().blocked();
        if (before == null && pause.isEmpty() || before != null && before.by().equals(Admission.TARGET)) {
            if (routes.of(task).push() != null) {
                outbox.stage(task);
            }
            return 0;
        }
        if (pause.isEmpty() && !room) {
            return 0;
        }
        task.work().hold(admission.blocked(task, pause).orElse(null));
        if (task.work().blocked() != null) {
            return 0;
        }
        outbox.stage(task);
        return 1;
    }

    private void sendOn(RepairTask task) {
        BlockedBy blocked = task.work().blocked();
        if (blocked != null && (blocked.by().equals(Admission.PAUSE) && gate.paused().isEmpty()
                || blocked.by().equals(Admission.WEAK_POINT) && admission.objection(task).isEmpty())) {
            task.work().hold(null);
        }
        outbox.stage(task);
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> dispatchPollerTask(ObjectProvider<DispatchPoller> poller) {
            return com.github.kagkarlsson.scheduler.task.helper.Tasks
                    .recurring("halo-dispatch-poll", FixedDelay.of(Duration.ofSeconds(5)))
                    .execute((instance, context) -> poller.getObject().poll());
        }
    }
}
