package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.event.EventLog;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.sink.SinkStore.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Delivers to one sink, round by round. A round takes what waits and some of what is new, sends it, and then writes in one
/// transaction how far the sink is: whoever is killed in between sends these again, and loses none.
///
/// Events of one lane (their subject) are sent one after the other. One that fails keeps its lane waiting, as a row of
/// `wormhole_delivery`, while others go on; where the whole sink fails, its circuit opens and nothing is read at all.
final class DeliveryRound {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRound.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    /// How much is new in one round, unless the sink takes more at once: that many may come twice after a crash.
    private static final int NEW = 50;
    /// How many may wait one by one. Beyond it, new events wait in the log.
    private static final int MOST_WAITING = 1000;

    private final OpenSink sink;
    private final String owner;
    private final SinkStore store;
    private final EventLog events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SinkSender sending;
    private Instant renewAt = Instant.MIN;
    private boolean lost;
    /// Up to where there was nothing to send, although it is not written down.
    private long looked;

    DeliveryRound(OpenSink sink, String owner, SinkStore store, EventLog events, TransactionTemplate transaction,
            Clock clock) {
        this.sink = sink;
        this.owner = owner;
        this.store = store;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
        this.sending = new SinkSender(sink, this::mine, clock);
    }

    /// What is to be sent in a round.
    ///
    /// @param parcels in the order of each lane
    /// @param queued new ones that wait behind others of their lane
    /// @param gone the rows of events that are not kept any more
    private record Load(List<PendingDelivery> parcels, List<PendingDelivery> queued, List<UUID> gone) {
    }

    /// Looks whether the sink can work at all, before there is anything to send.
    void check() {
        sink.sink().check().ifPresent(this::note);
    }

    /// Delivers what can be delivered now.
    ///
    /// @return whether there may be more to do at once
    /// @throws InterruptedException where HALO shuts down
    boolean run() throws InterruptedException {
        Instant now = clock.instant();
        if (sink.spared(now)) {
            return false;
        }
        Backlog backlog = look();
        if (backlog.idle(now) && !sink.refreshDue(now)) {
            looked = backlog.end();
            return false;
        }
        if (!keep(now)) {
            if (!take(now)) {
                return false;
            }
            // the one before may have sent some of it, and more, since
            backlog = look();
        }
        lost = false;
        Load load = load(backlog, now);
        sending.send(load.parcels());
        long missed = events.removed(Math.max(backlog.start(), looked), backlog.end());
        if (!write(load, backlog.end())) {
            LOG.info("Sink {} was taken over by another process", sink.name());
            return false;
        }
        if (missed > 0) {
            LOG.warn("Sink {} never saw {} events that it did not take before they were removed", sink.name(), missed);
            sink.missed(missed);
        }
        sink.refresh(clock.instant(), clock).ifPresent(this::note);
        return backlog.more() || load.parcels().stream()
                .anyMatch(parcel -> parcel.fate() != PendingDelivery.Fate.WAITING && parcel.stored());
    }

    private Backlog look() {
        long start = store.progress(sink.name()).orElseThrow().position();
        List<Waiting> waiting = store.waiting(sink.name(), MOST_WAITING);
        if (waiting.size() >= MOST_WAITING) {
            return new Backlog(start, waiting, List.of(), start, false);
        }
        long last = events.last();
        EventLog.Slice fresh = events.outgoing(start, last, Math.max(NEW, sink.sink().batch()));
        return new Backlog(start, waiting, fresh.entries(), fresh.more() ? fresh.end() : last, fresh.more());
    }

    /// Keeps the sink for longer than one send can take.
    ///
    /// @return whether nobody else had it since this process took it
    private boolean keep(Instant now) {
        renewAt = now.plus(RENEW);
        return Boolean.TRUE.equals(transaction.execute(tx -> store.keep(sink.name(), owner, until(now))));
    }

    private boolean take(Instant now) {
        return Boolean.TRUE.equals(transaction.execute(tx -> store.take(sink.name(), owner, now, until(now))));
    }

    private Instant until(Instant now) {
        return now.plus(LEASE).plus(sink.delivery().timeout());
    }

    /// @return whether the sink is still this process's; asked before each send
    private synchronized boolean mine() {
        Instant now = clock.instant();
        if (lost || !renewAt.isAfter(now) && !keep(now)) {
            lost = true;
        }
        return !lost;
    }

    /// Reads whole events of what is due, as many as fit into memory at once, and puts what is new behind what waits.
    private Load load(Backlog backlog, Instant now) {
        Load load = new Load(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<String> held = new HashSet<>(backlog.held(now));
        List<Waiting> due = backlog.due(now);
        EventLog.Loaded loaded = events.load(due.stream().map(Waiting::eventId).toList());
        for (Waiting row : due) {
            SequencedEvent event = loaded.events().get(row.eventId());
            if (event != null) {
                load.parcels().add(PendingDelivery.stored(event, row));
            } else if (loaded.removed().contains(row.eventId())) {
                load.gone().add(row.id());
            } else {
                held.add(row.lane());
            }
        }
        if (!load.gone().isEmpty()) {
            LOG.warn("Sink {} never got {} events that are not kept any more", sink.name(), load.gone().size());
        }
        for (SequencedEvent entry : backlog.fresh()) {
            if (sink.filter().wants(entry.event())) {
                PendingDelivery parcel = PendingDelivery.fresh(entry, OpenSink.lane(entry.event()), now);
                (held.contains(parcel.lane()) ? load.queued() : load.parcels()).add(parcel);
            }
        }
        return load;
    }

    /// @return false where another process has the sink; then nothing is written
    private boolean write(Load load, long position) {
        List<PendingDelivery> parcels = new ArrayList<>(load.parcels());
        parcels.addAll(load.queued());
        return Boolean.TRUE.equals(transaction.execute(tx -> write(parcels, load.gone(), position)));
    }

    private boolean write(List<PendingDelivery> parcels, Collection<UUID> gone, long position) {
        int delivered = (int) parcels.stream().filter(parcel -> parcel.fate() == PendingDelivery.Fate.DELIVERED)
                .count();
        String error = parcels.stream().map(PendingDelivery::error).filter(Objects::nonNull).findFirst().orElse(null);
        if (!store.advance(sink.name(), owner, position, delivered, clock.instant(), error)) {
            return false;
        }
        List<UUID> done = new ArrayList<>(gone);
        parcels.stream().filter(parcel -> parcel.stored() && parcel.fate() == PendingDelivery.Fate.DELIVERED)
                .forEach(parcel -> done.add(parcel.row().id()));
        store.remove(done);
        for (PendingDelivery.Fate fate : List.of(PendingDelivery.Fate.WAITING, PendingDelivery.Fate.DEAD)) {
            boolean dead = fate == PendingDelivery.Fate.DEAD;
            store.add(sink.name(), rows(parcels, fate, false), dead);
            store.update(rows(parcels, fate, true), dead);
        }
        return true;
    }

    private static List<Waiting> rows(List<PendingDelivery> parcels, PendingDelivery.Fate fate, boolean stored) {
        return parcels.stream().filter(parcel -> parcel.fate() == fate && parcel.stored() == stored)
                .map(PendingDelivery::row)
                .toList();
    }

    private void note(String error) {
        transaction.executeWithoutResult(tx -> store.failed(sink.name(), clock.instant(), error));
    }
}
