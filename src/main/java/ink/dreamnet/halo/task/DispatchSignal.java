package ink.dreamnet.halo.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Wakes, within this process, those who wait for work or for room. Other replicas find out by their own polls.
@Component
public class DispatchSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Runnable> onRoom = new CopyOnWriteArrayList<>();
    private long works;
    private boolean closed;

    /// Wakes those who wait for work, once the transaction is committed.
    public void workAppeared() {
        afterCommit(this::wake);
    }

    /// Calls those who wait for room, once the transaction is committed.
    public void roomAppeared() {
        afterCommit(() -> onRoom.forEach(Runnable::run));
    }

    /// Runs something once the transaction is committed; not where it is rolled back.
    public static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    private void wake() {
        lock.lock();
        try {
            works++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @param listener called when room has appeared; it must not wait
    public void onRoom(Runnable listener) {
        onRoom.add(listener);
    }

    /// @return what to pass to [#await] so that no work that appears from now on is missed
    public long mark() {
        lock.lock();
        try {
            return works;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until work has appeared since a mark, at most some time.
    public void await(long mark, Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (works == mark && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// @return whether HALO is shutting down, so that nobody should wait
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
