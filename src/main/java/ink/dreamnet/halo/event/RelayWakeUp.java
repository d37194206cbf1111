package ink.dreamnet.halo.event;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Wakes the relay of this process when events were committed, so that they are told at once. A nudge that is lost costs a
/// second, never an event.
@Component
public class RelayWakeUp {

    private final Semaphore permits = new Semaphore(0);

    /// Wakes the relay when the present transaction is committed; at once where there is none.
    public void afterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            permits.release();
            return;
        }
        // once for each transaction, however many events it stages
        if (TransactionSynchronizationManager.getSynchronizations().stream().noneMatch(Wake.class::isInstance)) {
            TransactionSynchronizationManager.registerSynchronization(new Wake(permits));
        }
    }

    private record Wake(Semaphore permits) implements TransactionSynchronization {
        @Override
        public void afterCommit() {
            permits.release();
        }
    }

    /// @return whether somebody nudged, before the time was over
    boolean await(long millis) throws InterruptedException {
        boolean nudged = permits.tryAcquire(millis, TimeUnit.MILLISECONDS);
        permits.drainPermits();
        return nudged;
    }
}
