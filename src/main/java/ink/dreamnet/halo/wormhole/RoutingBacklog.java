package ink.dreamnet.halo.wormhole;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/// Wakes the thread that routes when events were taken in, and knows about how many wait. Only a hint: another replica may
/// have taken in or routed some, so whoever routes looks into the database from time to time.
@Component
class RoutingBacklog {

    private final Semaphore taken = new Semaphore(0);
    private final AtomicLong backlog = new AtomicLong();

    void taken(int events) {
        if (events > 0) {
            backlog.addAndGet(events);
            taken.release();
        }
    }

    /// Sets how many wait in truth.
    void measured(long events) {
        backlog.set(events);
    }

    long backlog() {
        return backlog.get();
    }

    /// Waits until something was taken in, at most some time.
    void await(long millis) throws InterruptedException {
        if (taken.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            taken.drainPermits();
        }
    }
}
