package ink.dreamnet.halo.sink;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread of one sink, so that none waits for another. It outlives whatever happens to a round.
final class SinkWorker {

    private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);
    /// Retries that become due and other replicas' changes are found within this time.
    private static final long LOOK_EVERY_MILLIS = 1000;

    private final OpenSink sink;
    private final DeliveryRound round;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    SinkWorker(OpenSink sink, DeliveryRound round) {
        this.sink = sink;
        this.round = round;
        this.thread = Thread.ofVirtual().name("halo-sink-" + sink.name()).unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    OpenSink sink() {
        return sink;
    }

    /// Tells that there may be something to do.
    void nudge() {
        nudges.release();
    }

    /// Takes nothing more on and ends what is under way; it is sent again after the next start.
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    void join() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    private void check() {
        try {
            round.check();
        } catch (RuntimeException broken) {
            LOG.warn("Sink {} cannot be checked", sink.name(), broken);
        }
    }

    private void work() {
        check();
        boolean failing = false;
        while (!stopped) {
            boolean more = false;
            try {
                more = round.run();
                failing = false;
            } catch (InterruptedException shutdown) {
                return;
            } catch (Throwable any) { // the thread outlives whatever happens to a round
                if (!failing && !stopped) {
                    LOG.error("Sink {} cannot be served; it is tried again", sink.name(), any);
                }
                failing = true;
            }
            try {
                if (!more) {
                    boolean nudged = nudges.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    if (nudged) {
                        nudges.drainPermits();
                    }
                }
            } catch (InterruptedException shutdown) {
                return;
            }
        }
    }
}
