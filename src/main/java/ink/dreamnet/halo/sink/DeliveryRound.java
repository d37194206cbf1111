package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.event.EventLog;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.sink.SinkStore.DeliveryRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Delivers to one sink, round by round. A round reads what waits and some of what is new, sends it, and then writes the position
/// of the sink in one transaction: a process that is killed in between sends these again, and loses none.
///
/// Events of one lane (their subject) are sent one after the other. One that fails blocks its lane, as a row of
/// `wormhole_delivery`, while others go on; where the whole sink fails, its circuit opens and nothing is read at all.
final class DeliveryRound {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRound.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    /// How many new events are in one round, unless the sink accepts more at once: that many may be sent twice after a crash.
    private static final int NEW = 50;
    /// How many may wait one by one. Beyond it, new events wait in the log.
    private static final int MOST_WAITING = 1000;

    private final OpenSink sink;
    private final String owner;
    private final SinkStore store;
    private final EventLog events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SinkSender sender;
    private Instant renewAt = Instant.MIN;
    private boolean lost;
    /// Up to where there was nothing to send, although that position is not written.
    private long readUpTo;

    DeliveryRound(OpenSink sink, String owner, SinkStore store, EventLog events, TransactionTemplate transaction,
            Clock clock) {
        this.sink = sink;
        this.owner = owner;
        this.store = store;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
        this.sender = new SinkSender(sink, this::owned, clock);
    }

    /// The deliveries of a round.
    ///
    /// @param deliveries in the order of each lane
    /// @param queued new ones that wait behind others of their lane
    /// @param removed the rows of events that are not kept any more
    private record Load(List<PendingDelivery> deliveries, List<PendingDelivery> queued, List<UUID> removed) {
    }

    /// Checks whether the sink can work at all, before there is anything to send.
    void check() {
        sink.sink().check().ifPresent(this::note);
    }

    /// Delivers what can be delivered now.
    ///
    /// @return whether there may be more to do at once
    /// @throws InterruptedException where HALO shuts down
    boolean run() throws InterruptedException {
        Instant now = clock.instant();
        if (sink.paused(now)) {
            return false;
        }
        Backlog backlog = read();
        if (backlog.idle(now) && !sink.refreshDue(now)) {
            readUpTo = backlog.end();
            return false;
        }
        if (!renewLease(now)) {
            if (!acquireLease(now)) {
                return false;
            }
            // the previous owner may have sent some of it, and more, since
            backlog = read();
        }
        lost = false;
        Load load = load(backlog, now);
        sender.send(load.deliveries());
        long missed = events.removed(Math.max(backlog.start(), readUpTo), backlog.end());
        if (!write(load, backlog.end())) {
            LOG.info("Sink {} was taken over by another process", sink.name());
            return false;
        }
        if (missed > 0) {
            LOG.warn("Sink {} misses {} events that were removed before they were delivered", sink.name(), missed);
            sink.missed(missed);
        }
        sink.refresh(clock.instant(), clock).ifPresent(this::note);
        return backlog.more() || load.deliveries().stream()
                .anyMatch(delivery -> delivery.status() != PendingDelivery.Status.WAITING && delivery.stored());
    }

    private Backlog read() {
        long start = store.progress(sink.name()).orElseThrow().position();
        List<DeliveryRow> waiting = store.waiting(sink.name(), MOST_WAITING);
        if (waiting.size() >= MOST_WAITING) {
            return new Backlog(start, waiting, List.of(), start, false);
        }
        long last = events.last();
        EventLog.Slice fresh = events.outgoing(start, last, Math.max(NEW, sink.sink().batch()));
        return new Backlog(start, waiting, fresh.entries(), fresh.more() ? fresh.end() : last, fresh.more());
    }

    /// Renews the lease for longer than one send can take.
    ///
    /// @return whether no other process had it since this one acquired it
    private boolean renewLease(Instant now) {
        renewAt = now.plus(RENEW);
        return Boolean.TRUE.equals(transaction.execute(tx -> store.renewLease(sink.name(), owner, until(now))));
    }

    private boolean acquireLease(Instant now) {
        return Boolean.TRUE.equals(transaction.execute(tx -> store.acquireLease(sink.name(), owner, now, until(now))));
    }

    private Instant until(Instant now) {
        return now.plus(LEASE).plus(sink.delivery().timeout());
    }

    /// @return whether the sink is still this process's; asked before each send
    private synchronized boolean owned() {
        Instant now = clock.instant();
        if (lost || !renewAt.isAfter(now) && !renewLease(now)) {
            lost = true;
        }
        return !lost;
    }

    /// Reads whole events of what is due, as many as fit into memory at once, and puts what is new behind what waits.
    private Load load(Backlog backlog, Instant now) {
        Load load = new Load(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<String> held = new HashSet<>(backlog.held(now));
        List<DeliveryRow> due = backlog.due(now);
        EventLog.Loaded loaded = events.load(due.stream().map(DeliveryRow::eventId).toList());
        for (DeliveryRow row : due) {
            SequencedEvent event = loaded.events().get(row.eventId());
            if (event != null) {
                load.deliveries().add(PendingDelivery.stored(event, row));
            } else if (loaded.removed().contains(row.eventId())) {
                load.removed().add(row.id());
            } else {
                held.add(row.lane());
            }
        }
        if (!load.removed().isEmpty()) {
            LOG.warn("Sink {} misses {} waiting events that are not kept any more", sink.name(), load.removed().size());
        }
        for (SequencedEvent entry : backlog.fresh()) {
            if (sink.filter().matches(entry.event())) {
                PendingDelivery delivery = PendingDelivery.fresh(entry, OpenSink.lane(entry.event()), now);
                (held.contains(delivery.lane()) ? load.queued() : load.deliveries()).add(delivery);
            }
        }
        return load;
    }

    /// @return false where another process has the sink; then nothing is written
    private boolean write(Load load, long position) {
        List<PendingDelivery> deliveries = new ArrayList<>(load.deliveries());
        deliveries.addAll(load.queued());
        return Boolean.TRUE.equals(transaction.execute(tx -> write(deliveries, load.removed(), position)));
    }

    private boolean write(List<PendingDelivery> deliveries, Collection<UUID> removed, long position) {
        int delivered = (int) deliveries.stream()
                .filter(delivery -> delivery.status() == PendingDelivery.Status.DELIVERED)
                .count();
        String error = deliveries.stream().map(PendingDelivery::error).filter(Objects::nonNull).findFirst()
                .orElse(null);
        if (!store.advance(sink.name(), owner, position, delivered, clock.instant(), error)) {
            return false;
        }
        List<UUID> done = new ArrayList<>(removed);
        deliveries.stream()
                .filter(delivery -> delivery.stored() && delivery.status() == PendingDelivery.Status.DELIVERED)
                .forEach(delivery -> done.add(delivery.row().id()));
        store.remove(done);
        for (PendingDelivery.Status status : List.of(PendingDelivery.Status.WAITING, PendingDelivery.Status.DEAD)) {
            boolean dead = status == PendingDelivery.Status.DEAD;
            store.add(sink.name(), rows(deliveries, status, false), dead);
            store.update(rows(deliveries, status, true), dead);
        }
        return true;
    }

    private static List<DeliveryRow> rows(List<PendingDelivery> deliveries, PendingDelivery.Status status,
            boolean stored) {
        return deliveries.stream().filter(delivery -> delivery.status() == status && delivery.stored() == stored)
                .map(PendingDelivery::row)
                .toList();
    }

    private void note(String error) {
        transaction.executeWithoutResult(tx -> store.failed(sink.name(), clock.instant(), error));
    }
}
