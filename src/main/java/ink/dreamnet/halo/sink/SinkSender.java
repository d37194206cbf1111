package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import ink.dreamnet.halo.http.SendResult;

/// Sends the parcels of a round. Those of one lane (their subject) are sent one after the other; one that fails keeps its lane
/// waiting, and no other.
final class SinkSender {

    private final OpenSink sink;
    private final BooleanSupplier mine;
    private final Clock clock;
    private final AdaptiveBatch together;

    /// @param mine whether the sink is still this process's; asked before each send, by several threads
    SinkSender(OpenSink sink, BooleanSupplier mine, Clock clock) {
        this.sink = sink;
        this.mine = mine;
        this.clock = clock;
        this.together = new AdaptiveBatch(sink.sink().batch());
    }

    /// @param parcels in the order of each lane
    /// @throws InterruptedException where HALO shuts down
    void send(List<PendingDelivery> parcels) throws InterruptedException {
        if (sink.sink().batch() > 1) {
            sendTogether(parcels);
        } else {
            sendLanes(parcels.stream().collect(Collectors.groupingBy(PendingDelivery::lane, LinkedHashMap::new,
                    Collectors.toList())).values());
        }
    }

    private void sendLanes(Iterable<List<PendingDelivery>> lanes) throws InterruptedException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("halo-sink-" + sink.name() + "-", 0).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (List<PendingDelivery> lane : lanes) {
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

    private void sendLane(List<PendingDelivery> lane) throws InterruptedException {
        for (PendingDelivery parcel : lane) {
            if (!mayEnter()) {
                return;
            }
            parcel.sent(sink.send(List.of(parcel.event()), clock), sink, clock.instant());
            if (parcel.fate() == PendingDelivery.Fate.WAITING) {
                return;
            }
        }
    }

    /// One failure ends it, be it of one that is alone: the others are sent in the next round, in which its lane waits.
    private void sendTogether(List<PendingDelivery> parcels) throws InterruptedException {
        List<PendingDelivery> left = AdaptiveBatch.order(parcels);
        while (!left.isEmpty() && mayEnter()) {
            List<PendingDelivery> some = left.subList(0, together.first(left));
            SendResult result = sink.send(some.stream().map(PendingDelivery::event).toList(), clock);
            boolean accepted = result instanceof SendResult.Accepted;
            if (accepted) {
                together.taken(some);
            } else {
                together.failed(some);
            }
            if (!accepted && some.size() > 1) {
                some.forEach(parcel -> parcel.failedTogether(result));
                continue;
            }
            some.forEach(parcel -> parcel.sent(result, sink, clock.instant()));
            switch (some.getFirst().fate()) {
                case WAITING -> {
                    return;
                }
                case DEAD -> together.over(some.getFirst());
                case DELIVERED -> {
                    // the next ones
                }
            }
            left = left.subList(some.size(), left.size());
        }
    }

    private boolean mayEnter() {
        return mine.getAsBoolean() && sink.enter(clock.instant());
    }
}
