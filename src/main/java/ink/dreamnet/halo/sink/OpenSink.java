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

/// A configured sink with its state in this process: whether its circuit is open, and when it was refreshed.
final class OpenSink {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSink.class);
    private static final String WHOLE = "sink";

    private final SinkSettings settings;
    private final Sink sink;
    private final SinkFilter filter;
    private final CircuitBreakers circuits;
    private final Semaphore permits;
    private final MeterRegistry meters;
    private volatile Instant askedToWait = Instant.MIN;
    private volatile Instant refreshedAt = Instant.MIN;

    OpenSink(SinkSettings settings, Sink sink, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.sink = sink;
        this.filter = SinkFilter.of(settings);
        this.circuits = new CircuitBreakers(settings.delivery().circuitFailures(), settings.delivery().circuitOpen(),
                clock);
        this.permits = new Semaphore(settings.delivery().concurrency());
        this.meters = meters;
        // there from the start, as 0: an alert sees a counter rise only where it was there before
        List.of("accepted", "refused", "failed").forEach(outcome -> sends(outcome, 0));
        missed(0);
    }

    String name() {
        return settings.name();
    }

    SinkSettings settings() {
        return settings;
    }

    DeliverySettings delivery() {
        return settings.delivery();
    }

    SinkFilter filter() {
        return filter;
    }

    Sink sink() {
        return sink;
    }

    Semaphore permits() {
        return permits;
    }

    /// @return the key within which events stay in order
    static String lane(WormholeEvent event) {
        return event.subject() == null ? event.type() : event.subject();
    }

    /// @return whether nothing is to be sent now
    boolean paused(Instant now) {
        return pausedUntil(now).isPresent();
    }

    /// @return until when nothing is to be sent, because its circuit is open or it answered `Retry-After`; empty where it may be
    Optional<Instant> pausedUntil(Instant now) {
        return circuits.openUntil(WHOLE).or(() -> Optional.of(askedToWait).filter(until -> until.isAfter(now)));
    }

    /// @return whether to send now; the result must be recorded
    boolean enter(Instant now) {
        return !askedToWait.isAfter(now) && circuits.enter(WHOLE).isEmpty();
    }

    /// Sends, and records the result.
    SendResult send(List<SequencedEvent> events, Clock clock) throws InterruptedException {
        SendResult result;
        try {
            result = sink.send(events);
        } catch (RuntimeException broken) {
            LOG.warn("Sink {} failed on event {}", name(), events.getFirst().event().id(), broken);
            result = new SendResult.Failed(null, "the sink failed: " + broken.getMessage(), null);
        }
        return record(result, events.size(), clock);
    }

    private SendResult record(SendResult result, int count, Clock clock) {
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
        sends(outcome, count);
        return result;
    }

    private void sends(String outcome, int count) {
        meters.counter("halo.sink.sends", "sink", name(), "outcome", outcome).increment(count);
    }

    /// Counts events that were removed before they were delivered.
    void missed(long count) {
        meters.counter("halo.sink.missed", "sink", name()).increment(count);
    }

    boolean refreshDue(Instant now) {
        return sink.refreshEvery().filter(every -> refreshedAt == Instant.MIN || !refreshedAt.plus(every).isAfter(now))
                .isPresent();
    }

    /// Refreshes the sink where it is due. A refresh that is refused would be refused a second later, too: it is tried again only
    /// when it is due again.
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
        return switch (record(result, 1, clock)) {
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
