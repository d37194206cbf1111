package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.CircuitBreakers;
import ink.dreamnet.halo.http.SendResult;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A configured sink with what this process knows of it: whether it is spared just now, and when it was refreshed.
final class OpenSink {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSink.class);
    private static final String WHOLE = "sink";

    private final SinkProperties.Sink settings;
    private final Sink sink;
    private final SinkFilter filter;
    private final CircuitBreakers circuits;
    private final Semaphore turns;
    private final MeterRegistry meters;
    private volatile Instant askedToWait = Instant.MIN;
    private volatile Instant refreshedAt = Instant.MIN;

    OpenSink(SinkProperties.Sink settings, Sink sink, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.sink = sink;
        this.filter = SinkFilter.of(settings);
        this.circuits = new CircuitBreakers(settings.delivery().circuitFailures(), settings.delivery().circuitOpen(),
                clock);
        this.turns = new Semaphore(settings.delivery().concurrency());
        this.meters = meters;
    }

    String name() {
        return settings.name();
    }

    SinkProperties.Sink settings() {
        return settings;
    }

    SinkProperties.Delivery delivery() {
        return settings.delivery();
    }

    SinkFilter filter() {
        return filter;
    }

    Sink sink() {
        return sink;
    }

    Semaphore turns() {
        return turns;
    }

    /// @return what an event must stay in order with
    static String lane(WormholeEvent event) {
        return event.subject() == null ? event.type() : event.subject();
    }

    /// @return whether nothing is to be sent now
    boolean spared(Instant now) {
        return sparedUntil(now).isPresent();
    }

    /// @return until when nothing is to be sent, because it failed again and again or asked for it; empty where it may be
    Optional<Instant> sparedUntil(Instant now) {
        return circuits.openUntil(WHOLE).or(() -> Optional.of(askedToWait).filter(until -> until.isAfter(now)));
    }

    /// @return whether one may send now
    boolean enter(Instant now) {
        return !askedToWait.isAfter(now) && circuits.enter(WHOLE).isEmpty();
    }

    /// Sends, and remembers how it went.
    SendResult send(List<SequencedEvent> events, Clock clock) throws InterruptedException {
        SendResult result;
        try {
            result = sink.send(events);
        } catch (RuntimeException broken) {
            LOG.warn("Sink {} failed on event {}", name(), events.getFirst().event().id(), broken);
            result = new SendResult.Failed(null, "the sink failed: " + broken.getMessage(), null);
        }
        return remember(result, events.size(), clock);
    }

    private SendResult remember(SendResult result, int count, Clock clock) {
        circuits.record(WHOLE, !(result instanceof SendResult.Failed));
        if (result instanceof SendResult.Failed(Integer status, String error, Duration retryAfter)
                && retryAfter != null) {
            askedToWait = clock.instant().plus(delivery().waits().honoured(retryAfter));
        }
        String outcome = switch (result) {
            case SendResult.Accepted accepted -> "accepted";
            case SendResult.Refused refused -> "refused";
            case SendResult.Failed failed -> "failed";
        };
        meters.counter("halo.sink.sends", "sink", name(), "outcome", outcome).increment(count);
        return result;
    }

    /// Counts events that it did not take before they were removed.
    void missed(long count) {
        meters.counter("halo.sink.missed", "sink", name()).increment(count);
    }

    boolean refreshDue(Instant now) {
        return sink.refreshEvery().filter(every -> refreshedAt == Instant.MIN || !refreshedAt.plus(every).isAfter(now))
                .isPresent();
    }

    /// Refreshes the sink where it is time. What the sink refuses, it would refuse a second later, too: that is tried again only
    /// when it is time again.
    ///
    /// @return what went wrong; empty where nothing did
    Optional<String> refresh(Instant now, Clock clock) throws InterruptedException {
        if (!refreshDue(now) || !enter(now)) {
            return Optional.empty();
        }
        SendResult result;
        try {
            result = sink.refresh();
        } catch (RuntimeException broken) {
            LOG.warn("Sink {} cannot be refreshed", name(), broken);
            result = new SendResult.Failed(null, "the sink failed: " + broken.getMessage(), null);
        }
        return switch (remember(result, 1, clock)) {
            case SendResult.Accepted accepted -> {
                refreshedAt = now;
                yield Optional.empty();
            }
            case SendResult.Refused(int status, String error) -> {
                refreshedAt = now;
                yield Optional.of("the refresh was refused: " + error);
            }
            case SendResult.Failed failed -> Optional.of("the refresh failed: " + failed.error());
        };
    }
}
