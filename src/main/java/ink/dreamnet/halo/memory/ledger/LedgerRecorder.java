package ink.dreamnet.halo.memory.ledger;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Writes what happened to tasks and weak points into the ledger, in the transaction in which it happened, right before this
/// is committed: then all locks of tasks are held, and no two transactions wait for each other.
@Component
class LedgerRecorder {

    private final LedgerEntries entries;
    private final List<LedgerListener> listeners;

    LedgerRecorder(LedgerEntries entries, List<LedgerListener> listeners) {
        this.entries = entries;
        this.listeners = List.copyOf(listeners);
    }

    @EventListener
    void tasks(TasksChanged changed) {
        present().tasks.addAll(changed.changes());
    }

    @EventListener
    void weakPoints(WeakPointsDetected detected) {
        present().detected = detected;
    }

    private Present present() {
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof Present present && present.of() == this) {
                return present;
            }
        }
        Present present = new Present();
        TransactionSynchronizationManager.registerSynchronization(present);
        return present;
    }

    /// What has happened in the present transaction.
    private final class Present implements TransactionSynchronization {

        private final List<TasksChanged.Change> tasks = new ArrayList<>();
        private @Nullable WeakPointsDetected detected;

        private LedgerRecorder of() {
            return LedgerRecorder.this;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            entries.write(tasks, detected);
            if (detected != null) {
                listeners.forEach(LedgerListener::cycleRecorded);
            }
        }
    }
}
