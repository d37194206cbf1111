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
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes what many callers bring durable together: whatever waits is written by one thread in one transaction, so that
/// thousands of callers a second share a few commits. A caller returns when its own is committed.
///
/// @param <T> what callers bring
/// @param <R> what a write tells about all that it wrote
public final class GroupCommit<T, R> {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final String what;
    private final Bounds bounds;
    private final Function<List<T>, R> write;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Submission<T, R>> waiting = new ArrayDeque<>();
    private int waitingItems;
    private boolean open;
    private @Nullable Thread writer;

    /// @param what the plural of what it takes in (`heartbeats`), for messages
    /// @param write commits items, in the order of their coming, and returns when they are durable; called on one thread. What
    ///        it throws is told to the callers; where the items may be to blame, each caller's are tried by themselves first
    public GroupCommit(String what, Bounds bounds, Function<List<T>, R> write) {
        this.what = what;
        this.bounds = bounds;
        this.write = write;
    }

    /// What it takes.
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
    /// @return what the write told, about these items and those of others in it
    /// @throws QueueFullException where too many wait already
    /// @throws UnavailableException where the write fails or takes too long, or HALO stops
    public R accept(List<T> items) {
        return await(submit(items));
    }

    private CompletableFuture<R> submit(List<T> items) {
        lock.lock();
        try {
            if (!open) {
                throw new UnavailableException("HALO is not taking in %s just now".formatted(what), RETRY_AFTER);
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
            Throwable failed = write(batch);
            if (failed != null && batch.size() > 1 && !PassingFailure.is(failed)) {
                failed = apart(batch, failed);
            } else if (failed != null) {
                refuse(batch, failed);
            }
            if (failed != null && !failing) {
                LOG.error("Some {} cannot be stored; their senders are told so until it works again", what, failed);
            } else if (failed == null && failing) {
                LOG.info("The {} are stored again", what);
            }
            failing = failed != null;
        }
    }

    /// @return why it could not be written; null where it was, and its callers know
    private @Nullable Throwable write(List<Submission<T, R>> batch) {
        try {
            List<T> items = new ArrayList<>();
            batch.forEach(submission -> items.addAll(submission.items()));
            R told = write.apply(items);
            batch.forEach(submission -> submission.written().complete(told));
            return null;
        } catch (Throwable any) { // the writer outlives whatever happens to a batch
            return any;
        }
    }

    /// Writes each caller's by itself: one of them may be what cannot be stored, and the others must not suffer from it.
    ///
    /// @return why the last of those that failed did; null where all were written
    private @Nullable Throwable apart(List<Submission<T, R>> batch, Throwable together) {
        LOG.warn("Some {} could not be stored together; each caller's are stored by themselves", what, together);
        Throwable last = null;
        for (Submission<T, R> submission : batch) {
            Throwable failed = write(List.of(submission));
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

    /// Begins to take in; does nothing where it does already.
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

    /// Takes nothing more in and waits until what was taken in is written.
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

    /// @return whether it takes in
    public boolean isRunning() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }
}
