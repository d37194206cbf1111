package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.http.SendResult;

/// Sends the deliveries of a round. Those of one lane (their subject) are sent one after the other; one that fails blocks its lane,
/// and no other.
final class SinkSender {

    private final OpenSink sink;
    private final BooleanSupplier owned;
    private final Clock clock;
    private final AdaptiveBatch batch;

    /// @param owned whether the sink is still this process's; asked before each send, by several threads
    SinkSender(OpenSink sink, BooleanSupplier owned, Clock clock) {
        this.sink = sink;
        this.owned = owned;
        this.clock = clock;
        this.batch = new AdaptiveBatch(sink.sink().batch());
    }

    /// @param deliveries in the order of each lane
    /// @throws InterruptedException where HALO shuts down
    void send(List<PendingDelivery> deliveries) throws InterruptedException {
        if (sink.sink().batch() > 1) {
            sendBatches(deliveries);
        } else {
            sendLanes(deliveries.stream().collect(Collectors.groupingBy(PendingDelivery::lane, LinkedHashMap::new,
                    Collectors.toList())).values());
        }
    }

    private void sendLanes(Iterable<List<PendingDelivery>> lanes) throws InterruptedException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("halo-sink-" + sink.name() + "-", 0).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (List<PendingDelivery> lane : lanes) {
                running.add(threads.submit(() -> {
                    sink.permits().acquire();
                    try {
                        sendLane(lane);
                    } finally {
                        sink.permits().release();
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
        for (PendingDelivery delivery : lane) {
            Optional<String> withheld = sink.sink().withheld(delivery.event());
            if (withheld.isPresent()) {
                delivery.withhold(withheld.get(), clock.instant());
                continue;
            }
            if (!mayEnter()) {
                return;
            }
            delivery.sent(sink.send(List.of(delivery.event()), clock), sink, clock.instant());
            if (delivery.status() == PendingDelivery.Status.WAITING) {
                return;
            }
        }
    }

    /// One failure ends it, be it of one that is alone: the others are sent in the next round, in which its lane waits.
    private void sendBatches(List<PendingDelivery> deliveries) throws InterruptedException {
        List<PendingDelivery> left = AdaptiveBatch.order(deliveries);
        while (!left.isEmpty() && mayEnter()) {
            List<SequencedEvent> events = left.subList(0, batch.first(left)).stream().map(PendingDelivery::event)
                    .toList();
            List<PendingDelivery> some = left.subList(0, sink.sink().together(events));
            SendResult result = sink.send(events.subList(0, some.size()), clock);
            boolean accepted = result instanceof SendResult.Accepted;
            if (accepted) {
                batch.accepted(some);
            } else {
                batch.failed(some);
            }
            if (!accepted && some.size() > 1) {
                some.forEach(delivery -> delivery.failedInBatch(result));
                continue;
            }
            some.forEach(delivery -> delivery.sent(result, sink, clock.instant()));
            switch (some.getFirst().status()) {
                case WAITING -> {
                    return;
                }
                case DEAD -> batch.dead(some.getFirst());
                case DELIVERED -> {
                    // the next ones
                }
            }
            left = left.subList(some.size(), left.size());
        }
    }

    private boolean mayEnter() {
        return owned.getAsBoolean() && sink.enter(clock.instant());
    }
}
