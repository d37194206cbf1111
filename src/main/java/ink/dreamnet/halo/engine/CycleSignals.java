package ink.dreamnet.halo.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.stereotype.Component;

/// Wakes those in this process who wait for a cycle. Only a hint: a cycle may end on another replica, so whoever waits
/// polls the database as well.
@Component
class CycleSignals {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /// Wakes everyone who waits.
    void wake() {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end of any cycle, at most some time.
    void await(long millis) throws InterruptedException {
        lock.lock();
        try {
            ended.await(millis, TimeUnit.MILLISECONDS);
        } finally {
            lock.unlock();
        }
    }
}
