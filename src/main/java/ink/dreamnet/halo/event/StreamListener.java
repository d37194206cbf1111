package ink.dreamnet.halo.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/// One listener of the stream with its queue, which is bounded in number and in size.
final class StreamListener {

    private static final long MAX_BYTES = 16L * 1024 * 1024;

    private final StreamFilter filter;
    private final int most;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Frame> queue = new ArrayDeque<>();
    private long bytes;
    private boolean ended;

    /// An event as it is sent to all listeners.
    record Frame(SequencedEvent entry, byte[] bytes) {
        long position() {
            return entry.requirePosition();
        }
    }

    /// @param most how many events may wait
    /// @param thread the one that writes to its client
    StreamListener(StreamFilter filter, int most, Thread thread) {
        this.filter = filter;
        this.most = most;
        this.thread = thread;
    }

    /// Queues an event, if it matches the filter.
    ///
    /// @return false where there is no room: the listener is dropped
    boolean offer(Frame frame) {
        if (!filter.matches(frame.entry().event())) {
            return true;
        }
        lock.lock();
        try {
            if (ended) {
                return true;
            }
            if (queue.size() >= most || bytes + frame.bytes().length > MAX_BYTES && !queue.isEmpty()) {
                return false;
            }
            queue.add(frame);
            bytes += frame.bytes().length;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next event.
    ///
    /// @return null where none came within the time, or it has ended
    @Nullable
    Frame poll(long millis) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (queue.isEmpty() && !ended && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            Frame frame = queue.poll();
            if (frame != null) {
                bytes -= frame.bytes().length;
            }
            return frame;
        } finally {
            lock.unlock();
        }
    }

    boolean idle() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// Ends it, also where its thread waits for the network.
    void end() {
        lock.lock();
        try {
            ended = true;
            queue.clear();
            bytes = 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
