package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Repeats a step on a virtual thread of its own, whenever it is woken and at least once a second. It outlives whatever a step
/// throws: the failure is logged once, with its cause, and the step is tried again.
public abstract class BackgroundLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);
    private static final Duration POLL_EVERY = Duration.ofSeconds(1);
    /// Several loops may wait one after the other, and the process ends 25 s after it began to shut down.
    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final String name;
    private final String failure;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean open;
    private volatile @Nullable Thread thread;

    /// @param name the name of the thread
    /// @param failure what cannot be done where a step fails, as a sentence without a full stop
    protected BackgroundLoop(String name, String failure) {
        this.name = name;
        this.failure = failure;
    }

    /// Does what is to be done now.
    ///
    /// @param woken whether it was woken since it last waited, or has just started
    /// @return whether there may be more to do at once
    /// @throws InterruptedException where it was interrupted
    protected abstract boolean step(boolean woken) throws InterruptedException;

    /// Makes the next step begin at once.
    public final void wakeUp() {
        wakeUps.release();
    }

    private void run() {
        boolean failing = false;
        boolean woken = true;
        while (open && Thread.currentThread().equals(thread)) {
            try {
                if (!step(woken)) {
                    woken = wakeUps.tryAcquire(POLL_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    wakeUps.drainPermits();
                }
                failing = false;
            } catch (InterruptedException interrupted) {
                LOG.debug("Thread {} was interrupted", name, interrupted);
            } catch (Throwable any) { // the loop outlives whatever happens to a step
                if (!failing && open) {
                    LOG.error("{}; it is tried again until it works", failure, any);
                }
                failing = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL_EVERY);
        } catch (InterruptedException interrupted) {
            LOG.debug("Thread {} was interrupted", name, interrupted);
        }
    }

    @Override
    public synchronized void start() {
        if (!open) {
            open = true;
            Thread started = Thread.ofVirtual().name(name).unstarted(this::run);
            thread = started;
            started.start();
        }
    }

    /// Ends the present step by an interruption and begins no other; [#stop] waits for it.
    public final void interrupt() {
        open = false;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Waits for the present step and begins no other.
    @Override
    public void stop() {
        open = false;
        Thread running = thread;
        thread = null;
        wakeUp();
        if (running == null) {
            return;
        }
        try {
            if (!running.join(END_WITHIN)) {
                LOG.warn("Thread {} did not end within {}", name, END_WITHIN);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        return open;
    }
}
