package ink.dreamnet.halo.event;

import ink.dreamnet.halo.core.BackgroundLoop;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Wakes the relay of this process after a commit, so that events and deliveries go out at once. A wake-up that is lost costs a
/// second, never an event.
@Component
public class RelayWakeUp {

    private volatile @Nullable BackgroundLoop relay;

    void wakes(BackgroundLoop loop) {
        this.relay = loop;
    }

    /// Wakes the relay when the present transaction is committed.
    ///
    /// @throws IllegalStateException where there is none
    public void afterCommit() {
        // once for each transaction, however many events it writes
        if (TransactionSynchronizationManager.getSynchronizations().stream().noneMatch(AfterCommit.class::isInstance)) {
            TransactionSynchronizationManager.registerSynchronization(new AfterCommit(this));
        }
    }

    private void wakeUp() {
        BackgroundLoop present = relay;
        if (present != null) {
            present.wakeUp();
        }
    }

    private record AfterCommit(RelayWakeUp wakeUp) implements TransactionSynchronization {
        @Override
        public void afterCommit() {
            wakeUp.wakeUp();
        }
    }
}
