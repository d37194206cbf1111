package ink.dreamnet.halo.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What several gauges show, read at most every five seconds however many they are. Where reading it takes long, a scrape gets the reading
/// before it: a database that is away must not keep Prometheus from everything else.
///
/// @param <T> the reading
public final class GaugeReading<T> {

    private static final Logger LOG = LoggerFactory.getLogger(GaugeReading.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    /// Prometheus gives a scrape 10 s by default, and there are several readings in one.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<T> read;
    private final Clock clock;
    private final Duration patience;
    private @Nullable T last;
    private Instant readAt = Instant.MIN;
    private @Nullable CompletableFuture<Void> flight;

    /// @param read reads it, by a thread of its own
    public GaugeReading(Supplier<T> read, Clock clock) {
        this(read, clock, PATIENCE);
    }

    /// @param patience how long a scrape waits for it
    GaugeReading(Supplier<T> read, Clock clock, Duration patience) {
        this.read = read;
        this.clock = clock;
        this.patience = patience;
    }

    /// @return a number of the present reading; `NaN` where it cannot be read
    public double value(ToDoubleFunction<T> number) {
        CompletableFuture<Void> started = startWhereStale();
        if (started != null) {
            await(started);
        }
        synchronized (this) {
            return last == null ? Double.NaN : number.applyAsDouble(last);
        }
    }

    private synchronized @Nullable CompletableFuture<Void> startWhereStale() {
        if (flight != null || !readAt.plus(FRESH).isBefore(clock.instant())) {
            return null;
        }
        flight = CompletableFuture.runAsync(this::refresh, Thread::startVirtualThread);
        return flight;
    }

    private void refresh() {
        T now = null;
        try {
            now = read.get();
        } catch (RuntimeException unreadable) {
            LOG.debug("What gauges show could not be read", unreadable);
        } finally {
            land(now);
        }
    }

    private synchronized void land(@Nullable T now) {
        last = now;
        readAt = clock.instant();
        flight = null;
    }

    private void await(CompletableFuture<Void> flight) {
        try {
            flight.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            LOG.debug("What gauges show takes longer than {} to read", patience, slow);
        } catch (ExecutionException broken) {
            LOG.debug("What gauges show could not be read", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
