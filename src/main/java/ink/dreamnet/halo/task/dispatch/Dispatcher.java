package ink.dreamnet.halo.task.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes the next step of one task: through the gate, to its target and, where the target does not report, to the target again.
/// What was decided is committed before anything is sent, so a crash at any instant leads to the same send again, never to
/// another one.
@Component
class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final TransactionTemplate transaction;
    private final DispatchGate gate;
    private final TaskStore store;
    private final Routes routes;
    private final DeliveryAdmission admission;
    private final Deliveries deliveries;
    private final RunOutcomes outcomes;
    private final Outbox outbox;

    Dispatcher(TransactionTemplate transaction, DispatchGate gate, TaskStore store, Routes routes,
            DeliveryAdmission admission, Deliveries deliveries, RunOutcomes outcomes, Outbox outbox) {
        this.transaction = transaction;
        this.gate = gate;
        this.store = store;
        this.routes = routes;
        this.admission = admission;
        this.deliveries = deliveries;
        this.outcomes = outcomes;
        this.outbox = outbox;
    }

    /// Makes sure, within the transaction that decides to send, that the one who decides is not taken for dead.
    interface Claim {
        void require();
    }

    /// Takes one step, if it is time for one. Does nothing for a task that waits for something else.
    void step(UUID id, Claim claim) throws InterruptedException {
        Optional<Deliveries.Send> send = transaction.execute(tx -> Optional.ofNullable(prepare(id, claim)));
        if (send.isPresent()) {
            DeliveryResult result = send(send.get());
            transaction.executeWithoutResult(tx -> deliveries.conclude(send.get(), result));
        }
    }

    private Deliveries.@Nullable Send prepare(UUID id, Claim claim) {
        Optional<Pause> pause = gate.lock();
        RepairTask task = store.find(id).orElse(null);
        claim.require();
        if (task == null || !outbox.due(task).filter(Duration::isZero).isPresent()) {
            return null;
        }
        Routes.Way way = routes.of(task);
        Routes.Push push = way.push();
        if (task.status() == TaskStatus.RUNNING) {
            if (push == null || !way.name().equals(task.execution().channel())
                    || !push.target().toString().equals(task.execution().target())) {
                deliveries.abandon(task);
                return null;
            }
            return deliveries.begin(task, push, admission.mayBegin(task, pause) && task.isIntact());
        }
        if (task.status() == TaskStatus.FAILED) {
            outcomes.retry(task, Actor.HALO,
                    "the same approval, after %d failures".formatted(task.execution().failures()),
                    false);
            if (way.leased()) {
                outbox.stage(task);
            }
        }
        if (task.status() == TaskStatus.DISPATCHED && deliveries.giveUp(task, push) || way.leased()
                || admission.turnAway(task)) {
            return null;
        }
        Optional<BlockedBy> blocked = admission.admit(task, pause, way);
        task.block(blocked.orElse(null));
        if (blocked.isPresent()) {
            return null;
        }
        if (push == null) {
            deliveries.page(task);
            return null;
        }
        return deliveries.begin(task, push, true);
    }

    private DeliveryResult send(Deliveries.Send send) throws InterruptedException {
        Routes.Push push = send.push();
        DeliveryResult result;
        try {
            result = push.channel().send(send.delivery(), push.target());
        } catch (RuntimeException broken) {
            LOG.warn("Channel {} failed on task {}", push.channel().name(), send.delivery().taskId(), broken);
            result = send.delivery().targetId() == null
                    ? new DeliveryResult.Failed(null, "the channel failed: " + broken, null)
                    : new DeliveryResult.Underway(null, "the channel failed: " + broken);
        }
        admission.record(push.target().toString(), result);
        return result;
    }
}
