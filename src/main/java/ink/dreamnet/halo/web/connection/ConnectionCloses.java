package ink.dreamnet.halo.web.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/// Counts the connections that HALO closed or refused (`halo.connections.closed`, tag `reason`), and is the `connections`
/// component of the health check: `DEGRADED` (which answers 200) where there has been no room for new connections for a
/// minute. A short burst is not worth a message.
class ConnectionCloses extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED", "there are more connections than HALO holds");

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCloses.class);
    private static final Duration LASTING = Duration.ofMinutes(1);
    /// After so long without another one, a lack of room is over.
    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Map<CloseReason, Counter> counters = new EnumMap<>(CloseReason.class);
    private final Clock clock;
    private @Nullable Instant fullSince;
    private Instant lastFull = Instant.MIN;

    ConnectionCloses(MeterRegistry meters, Clock clock) {
        super("the state of the connections could not be read");
        this.clock = clock;
        for (CloseReason reason : CloseReason.values()) {
            counters.put(reason, Counter.builder("halo.connections.closed").tag("reason", reason.tag())
                    .description("Connections that HALO closed or refused").register(meters));
        }
    }

    void count(CloseReason reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
        if (reason.forLackOfRoom()) {
            full(reason);
        }
    }

    private synchronized void full(CloseReason reason) {
        Instant now = clock.instant();
        if (fullSince == null || lastFull.plus(QUIET).isBefore(now)) {
            fullSince = now;
            LOG.warn(
                    "There are more connections than HALO holds ({}); those that wait longest for their request are closed "
                            + "(halo.web.connections)",
                    reason.tag());
        }
        lastFull = now;
    }

    @Override
    protected synchronized void doHealthCheck(Health.Builder builder) {
        Instant now = clock.instant();
        Instant since = fullSince;
        if (since != null && !lastFull.plus(QUIET).isBefore(now) && !since.plus(LASTING).isAfter(now)) {
            builder.status(DEGRADED).withDetail("fullSince", since);
        } else {
            builder.up();
        }
    }
}
