package ink.dreamnet.halo.wormhole;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import ink.dreamnet.halo.core.GroupCommit;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.QueueFullException;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes events in and returns when they are durable. What waits is committed together, so that thousands of senders a second
/// share a few transactions. What is committed is routed afterwards ([Router]), also where HALO is killed in between.
@Component
class EventIntake implements SmartLifecycle {

    private static final int ATTEMPTS = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final EventStore store;
    private final Inbox inbox;
    private final IntakeProperties.Intake properties;
    private final TransactionTemplate transaction;
    private final RoutingSignal signal;
    private final GroupCommit<WormholeEvent, Map<UUID, UUID>> commits;
    private final Counter accepted;
    private final Counter duplicates;
    private final Counter refused;
    private final DistributionSummary batches;

    EventIntake(EventStore store, Inbox inbox, IntakeProperties properties, TransactionTemplate transaction,
            RoutingSignal signal, MeterRegistry meters) {
        this.store = store;
        this.inbox = inbox;
        this.properties = properties.intake();
        this.transaction = transaction;
        this.signal = signal;
        this.commits = new GroupCommit<>("events", new GroupCommit.Bounds(this.properties.capacity(),
                this.properties.batch(), this.properties.gather(), this.properties.timeout()), this::store);
        this.accepted = Counter.builder("halo.events.accepted").description("Events that were committed")
                .register(meters);
        this.duplicates = Counter.builder("halo.events.duplicates").description("Events that were known already")
                .register(meters);
        this.refused = Counter.builder("halo.events.refused").description("Events that could not be taken in")
                .register(meters);
        this.batches = DistributionSummary.builder("halo.events.batch").baseUnit("events")
                .description("Events committed together").register(meters);
        Gauge.builder("halo.events.backlog", signal, RoutingSignal::backlog)
                .description("Events that wait to be routed").register(meters);
    }

    /// Stores events. When it returns they are committed; when it throws they are not acknowledged, though they may have been
    /// stored: sent again they are duplicates.
    ///
    /// @return those of the events that were known already: their ids, each with the id under which the event is kept
    /// @throws TooManyRequestsException where too many wait to be stored or to be routed
    /// @throws UnavailableException where the database fails, or HALO stops
    Map<UUID, UUID> accept(List<WormholeEvent> events) {
        if (events.isEmpty()) {
            return Map.of();
        }
        try {
            if (signal.backlog() > properties.backlog()) {
                throw new QueueFullException("Too many events are waiting to be routed", RETRY_AFTER);
            }
            Map<UUID, UUID> all = commits.accept(events);
            long known = events.stream().filter(event -> all.containsKey(event.id())).count();
            accepted.increment(events.size() - known);
            duplicates.increment(known);
            return all;
        } catch (QueueFullException full) {
            refused.increment(events.size());
            throw new TooManyRequestsException(String.valueOf(full.getMessage()), full.retryAfter());
        } catch (UnavailableException unavailable) {
            refused.increment(events.size());
            throw unavailable;
        }
    }

    /// As [#accept], for more events than one transaction should hold: they are committed in parts. Where a part fails, those
    /// before it are kept; sent again they are duplicates.
    Map<UUID, UUID> acceptAll(List<WormholeEvent> events) {
        Map<UUID, UUID> known = new HashMap<>();
        int most = Math.min(properties.batch(), properties.capacity());
        for (int from = 0; from < events.size(); from += most) {
            known.putAll(accept(events.subList(from, Math.min(events.size(), from + most))));
        }
        return known;
    }

    private Map<UUID, UUID> store(List<WormholeEvent> events) {
        batches.record(events.size());
        for (int attempt = 1;; attempt++) {
            try {
                Map<UUID, UUID> known = Objects.requireNonNull(transaction.execute(tx -> write(events)));
                signal.taken(events.size() - known.size());
                return known;
            } catch (DuplicateKeyException another) {
                // another replica took one of them in at the same moment; now it is there
                if (attempt == ATTEMPTS) {
                    throw another;
                }
            }
        }
    }

    private Map<UUID, UUID> write(List<WormholeEvent> events) {
        UUID intake = Ids.next();
        Map<UUID, UUID> known = store.appendNew(intake, events);
        if (known.size() < events.size()) {
            inbox.add(intake, events.size() - known.size());
        }
        return known;
    }

    @Override
    public void start() {
        commits.start();
    }

    /// Takes nothing more in and waits until what was taken in is stored.
    @Override
    public void stop() {
        commits.stop();
    }

    @Override
    public boolean isRunning() {
        return commits.isRunning();
    }

    /// @return a phase below the web server's, so that it stops after the last request was answered
    @Override
    public int getPhase() {
        return 0;
    }
}
