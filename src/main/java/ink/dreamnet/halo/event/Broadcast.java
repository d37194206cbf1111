package ink.dreamnet.halo.event;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.event.StreamListener.Frame;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Hands each event to all listeners of the stream in this process. An event is read and written as JSON once, however many
/// listen. A listener that is too slow is dropped, not waited for, and can come back with its last id.
@Component
class Broadcast implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final StreamProperties properties;
    private final EventFormat format;
    private final Counter dropped;
    private final Set<StreamListener> listeners = new HashSet<>();
    private long position;
    private boolean open;

    Broadcast(StreamProperties properties, EventFormat format, MeterRegistry meters) {
        this.properties = properties;
        this.format = format;
        this.dropped = Counter.builder("halo.stream.dropped")
                .description("Listeners that were dropped because they were too slow")
                .register(meters);
        Gauge.builder("halo.stream.listeners", this, Broadcast::count).description("Listeners of the stream of events")
                .register(meters);
    }

    /// Adds a listener, which gets all events after the returned position.
    ///
    /// @return the position
    /// @throws UnavailableException where there are too many listeners already, or HALO stops
    synchronized long join(StreamListener listener) {
        if (!open) {
            throw new UnavailableException("HALO is stopping", RETRY_AFTER);
        }
        if (listeners.size() >= properties.maxListeners()) {
            throw new UnavailableException("There are %d listeners of events already, which is the most".formatted(
                    listeners.size()), RETRY_AFTER);
        }
        listeners.add(listener);
        return position;
    }

    synchronized void leave(StreamListener listener) {
        listeners.remove(listener);
    }

    private synchronized int count() {
        return listeners.size();
    }

    /// Moves on to the last event where nobody listens, so that nothing is read in vain.
    ///
    /// @param last the position of the last event
    /// @return after which position events are to be read; empty where nobody listens
    synchronized OptionalLong from(long last) {
        if (listeners.isEmpty()) {
            position = last;
            return OptionalLong.empty();
        }
        return OptionalLong.of(position);
    }

    /// Hands events to all listeners.
    ///
    /// @param entries in their order, at least one
    void publish(List<SequencedEvent> entries) {
        List<Frame> frames = entries.stream().map(this::frame).flatMap(Optional::stream).toList();
        List<StreamListener> slow;
        synchronized (this) {
            slow = listeners.stream().filter(listener -> !frames.stream().allMatch(listener::offer)).toList();
            slow.forEach(listeners::remove);
            position = entries.getLast().requirePosition();
        }
        slow.forEach(StreamListener::end);
        dropped.increment(slow.size());
    }

    /// @return the event as it goes out; empty where it cannot be written as JSON, which must not keep the others waiting
    Optional<Frame> frame(SequencedEvent entry) {
        try {
            return Optional.of(new Frame(entry, format.frame(entry)));
        } catch (RuntimeException unwritable) {
            LOG.warn("Event {} cannot be written; the stream goes on without it", entry.event().id(), unwritable);
            return Optional.empty();
        }
    }

    @Override
    public synchronized void start() {
        open = true;
    }

    /// Ends all streams, because they would keep the web server from stopping.
    @Override
    public synchronized void stop() {
        open = false;
        listeners.forEach(StreamListener::end);
        listeners.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return open;
    }

    /// @return a phase above the web server's, which waits for its requests to end
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
