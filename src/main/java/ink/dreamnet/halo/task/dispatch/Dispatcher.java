package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.http.CircuitBreakers;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.RunStore;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes the next step of one task: through the gate, and to its target. What was decided is committed before anything is
/// sent, so a crash at any instant leads to the same send again, never to another one.
@Component
class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long TURN_MILLIS = 1000;

    private final TransactionTemplate transaction;
    private final DispatchGate gate;
    private final TaskStore store;
    private final Admission admission;
    private final Routes routes;
    private final RunStore runs;
    private final RunOutcomes outcomes;
    private final Outbox outbox;
    private final TaskLog log;
    private final CircuitBreakers circuits;
    private final DispatchProperties properties;
    private final Clock clock;
    private final Semaphore turns;

    Dispatcher(TransactionTemplate transaction, DispatchGate gate, TaskStore store, Admission admission, Routes routes,
            RunStore runs, RunOutcomes outcomes, Outbox outbox, TaskLog log, DispatchProperties properties,
            Clock clock) {
        this.transaction = transaction;
        this.gate = gate;
        this.store = store;
        this.admission = admission;
        this.routes = routes;
        this.runs = runs;
        this.outcomes = outcomes;
        this.outbox = outbox;
        this.log = log;
        this.properties = properties;
        this.clock = clock;
        this.circuits = new CircuitBreakers(properties.delivery().circuitFailures(),
                properties.delivery().circuitOpen(), clock);
        this.turns = new Semaphore(properties.delivery().concurrency(), true);
    }

    /// Makes sure, within the transaction that decides to send, that the one who decides is not taken for dead.
    interface Claim {
        void require();
    }

    private record Send(UUID attempt, Delivery delivery, Routes.Push push) {
    }

    /// Takes one step, if it is time for one. Does nothing for a task that waits for something else.
    void step(UUID id, Claim claim) throws InterruptedException {
        if (!turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            Optional<Send> send = transaction.execute(tx -> Optional.ofNullable(prepare(id, claim)));
            if (send.isPresent()) {
                SendResult result = send(send.get());
                transaction.executeWithoutResult(tx -> conclude(send.get(), result));
            }
        } finally {
            turns.release();
        }
    }

    private @Nullable Send prepare(UUID id, Claim claim) {
        Optional<Pause> pause = gate.lock();
        RepairTask task = store.find(id).orElse(null);
        claim.require();
        if (task == null || !outbox.due(task).filter(Duration::isZero).isPresent()) {
            return null;
        }
        if (task.status() == TaskStatus.FAILED) {
            outcomes.retry(task, Actor.HALO, "the same approval, after %d failures".formatted(task.work().failures()),
                    false);
            if (routes.of(task).push() == null) {
                outbox.stage(task);
                return null;
            }
        }
        Routes.Way way = routes.of(task);
        Routes.Push push = way.push();
        Instant now = clock.instant();
        if (task.status() == TaskStatus.DISPATCHED && gaveUp(task, push, now)) {
            return null;
        }
        if (push == null || held(task, pause, way)) {
            return null;
        }
        task.work().delivered();
        UUID attempt = runs.attempt(task, push.target().toString(), now);
        TaskContent content = task.content();
        return new Send(attempt, new Delivery(id, task.work().runs(), task.work().deliveries(), Execution.keyOf(id),
                content.type(), content.payload(), task.priority().wire(), content.targetAgents(), task.squadId(),
                task.subject().toString(), now), push);
    }

    /// Ends a run that was never answered and is not sent again: HALO died during its last send, was paused for long, or
    /// was told another route.
    private boolean gaveUp(RepairTask task, Routes.@Nullable Push push, Instant now) {
        Instant began = task.work().dispatchedAt();
        if (push == null) {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.REROUTED, "its route leads to no target any more",
                    null);
        } else if (task.work().deliveries() >= properties.delivery().attempts()) {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.NOT_DELIVERED,
                    "the answer to its last send is not known",
                    null);
        } else if (began != null && began.plus(properties.delivery().within()).isBefore(now)) {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.NOT_DELIVERED, "not delivered to %s within %d min"
                    .formatted(push.target(), properties.delivery().within().toMinutes()), null);
        }
        return task.status() != TaskStatus.DISPATCHED;
    }

    /// Lets the task through the gate where it is not through yet.
    private boolean held(RepairTask task, Optional<Pause> pause, Routes.Way way) {
        Optional<BlockedBy> objection = task.status() == TaskStatus.DISPATCHED && pause.isEmpty()
                ? admission.objectionTo(task)
                : Optional.empty();
        if (objection.isPresent()) {
            task.work().hold(objection.get());
            return true;
        }
        Optional<BlockedBy> blocked = spare(String.valueOf(way.target()), task.status() == TaskStatus.DISPATCHED);
        if (pause.isPresent() || blocked.isEmpty() && task.status() == TaskStatus.APPROVED) {
            blocked = task.status() == TaskStatus.APPROVED
                    ? admission.admit(task, pause, way, null)
                    : pause.map(closed -> new BlockedBy(Admission.PAUSE, closed.sentence(), null));
            if (blocked.isEmpty()) {
                blocked = spare(String.valueOf(way.target()), true);
            }
        }
        task.work().hold(blocked.orElse(null));
        return blocked.isPresent();
    }

    private Optional<BlockedBy> spare(String target, boolean enter) {
        return (enter ? circuits.enter(target) : circuits.openUntil(target))
                .map(until -> new BlockedBy(Admission.TARGET, "%s failed several times in a row".formatted(target),
                        until));
    }

    private SendResult send(Send send) throws InterruptedException {
        SendResult result;
        try {
            result = send.push().channel().send(send.delivery(), send.push().target());
        } catch (RuntimeException broken) {
            LOG.warn("Channel {} failed on task {}", send.push().channel().name(), send.delivery().taskId(), broken);
            result = new SendResult.Failed(null, "the channel failed: " + broken, null);
        }
        circuits.record(send.push().target().toString(), !(result instanceof SendResult.Failed failed
                && (failed.status() == null || failed.status() >= 500)));
        return result;
    }

    private void conclude(Send send, SendResult result) {
        Instant now = clock.instant();
        RepairTask task = store.lock(send.delivery().taskId());
        boolean current = task.status() == TaskStatus.DISPATCHED && task.work().runs() == send.delivery().run()
                && task.work().deliveries() == send.delivery().number();
        switch (result) {
            case SendResult.Accepted(int status, String squadTaskId) -> {
                runs.answered(send.attempt(), status, null, null);
                if (current) {
                    task.accepted(squadTaskId, now.plus(properties.resultTimeout()));
                    log.note(Actor.HALO, task, "task.accepted", TaskStatus.DISPATCHED, "%s took it with status %d%s"
                            .formatted(send.push().target(), status,
                                    squadTaskId == null ? "" : ", as " + squadTaskId));
                } else if (task.status() == TaskStatus.SUCCEEDED && task.work().externalId() == null) {
                    task.work().knownAs(squadTaskId);
                }
            }
            case SendResult.Refused(int status, String error) -> {
                runs.answered(send.attempt(), status, error, null);
                if (current) {
                    outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.NOT_DELIVERED,
                            "refused by %s: %s".formatted(send.push().target(), error), null);
                }
            }
            case SendResult.Failed(Integer status, String error, Duration retryAfter) -> {
                Instant next = current ? nextSend(task, now, retryAfter) : null;
                runs.answered(send.attempt(), status, error, next);
                if (next != null) {
                    task.work().tryAgainAt(next);
                } else if (current) {
                    outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.NOT_DELIVERED,
                            "not delivered to %s after %d sends: %s".formatted(send.push().target(),
                                    task.work().deliveries(), error),
                            null);
                }
            }
        }
    }

    /// @return when to send again; null where it is given up
    private @Nullable Instant nextSend(RepairTask task, Instant now, @Nullable Duration retryAfter) {
        DispatchProperties.Delivery delivery = properties.delivery();
        if (task.work().deliveries() >= delivery.attempts()) {
            return null;
        }
        Instant next = now.plus(delivery.waits().after(task.work().deliveries(), retryAfter));
        Instant began = task.work().dispatchedAt();
        return began != null && next.isAfter(began.plus(delivery.within())) ? null : next;
    }
}
