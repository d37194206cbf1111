package ink.dreamnet.halo.wormhole.out;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.task.channel.SendResult;
import ink.dreamnet.halo.wormhole.WormholeEvent;
import ink.dreamnet.halo.wormhole.out.SinkStore.Waiting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Delivers to one sink, round by round. A round takes what waits and some of what is new, sends it, and then writes in one
/// transaction how far the sink is: whoever is killed in between sends these again, and loses none.
///
/// Events of one lane (their subject) are sent one after the other. One that fails keeps its lane waiting, as a row of
/// `wormhole_delivery`, while others go on; where the whole sink fails, its circuit opens and nothing is read at all.
final class SinkRound {

    private static final Logger LOG = LoggerFactory.getLogger(SinkRound.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    /// How much is new in one round, unless the sink takes more at once: that many may come twice after a crash.
    private static final int NEW = 50;
    /// How many may wait one by one. Beyond it, new events wait in the log.
    private static final int MOST_WAITING = 1000;
    /// How many events of others are passed over before that is written down.
    private static final int PASSED_OVER = 1000;

    private final OpenSink sink;
    private final String owner;
    private final SinkStore store;
    private final EventLog events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private Instant renewAt = Instant.MIN;
    private boolean lost;
    /// Up to where there was nothing to send, although it is not written down.
    private long looked;

    SinkRound(OpenSink sink, String owner, SinkStore store, EventLog events, TransactionTemplate transaction,
            Clock clock) {
        this.sink = sink;
        this.owner = owner;
        this.store = store;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// One event on its way, and what becomes of it.
    private static final class Item {
        private final LogEntry event;
        private final boolean stored;
        private Waiting row;
        private Fate fate = Fate.WAITING;

        Item(LogEntry event, Waiting row, boolean stored) {
            this.event = event;
            this.row = row;
            this.stored = stored;
        }

        private enum Fate {
            WAITING, DELIVERED, DEAD
        }
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
        SinkStore.Progress progress = store.progress(sink.name()).orElseThrow();
        List<Waiting> waiting = store.waiting(sink.name(), MOST_WAITING);
        boolean full = waiting.size() >= MOST_WAITING;
        long last = events.last();
        List<LogEntry> fresh = full ? List.of() : events.outgoing(progress.position(), last, news());
        long position = full ? progress.position() : fresh.size() == news() ? fresh.getLast().requirePosition() : last;
        Map<String, List<Waiting>> lanes = waiting.stream()
                .collect(Collectors.groupingBy(Waiting::lane, LinkedHashMap::new, Collectors.toList()));
        lanes.values().removeIf(lane -> lane.getFirst().nextAt().isAfter(now));
        if (fresh.isEmpty() && lanes.isEmpty() && !sink.refreshDue(now)
                && position - progress.position() < PASSED_OVER) {
            looked = position;
            return false;
        }
        if (!own(now)) {
            return false;
        }
        lost = false;
        Map<String, List<Item>> work = new LinkedHashMap<>();
        List<UUID> gone = new ArrayList<>();
        load(lanes, work, gone);
        List<Item> queued = new ArrayList<>();
        for (LogEntry entry : fresh) {
            WormholeEvent event = entry.event();
            if (sink.filter().wants(event)) {
                String lane = sink.lane(event);
                Item item = new Item(entry, new Waiting(Ids.next(), event.id(), lane, 0, now, now, null, null),
                        false);
                boolean blocked = !lanes.containsKey(lane)
                        && waiting.stream().anyMatch(row -> row.lane().equals(lane));
                if (blocked) {
                    queued.add(item);
                } else {
                    work.computeIfAbsent(lane, any -> new ArrayList<>()).add(item);
                }
            }
        }
        sendAll(work.values());
        long missed = events.gone(Math.max(progress.position(), looked), position);
        work.values().forEach(queued::addAll);
        if (!Boolean.TRUE.equals(transaction.execute(tx -> write(queued, gone, position)))) {
            LOG.info("Sink {} was taken over by another process", sink.name());
            return false;
        }
        if (missed > 0) {
            LOG.warn("Sink {} never saw {} events that it did not take before they were removed", sink.name(), missed);
            sink.missed(missed);
        }
        sink.refresh(clock.instant(), clock);
        return fresh.size() == news()
                || queued.stream().anyMatch(item -> item.fate != Item.Fate.WAITING && item.stored);
    }

    /// Takes the sink, or keeps it: for longer than one send can take.
    private boolean own(Instant now) {
        boolean owned = Boolean.TRUE.equals(transaction.execute(tx -> store.own(sink.name(), owner, now,
                now.plus(LEASE).plus(sink.delivery().timeout()))));
        renewAt = now.plus(RENEW);
        return owned;
    }

    /// @return whether the sink is still this process's
    private synchronized boolean keep(Instant now) {
        if (lost || !renewAt.isAfter(now) && !own(now)) {
            lost = true;
        }
        return !lost;
    }

    private int news() {
        return Math.max(NEW, sink.sink().batch());
    }

    private void load(Map<String, List<Waiting>> lanes, Map<String, List<Item>> work, List<UUID> gone) {
        List<UUID> ids = lanes.values().stream().flatMap(List::stream).map(Waiting::eventId).limit(MOST_WAITING)
                .toList();
        Map<UUID, LogEntry> byId = new HashMap<>();
        events.find(ids).forEach(event -> byId.put(event.event().id(), event));
        lanes.forEach((lane, rows) -> rows.forEach(row -> {
            LogEntry event = byId.get(row.eventId());
            if (event == null) {
                gone.add(row.id());
            } else {
                work.computeIfAbsent(lane, any -> new ArrayList<>()).add(new Item(event, row, true));
            }
        }));
        if (!gone.isEmpty()) {
            LOG.warn("Sink {} never got {} events that are not kept any more", sink.name(), gone.size());
        }
    }

    private void sendAll(Iterable<List<Item>> lanes) throws InterruptedException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("halo-sink-" + sink.name() + "-", 0).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (List<Item> lane : lanes) {
                running.add(threads.submit(() -> {
                    sink.turns().acquire();
                    try {
                        sendLane(lane);
                    } finally {
                        sink.turns().release();
                    }
                    return null;
                }));
            }
            try {
                for (Future<?> one : running) {
                    one.get();
                }
            } catch (ExecutionException failed) {
                threads.shutdownNow();
                if (failed.getCause() instanceof InterruptedException) {
                    throw new InterruptedException();
                }
                throw new IllegalStateException("sink " + sink.name() + " failed", failed.getCause());
            } catch (InterruptedException shutdown) {
                threads.shutdownNow();
                throw shutdown;
            }
        }
    }

    private void sendLane(List<Item> lane) throws InterruptedException {
        int from = 0;
        boolean singly = false;
        // each failure halves what is sent at once, so that one that does not get through is alone in the end
        while (from < lane.size()) {
            if (!keep(clock.instant()) || !sink.enter(clock.instant())) {
                return;
            }
            int most = singly ? 1 : together(lane.get(from).row.attempts());
            List<Item> some = lane.subList(from, Math.min(lane.size(), from + most));
            SendResult result = sink.send(some.stream().map(item -> item.event).toList(), clock);
            if (result instanceof SendResult.Refused && some.size() > 1) {
                // one of them is to blame
                singly = true;
                continue;
            }
            Instant now = clock.instant();
            some.forEach(item -> judge(item, result, now, some.size() == 1));
            if (some.stream().anyMatch(item -> item.fate == Item.Fate.WAITING)) {
                return;
            }
            from += some.size();
        }
    }

    /// @param attempts of the first of them
    private int together(int attempts) {
        boolean lastAttempt = attempts + 1 >= sink.delivery().attempts();
        return lastAttempt && attempts > 0 ? 1 : Math.max(1, sink.sink().batch() >> Math.min(attempts, 30));
    }

    /// @param alone whether it was sent without others: only then is what failed its own failure
    private void judge(Item item, SendResult result, Instant now, boolean alone) {
        Waiting row = item.row;
        int attempts = row.attempts() + 1;
        switch (result) {
            case SendResult.Accepted accepted -> item.fate = Item.Fate.DELIVERED;
            case SendResult.Refused(int status, String error) -> {
                item.fate = Item.Fate.DEAD;
                item.row = tried(row, attempts, now, status, error);
            }
            case SendResult.Failed(Integer status, String error, Duration retryAfter) -> {
                boolean giveUp = alone && (attempts >= sink.delivery().attempts()
                        || row.firstAt().plus(sink.delivery().within()).isBefore(now));
                item.fate = giveUp ? Item.Fate.DEAD : Item.Fate.WAITING;
                item.row = tried(row, attempts, now.plus(sink.backoff(attempts, retryAfter)), status, error);
            }
        }
    }

    private static Waiting tried(Waiting row, int attempts, Instant next, @Nullable Integer status, String error) {
        return new Waiting(row.id(), row.eventId(), row.lane(), attempts, row.firstAt(), next, status,
                error.length() <= 500 ? error : error.substring(0, 499) + "…");
    }

    /// @return whether it was written
    private boolean write(List<Item> items, List<UUID> gone, long position) {
        int delivered = (int) items.stream().filter(item -> item.fate == Item.Fate.DELIVERED).count();
        String error = items.stream().filter(item -> item.fate != Item.Fate.DELIVERED).map(item -> item.row.lastError())
                .filter(text -> text != null).findFirst().orElse(null);
        if (!store.advance(sink.name(), owner, position, delivered, clock.instant(), error)) {
            return false;
        }
        List<UUID> done = new ArrayList<>(gone);
        items.stream().filter(item -> item.stored && item.fate == Item.Fate.DELIVERED)
                .forEach(item -> done.add(item.row.id()));
        store.remove(done);
        for (boolean dead : new boolean[]{false, true}) {
            Item.Fate fate = dead ? Item.Fate.DEAD : Item.Fate.WAITING;
            Function<Boolean, List<Waiting>> rows = stored -> items.stream()
                    .filter(item -> item.fate == fate && item.stored == stored).map(item -> item.row).toList();
            store.add(sink.name(), rows.apply(false), dead);
            store.update(rows.apply(true), dead);
        }
        return true;
    }
}
