package ink.dreamnet.halo.event;

import java.util.List;
import java.util.OptionalLong;

import ink.dreamnet.halo.core.BackgroundLoop;
import org.springframework.stereotype.Component;

/// The one reader of events in this process: it sees to it that committed events get their positions, and hands them to the
/// stream's listeners and to the sinks.
@Component
class Relay extends BackgroundLoop {

    private static final int PAGE = 1000;

    private final Sequencer sequencer;
    private final EventLog log;
    private final Broadcast broadcast;
    private final List<RelayListener> listeners;

    private long seen;

    Relay(Sequencer sequencer, EventLog log, Broadcast broadcast, List<RelayListener> listeners, RelayWakeUp wakeUps) {
        super("halo-relay", "Events cannot be passed on");
        this.sequencer = sequencer;
        this.log = log;
        this.broadcast = broadcast;
        this.listeners = listeners;
        wakeUps.wakes(this);
    }

    @Override
    protected boolean step(boolean woken) {
        int numbered = sequencer.run();
        long last = log.last();
        OptionalLong from = broadcast.from(last);
        boolean more = from.isPresent();
        long position = from.orElse(last);
        while (more && isRunning()) {
            EventLog.Slice page = log.after(position, PAGE);
            if (!page.entries().isEmpty()) {
                broadcast.publish(page.entries());
            }
            position = page.end();
            more = page.more();
        }
        if (woken || numbered > 0 || last != seen) {
            listeners.forEach(RelayListener::relayed);
        }
        seen = last;
        return false;
    }

    @Override
    public synchronized void start() {
        if (!isRunning()) {
            seen = log.last();
            broadcast.from(seen);
        }
        super.start();
    }

    /// @return a phase below the web server's and above the sinks', so that what the last requests changed is still passed on
    @Override
    public int getPhase() {
        return 1;
    }
}
