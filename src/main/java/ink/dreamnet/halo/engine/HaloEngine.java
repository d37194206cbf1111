package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.UUID;

import jakarta.annotation.PreDestroy;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.CurrentCycle;
import ink.dreamnet.halo.core.DatabaseFailure;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.ManualTrigger;
import ink.dreamnet.halo.trigger.RequestStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Runs a cycle on demand: for `POST /api/halo/run`, for every bean that it is injected into, and for the program that
/// HALO is a part of. Thread-safe.
@Component
public class HaloEngine {

    private static final long LOOK_EVERY_MILLIS = 250;
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final CycleRequests requests;
    private final CycleHistory history;
    private final CycleSignals signals;
    private final RunProperties properties;
    private final CurrentActor actor;
    private volatile State state = State.STARTING;

    private enum State {
        STARTING, OPEN, STOPPED
    }

    HaloEngine(CycleRequests requests, CycleHistory history, CycleSignals signals, RunProperties properties,
            CurrentActor actor) {
        this.requests = requests;
        this.history = history;
        this.signals = signals;
        this.properties = properties;
        this.actor = actor;
    }

    /// Runs a full cycle over everything, as [#runCycle(CycleOptions)] with [CycleOptions#full].
    ///
    /// @param reason why, at most 500 characters
    /// @return the recorded cycle
    public RecordedCycle runCycle(String reason) {
        return runCycle(CycleOptions.full().withReason(reason));
    }

    /// Asks for a cycle and waits until it is recorded. It starts after this call; calls that wait at the same time share one
    /// cycle, also with those of other triggers. The request is durable: once accepted it is served, whatever becomes of
    /// the caller or of the process.
    ///
    /// @return the cycle that served the request. Where the request shared it, it may have done more than was asked for.
    /// @throws InvalidInputException where the options are refused; nothing was requested
    /// @throws CycleTimeoutException where the cycle was not recorded in time
    /// @throws CycleFailedException where the cycles that should have served it failed three times
    /// @throws UnavailableException where HALO stops, the database is lost, or the calling thread is interrupted (its interrupt
    ///         flag is then set); an accepted request is kept
    /// @throws IllegalStateException where it would wait for itself: from an analyzer, strategy or anything else that a
    ///         cycle runs, within a transaction, or before HALO has started. Nothing was requested.
    public RecordedCycle runCycle(CycleOptions options) {
        return await(request(options), options.maxWait());
    }

    /// Asks for a cycle, and does not wait.
    ///
    /// @throws InvalidInputException where the options are refused; nothing was requested
    public CycleRequest request(CycleOptions options) {
        CurrentCycle.id().ifPresent(running -> {
            throw new IllegalStateException(
                    "runCycle was called from within cycle %s, which would wait for itself".formatted(running));
        });
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "runCycle was called within a transaction; no cycle can serve a request that is not committed");
        }
        if (state == State.STARTING) {
            throw new IllegalStateException(
                    "runCycle was called while HALO starts; call it after the ContextRefreshedEvent");
        }
        requireRunning();
        return requests.submit(new CycleOrder(ManualTrigger.NAME, options.mode(), options.scope(), options.reason(),
                actor.get(), options.idempotencyKey()));
    }

    /// Waits for the cycle that serves a request.
    ///
    /// @param maxWait how long; null for `halo.run.max-wait`
    RecordedCycle await(CycleRequest request, @Nullable Duration maxWait) {
        Duration wait = maxWait == null ? properties.maxWait() : maxWait;
        UUID cycle = request.cycleId();
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            requireRunning();
            boolean late = System.nanoTime() - end >= 0;
            CycleRequest now = find(request);
            cycle = now.cycleId();
            if (now.status() == RequestStatus.SERVED && (late || !signals.underWay(cycle))) {
                return history.find(cycle).orElseThrow();
            }
            if (now.status() == RequestStatus.ABANDONED) {
                throw new CycleFailedException(cycle);
            }
            if (late) {
                throw new CycleTimeoutException(cycle, wait);
            }
            try {
                signals.await(LOOK_EVERY_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new UnavailableException("Interrupted while waiting for the cycle; its request is kept", RETRY);
            }
        }
    }

    private CycleRequest find(CycleRequest request) {
        try {
            return requests.find(request.id()).orElseThrow();
        } catch (DataAccessException | TransactionException failed) {
            if (DatabaseFailure.of(failed).isEmpty()) {
                throw failed;
            }
            UnavailableException away = new UnavailableException(
                    "The database was lost while waiting for cycle %s; its request is kept".formatted(
                            request.cycleId()),
                    RETRY);
            away.initCause(failed);
            throw away;
        }
    }

    private void requireRunning() {
        if (state == State.STOPPED) {
            throw new UnavailableException("HALO is stopped; an accepted request runs after the next start", RETRY);
        }
    }

    @EventListener(ContextRefreshedEvent.class)
    void open() {
        state = State.OPEN;
    }

    @PreDestroy
    void stop() {
        state = State.STOPPED;
        signals.wake();
    }
}
