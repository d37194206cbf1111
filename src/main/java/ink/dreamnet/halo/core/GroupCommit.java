package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;

/// Makes what many callers bring durable together: whatever waits is written by one thread in one transaction, so that
/// thousands of callers a second share a few commits. A caller returns when its own is committed. A bean that extends it
/// accepts items from the start of the web server until its last request is answered.
///
/// @param <T> what callers bring
/// @param <R> the result of a write, about all that it wrote
public abstract class GroupCommit<T, R> implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;

    private final String what;
    private final Bounds bounds;
    private final Counter refused;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Submission<T, R>> waiting = new ArrayDeque<>();
    private int waitingItems;
    private boolean open;
    private @Nullable Thread writer;

    /// @param what the plural of what it accepts (`heartbeats`), for messages
    /// @param refused counts the items that were not acknowledged
    protected GroupCommit(String what, Bounds bounds, Counter refused) {
        this.what = what;
        this.bounds = bounds;
        this.refused = refused;
    }

    /// Commits items, in the order of their arrival, and returns when they are durable; called on one thread. What it throws
    /// is passed to the callers; where the items may be to blame, each caller's are written by themselves first. It is called
    /// again where it throws a [DuplicateKeyException], because another replica may have written one of them at that moment.
    protected abstract R write(List<T> items);

    /// @return why nothing is accepted just now, besides what waits here; null where something is
    protected @Nullable String overload() {
        return null;
    }

    /// The limits.
    ///
    /// @param capacity how many items may wait
    /// @param batch how many are written together at most; what one caller brings is never parted
    /// @param gather how long the first of a write waits for others to share it
    /// @param timeout how long a caller waits for the commit
    public record Bounds(int capacity, int batch, Duration gather, Duration timeout) {
    }

    private record Submission<T, R>(List<T> items, CompletableFuture<R> written) {
    }

    /// Writes items. When it returns they are committed; when it throws they are not acknowledged, though they may have been
    /// written.
    ///
    /// @return the result of the write, about these items and those of other callers in it
    /// @throws QueueFullException where too many wait already
    /// @throws UnavailableException where the write fails or takes too long, or HALO stops
    public R accept(List<T> items) {
        try {
            return await(submit(items));
        } catch (UnavailableException unavailable) {
            refused.increment(items.size());
            throw unavailable;
        }
    }

    private CompletableFuture<R> submit(List<T> items) {
        String overload = overload();
        if (overload != null) {
            throw new QueueFullException(overload, RETRY_AFTER);
        }
        lock.lock();
        try {
            if (!open) {
                throw new UnavailableException("HALO is not accepting %s just now".formatted(what), RETRY_AFTER);
            }
            if (waitingItems + items.size() > bounds.capacity()) {
                throw new QueueFullException("Too many %s are waiting to be stored".formatted(what), RETRY_AFTER);
            }
            Submission<T, R> submission = new Submission<>(items, new CompletableFuture<>());
            waiting.add(submission);
            waitingItems += items.size();
            if (waiting.size() == 1 || waitingItems >= bounds.batch()) {
                changed.signalAll();
            }
            return submission.written();
        } finally {
            lock.unlock();
        }
    }

    private R await(CompletableFuture<R> written) {
        try {
            return written.get(bounds.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw unavailable("The %s could not be stored", failed.getCause());
        } catch (TimeoutException late) {
            throw unavailable("The %s could not be stored in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable("The %s may not have been stored: the request was interrupted", interrupted);
        }
    }

    private UnavailableException unavailable(String message, @Nullable Throwable cause) {
        UnavailableException unavailable = new UnavailableException(message.formatted(what), RETRY_AFTER);
        unavailable.initCause(cause);
        return unavailable;
    }

    private void run() {
        boolean failing = false;
        for (List<Submission<T, R>> batch = next(); !batch.isEmpty(); batch = next()) {
            Throwable failed = commit(batch);
            if (failed != null && batch.size() > 1 && DatabaseFailure.of(failed).isEmpty()) {
                failed = apart(batch, failed);
            } else if (failed != null) {
                refuse(batch, failed);
            }
            if (failed != null && !failing) {
                LOG.error("Some {} cannot be stored; their senders get no acknowledgement until it works again", what,
                        failed);
            } else if (failed == null && failing) {
                LOG.info("The {} are stored again", what);
            }
            failing = failed != null;
        }
    }

    /// @return why it could not be written; null where it was, and its callers know
    private @Nullable Throwable commit(List<Submission<T, R>> batch) {
        try {
            List<T> items = new ArrayList<>();
            batch.forEach(submission -> items.addAll(submission.items()));
            R result = write(items, ATTEMPTS);
            batch.forEach(submission -> submission.written().complete(result));
            return null;
        } catch (Throwable any) { // the writer outlives whatever happens to a batch
            return any;
        }
    }

    private R write(List<T> items, int attempts) {
        try {
            return write(items);
        } catch (DuplicateKeyException another) {
            if (attempts == 1) {
                throw another;
            }
            return write(items, attempts - 1);
        }
    }

    /// Writes each caller's by itself: one of them may be what cannot be stored, and the others must not suffer from it.
    ///
    /// @return why the last of those that failed did; null where all were written
    private @Nullable Throwable apart(List<Submission<T, R>> batch, Throwable together) {
        LOG.warn("Some {} could not be stored together; each caller's are stored by themselves", what, together);
        Throwable last = null;
        for (Submission<T, R> submission : batch) {
            Throwable failed = commit(List.of(submission));
            if (failed != null) {
                refuse(List.of(submission), failed);
                last = failed;
            }
        }
        return last;
    }

    private static <T, R> void refuse(List<Submission<T, R>> batch, Throwable why) {
        batch.forEach(submission -> submission.written().completeExceptionally(why));
    }

    /// @return what is to be written next; empty when it is closed and everything is written
    private List<Submission<T, R>> next() {
        lock.lock();
        try {
            while (open && waiting.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            gather();
            List<Submission<T, R>> batch = new ArrayList<>();
            int size = 0;
            while (!waiting.isEmpty()
                    && (batch.isEmpty() || size + waiting.getFirst().items().size() <= bounds.batch())) {
                Submission<T, R> submission = waiting.removeFirst();
                batch.add(submission);
                size += submission.items().size();
            }
            waitingItems -= size;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void gather() {
        long nanos = bounds.gather().toNanos();
        try {
            while (open && nanos > 0 && waitingItems < bounds.batch()) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException hurried) {
            LOG.debug("Not waiting for more {}", what, hurried);
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (!open) {
                open = true;
                writer = Thread.ofVirtual().name("halo-writer-of-" + what).start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Accepts nothing more and waits until what was accepted is written.
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
            if (!running.join(bounds.timeout())) {
                LOG.warn("Some {} still wait to be stored; their senders get no acknowledgement", what);
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
