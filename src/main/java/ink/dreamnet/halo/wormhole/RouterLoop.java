package ink.dreamnet.halo.wormhole;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Routes events as soon as they are taken in, and looks every second for what other replicas or an earlier life of this one left.
@Component
class RouterLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RouterLoop.class);
    private static final long LOOK_EVERY_MILLIS = 1000;
    private static final Duration END_WITHIN = Duration.ofSeconds(20);

    private final Router router;
    private final WormholeTrigger trigger;
    private final RoutingBacklog signal;
    private volatile boolean open;
    private @Nullable Thread thread;

    RouterLoop(Router router, WormholeTrigger trigger, RoutingBacklog signal) {
        this.router = router;
        this.trigger = trigger;
        this.signal = signal;
    }

    private void run() {
        boolean failing = false;
        while (open) {
            try {
                trigger.look();
                signal.measured(router.backlog());
                while (open && router.routeNext()) {
                    signal.measured(router.backlog());
                }
                failing = false;
                signal.await(LOOK_EVERY_MILLIS);
            } catch (InterruptedException hurried) {
                LOG.debug("Not waiting for more events", hurried);
            } catch (Throwable any) { // the loop outlives whatever happens to a batch
                if (!failing) {
                    LOG.error("Events cannot be routed; it is tried again until it works", any);
                }
                failing = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stopped) {
            LOG.debug("Not waiting for the next try", stopped);
        }
    }

    @Override
    public synchronized void start() {
        if (!open) {
            open = true;
            thread = Thread.ofVirtual().name("halo-event-router").start(this::run);
        }
    }

    /// Ends after the batch that is being routed; what waits is routed after the next start.
    @Override
    public synchronized void stop() {
        Thread running = thread;
        open = false;
        thread = null;
        signal.taken(1);
        if (running == null) {
            return;
        }
        try {
            if (!running.join(END_WITHIN)) {
                LOG.warn("The routing of events did not end in time; it is done again after the next start");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    /// @return a phase below the web server's, so that it stops after the last request was answered
    @Override
    public int getPhase() {
        return 0;
    }
}
