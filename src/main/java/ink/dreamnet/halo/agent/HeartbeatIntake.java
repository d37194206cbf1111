package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import ink.dreamnet.halo.core.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Takes heartbeats in and returns when they are durable. Whatever waits is committed together by one writer (group
/// commit), so that thousands of callers a second share a few transactions.
@Component
class HeartbeatIntake implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatIntake.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final HeartbeatLog heartbeatLog;
    private final AgentProperties properties;
    private final HeartbeatMeters meters;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private int waitingHeartbeats;
    private boolean open;
    private @Nullable Thread writer;

    HeartbeatIntake(HeartbeatLog heartbeatLog, AgentProperties properties, HeartbeatMeters meters) {
        this.heartbeatLog = heartbeatLog;
        this.properties = properties;
        this.meters = meters;
    }

    private record Submission(List<Heartbeat> heartbeats, CompletableFuture<Set<String>> unknown) {
    }

    /// Stores heartbeats. When it returns they are committed; when it throws they are not acknowledged, though they may
    /// have been stored.
    ///
    /// @param heartbeats in the order of their receipt; of several of one agent the last counts
    /// @return the ids that no agent has, which may include some of other callers
    /// @throws UnavailableException where too many heartbeats wait already, the database fails, or HALO stops
    Set<String> accept(List<Heartbeat> heartbeats) {
        meters.received(heartbeats.size());
        try {
            Set<String> unknown = await(submit(heartbeats));
            long known = heartbeats.stream().filter(heartbeat -> !unknown.contains(heartbeat.agent())).count();
            meters.acknowledged(known);
            meters.unknown(heartbeats.size() - known);
            return unknown;
        } catch (UnavailableException refused) {
            meters.unavailable(heartbeats.size());
            throw refused;
        }
    }

    private CompletableFuture<Set<String>> submit(List<Heartbeat> heartbeats) {
        lock.lock();
        try {
            if (!open) {
                throw new UnavailableException("HALO is not taking in heartbeats just now", RETRY_AFTER);
            }
            if (waitingHeartbeats + heartbeats.size() > properties.intakeCapacity()) {
                throw new UnavailableException("Too many heartbeats are waiting to be stored", RETRY_AFTER);
            }
            Submission submission = new Submission(heartbeats, new CompletableFuture<>());
            waiting.add(submission);
            waitingHeartbeats += heartbeats.size();
            if (waiting.size() == 1 || waitingHeartbeats >= properties.intakeBatch()) {
                changed.signalAll();
            }
            return submission.unknown();
        } finally {
            lock.unlock();
        }
    }

    private Set<String> await(CompletableFuture<Set<String>> stored) {
        try {
            return stored.get(properties.intakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw unavailable("The heartbeats could not be stored", failed.getCause());
        } catch (TimeoutException late) {
            throw unavailable("The heartbeats could not be stored in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable("The heartbeats may not have been stored: the request was interrupted", interrupted);
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
                if (failing) {
                    LOG.info("Heartbeats are stored again");
                }
                failing = false;
            } catch (Throwable any) { // the writer outlives whatever happens to a batch
                if (!failing) {
                    LOG.error("Heartbeats cannot be stored; their senders are told so until it works again", any);
                }
                failing = true;
                batch.forEach(submission -> submission.unknown().completeExceptionally(any));
            }
        }
    }

    private void store(List<Submission> batch) {
        Map<String, Heartbeat> last = new LinkedHashMap<>();
        for (Submission submission : batch) {
            submission.heartbeats().forEach(heartbeat -> last.put(heartbeat.agent(), heartbeat));
        }
        Set<String> unknown = meters.commit(last.size(), () -> heartbeatLog.store(last.values()));
        batch.forEach(submission -> submission.unknown().complete(unknown));
    }

    /// @return what is to be committed next; empty when the intake is closed and everything is written
    private List<Submission> next() {
        lock.lock();
        try {
            while (open && waiting.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            gather();
            List<Submission> batch = new ArrayList<>();
            int size = 0;
            while (!waiting.isEmpty()
                    && (batch.isEmpty() || size + waiting.getFirst().heartbeats().size() <= properties.intakeBatch())) {
                Submission submission = waiting.removeFirst();
                batch.add(submission);
                size += submission.heartbeats().size();
            }
            waitingHeartbeats -= size;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void gather() {
        long nanos = properties.intakeGather().toNanos();
        try {
            while (open && nanos > 0 && waitingHeartbeats < properties.intakeBatch()) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException hurried) {
            LOG.debug("Not waiting for more heartbeats", hurried);
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (!open) {
                open = true;
                writer = Thread.ofVirtual().name("halo-heartbeat-writer").start(this::write);
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
                LOG.warn("Heartbeats still wait to be stored; their senders get no acknowledgement");
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
