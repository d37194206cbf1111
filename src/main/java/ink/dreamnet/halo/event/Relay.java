package ink.dreamnet.halo.event;

import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The one reader of events in this process: it sees to it that committed events get their positions, and hands them to
/// those who listen and to the sinks.
@Component
class Relay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    /// What other replicas commit is found within this time.
    private static final long LOOK_EVERY_MILLIS = 1000;
    private static final int PAGE = 1000;

    private final Sequencer sequencer;
    private final EventLog log;
    private final Broadcast broadcast;
    private final List<RelayListener> listeners;
    private final RelayWakeUp nudge;
    private long seen;
    private @Nullable Thread thread;
    private volatile boolean running;

    Relay(Sequencer sequencer, EventLog log, Broadcast broadcast, List<RelayListener> listeners,
            RelayWakeUp nudge) {
        this.sequencer = sequencer;
        this.log = log;
        this.broadcast = broadcast;
        this.listeners = listeners;
        this.nudge = nudge;
    }

    private void work() {
        boolean failing = false;
        boolean nudged = true;
        while (running) {
            try {
                int told = relay();
                if (nudged || told > 0) {
                    listeners.forEach(RelayListener::relayed);
                }
                failing = false;
            } catch (Throwable any) { // the reader outlives whatever happens to a round
                if (!failing && running) {
                    LOG.error("Events cannot be passed on; it is tried again", any);
                }
                failing = true;
            }
            try {
                nudged = nudge.await(LOOK_EVERY_MILLIS);
            } catch (InterruptedException shutdown) {
                return;
            }
        }
    }

    /// Passes on all that is committed.
    ///
    /// @return how many events are new, at least
    private int relay() {
        int told = sequencer.run();
        long last = log.last();
        OptionalLong from = broadcast.from(last);
        boolean more = from.isPresent();
        long position = from.orElse(last);
        while (more && running) {
            EventLog.Slice page = log.after(position, PAGE);
            if (!page.entries().isEmpty()) {
                broadcast.publish(page.entries());
            }
            position = page.end();
            more = page.more();
        }
        boolean news = last != seen;
        seen = last;
        return news ? Math.max(told, 1) : told;
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            seen = log.last();
            broadcast.from(seen);
            thread = Thread.ofVirtual().name("halo-relay").start(this::work);
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// @return a phase below the web server's and above the sinks', so that what the last requests changed is still told
    @Override
    public int getPhase() {
        return 1;
    }
}
