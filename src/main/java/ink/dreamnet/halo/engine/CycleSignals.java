package ink.dreamnet.halo.engine;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.stereotype.Component;

/// Wakes those in this process who wait for a cycle. Only a hint: a cycle may end on another replica, so whoever waits
/// polls the database as well. Here a cycle ends after its record: what follows that, as the plan of the next one, is done too.
@Component
class CycleSignals {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    /// More than one where a thread is at a cycle that was taken from it.
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    /// Notes that this process runs a cycle, until [#end].
    void begin(UUID cycle) {
        underWay.add(cycle);
    }

    /// Notes that this process is done with a cycle, whatever became of it, and wakes everyone who waits.
    void end(UUID cycle) {
        underWay.remove(cycle);
        wake();
    }

    /// @return whether this process is at a cycle, recorded or not; false for one of another replica
    boolean underWay(UUID cycle) {
        return underWay.contains(cycle);
    }

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
