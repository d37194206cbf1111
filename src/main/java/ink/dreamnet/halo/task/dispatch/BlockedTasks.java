package ink.dreamnet.halo.task.dispatch;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.DispatchSignal;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskPoll;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskSteps;
import ink.dreamnet.halo.task.TaskStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Stages the tasks that were blocked and are not any more, the most urgent first.
@Component
@Order(3)
class BlockedTasks implements TaskPoll {

    private static final Logger LOG = LoggerFactory.getLogger(BlockedTasks.class);
    private static final int BATCH = 500;

    private final TaskSteps steps;
    private final TransactionTemplate transaction;
    private final TaskStore store;
    private final DispatchGate gate;
    private final Admission admission;
    private final Routes routes;
    private final Outbox outbox;
    private final AtomicBoolean starting = new AtomicBoolean();

    BlockedTasks(TaskSteps steps, TransactionTemplate transaction, TaskStore store, DispatchGate gate,
            Admission admission, Routes routes, Outbox outbox, DispatchSignal signal) {
        this.steps = steps;
        this.transaction = transaction;
        this.store = store;
        this.gate = gate;
        this.admission = admission;
        this.routes = routes;
        this.outbox = outbox;
        signal.onRoom(this::runSoon);
    }

    private void runSoon() {
        if (starting.compareAndSet(false, true)) {
            Thread.ofVirtual().name("halo-dispatch-room").start(() -> {
                starting.set(false);
                try {
                    run();
                } catch (RuntimeException failed) {
                    LOG.warn("Blocked tasks cannot be read; they are read again soon", failed);
                }
            });
        }
    }

    @Override
    public void run() {
        AtomicInteger room = new AtomicInteger(Objects.requireNonNull(transaction.execute(tx -> admission.room())));
        steps.eachId(tasks -> tasks.approved(BATCH), id -> {
            if (unblock(id, room.get() > 0)) {
                room.decrementAndGet();
            }
        });
        steps.each(tasks -> tasks.waitingToSend(BATCH), this::sendOn);
    }

    /// @return whether it takes room
    private boolean unblock(UUID id, boolean room) {
        Optional<Pause> pause = gate.lock();
        RepairTask task = store.find(id).orElse(null);
        if (task == null || task.status() != TaskStatus.APPROVED) {
            return false;
        }
        BlockedBy before = task.execution().blocked();
        if (before == null && pause.isEmpty() || before != null && before.by().equals(Admission.TARGET)) {
            if (!routes.of(task).leased()) {
                outbox.stage(task);
            }
            return false;
        }
        if (pause.isEmpty() && !room && !task.page()) {
            return false;
        }
        Optional<BlockedBy> blocked = admission.blocked(task, pause, routes.of(task));
        task.block(blocked.orElse(null));
        if (blocked.isEmpty()) {
            outbox.stage(task);
        }
        return blocked.isEmpty() && !task.page();
    }

    private void sendOn(RepairTask task) {
        BlockedBy blocked = task.execution().blocked();
        if (blocked != null && (blocked.by().equals(Admission.PAUSE) && gate.paused().isEmpty()
                || blocked.by().equals(Admission.WEAK_POINT) && admission.objectionTo(task).isEmpty())) {
            task.block(null);
        }
        outbox.stage(task);
    }
}
