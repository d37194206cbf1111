package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import ink.dreamnet.halo.core.UnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes reports in and returns when they are durable. Whatever waits is committed together by one writer (group commit), so
/// that thousands of reporters a second share a few transactions of a few rows.
@Component
class SignalIntake implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SignalIntake.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;
    /// A report after a longer silence says nothing about when in it its counts came.
    private static final Duration LONGEST_COVER = Duration.ofMinutes(5);

    private final String node = UUID.randomUUID().toString();
    private final SignalStore store;
    private final SignalProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Counter acknowledged;
    private final Counter refused;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private final Map<String, Instant> lastReport = new HashMap<>();
    private int waitingReports;
    private boolean open;
    private @Nullable Thread writer;

    SignalIntake(SignalStore store, SignalProperties properties, TransactionTemplate transaction, Clock clock,
            MeterRegistry meters) {
        this.store = store;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
        this.acknowledged = Counter.builder("halo.signals.acknowledged").description("Reports that were committed")
                .register(meters);
        this.refused = Counter.builder("halo.signals.unavailable").description("Reports that could not be taken in")
                .register(meters);
    }

    private record Submission(List<SignalReport> reports, CompletableFuture<Boolean> stored) {
    }

    /// Stores reports. When it returns they are committed; when it throws they are not acknowledged, though they may have
    /// been stored.
    ///
    /// @throws UnavailableException where too many wait already, the database fails, or HALO stops
    void accept(List<SignalReport> reports) {
        try {
            await(submit(reports));
            acknowledged.increment(reports.size());
        } catch (UnavailableException unavailable) {
            refused.increment(reports.size());
            throw unavailable;
        }
    }

    private CompletableFuture<Boolean> submit(List<SignalReport> reports) {
        lock.lock();
        try {
            if (!open) {
                throw new UnavailableException("HALO is not taking in signals just now", RETRY_AFTER);
            }
            if (waitingReports + reports.size() > properties.intakeCapacity()) {
                throw new UnavailableException("Too many signals are waiting to be stored", RETRY_AFTER);
            }
            Submission submission = new Submission(reports, new CompletableFuture<>());
            waiting.add(submission);
            waitingReports += reports.size();
            changed.signalAll();
            return submission.stored();
        } finally {
            lock.unlock();
        }
    }

    private void await(CompletableFuture<Boolean> stored) {
        try {
            stored.get(properties.intakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw unavailable("The signals could not be stored", failed.getCause());
        } catch (TimeoutException late) {
            throw unavailable("The signals could not be stored in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable("The signals may not have been stored: the request was interrupted", interrupted);
        }
    }

    private static UnavailableException unavailable(String message, @Nullable Throwable cause) {
        UnavailableException unavailable = new UnavailableException(message, RETRY_AFTER);
        unavailable.initCause(cause);
        return unavailable;
    }

    private void write() {
        boolean failing = false;
        for (List<Submission> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                store(batch);
                failing = false;
                batch.forEach(submission -> submission.stored().complete(true));
            } catch (Throwable any) { // the writer outlives whatever happens to a batch
                if (!failing) {
                    LOG.error("Signals cannot be stored; their senders are told so until it works again", any);
                }
                failing = true;
                batch.forEach(submission -> submission.stored().completeExceptionally(any));
            }
        }
    }

    private void store(List<Submission> batch) {
        Instant now = clock.instant();
        Map<String, Counts> sums = new HashMap<>();
        batch.forEach(submission -> submission.reports().forEach(report -> sums.merge(report.source(),
                new Counts(report.requests(), report.errors(), 0), Counts::plus)));
        List<SignalStore.Bucket> buckets = new ArrayList<>(2 * sums.size());
        sums.forEach((source, sum) -> {
            Counts counts = new Counts(sum.requests(), sum.errors(), covered(lastReport.get(source), now));
            buckets.add(SignalStore.Bucket.of(SignalStore.FINE, now, source, counts));
            buckets.add(SignalStore.Bucket.of(SignalStore.COARSE, now, source, counts));
        });
        for (int attempt = 1;; attempt++) {
            try {
                transaction.executeWithoutResult(tx -> store.add(node, buckets, sums.keySet(), now));
                break;
            } catch (DuplicateKeyException another) {
                // another replica heard of a new source at the same moment; now it is there
                if (attempt == ATTEMPTS) {
                    throw another;
                }
            }
        }
        sums.keySet().forEach(source -> lastReport.put(source, now));
        if (lastReport.size() > 2 * properties.maxSources()) {
            lastReport.values().removeIf(at -> at.plus(LONGEST_COVER).isBefore(now));
        }
    }

    private static long covered(@Nullable Instant last, Instant now) {
        if (last == null || last.plus(LONGEST_COVER).isBefore(now)) {
            return Spread.UNTIMED;
        }
        return Math.max(0, Duration.between(last, now).toMillis());
    }

    /// @return what is to be committed next; empty when the intake is closed and everything is written
    private List<Submission> next() {
        lock.lock();
        try {
            while (open && waiting.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            long nanos = properties.intakeGather().toNanos();
            while (open && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException hurried) {
            LOG.debug("Not waiting for more signals", hurried);
        } finally {
            lock.unlock();
        }
        lock.lock();
        try {
            List<Submission> batch = new ArrayList<>(waiting);
            waiting.clear();
            waitingReports = 0;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (!open) {
                open = true;
                writer = Thread.ofVirtual().name("halo-signal-writer").start(this::write);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing more in and waits until what was taken in is stored.
    @Override
    public void stop() {
        Thread running;
        lock.lock();
        try {
            open = false;
            running = writer;
            writer = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running == null) {
            return;
        }
        try {
            if (!running.join(properties.intakeTimeout())) {
                LOG.warn("Signals still wait to be stored; their senders get no acknowledgement");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /// @return a phase below the web server's, so that it stops after the last request was answered
    @Override
    public int getPhase() {
        return 0;
    }
}
