package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.CurrentCycle;
import ink.dreamnet.halo.core.DatabaseFailure;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleLostException;
import ink.dreamnet.halo.engine.stage.CycleStages;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.FlightLostException;
import ink.dreamnet.halo.trigger.RequestBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs cycles: Trigger → Analyze → Detect → Generate → Dispatch → Record.
///
/// The caller sees to it that only one flight is in the air in the whole installation (see [Flight]). A cycle changes
/// nothing until its analysis is over; then weak points, tasks and the record change in one transaction. So a cycle that is
/// cut off at any instant has either happened wholly or not at all.
@Component
class CycleExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(CycleExecutor.class);

    private final CycleRequests requests;
    private final CycleHistory history;
    private final CycleStages stages;
    private final TransactionTemplate transaction;
    private final CycleSignals signals;
    private final CycleMeters meters;

    CycleExecutor(CycleRequests requests, CycleHistory history, CycleStages stages, TransactionTemplate transaction,
            CycleSignals signals, CycleMeters meters) {
        this.requests = requests;
        this.history = history;
        this.stages = stages;
        this.transaction = transaction;
        this.signals = signals;
        this.meters = meters;
    }

    /// Finds cycles that an ended process left running, records them as interrupted and puts their requests back.
    ///
    /// Whatever is running when a new flight begins is not alive, or has been taken for dead and may not record.
    ///
    /// @param flight see [CycleRequests#requireFlight]
    /// @throws FlightLostException where another process has taken over
    void recover(long flight) {
        for (UUID cycle : history.running()) {
            LOG.warn("Cycle {} was cut off; its requests run again", cycle);
            try {
                transaction.executeWithoutResult(tx -> {
                    interrupt(cycle, "Cut off by the end of its process; its requests run again.", false);
                    // last, because whoever needs both locks takes the queue's first
                    requests.requireFlight(flight);
                });
            } catch (CycleLostException recorded) {
                LOG.info("Cycle {} was recorded at the last moment", cycle);
            }
        }
    }

    /// Runs one cycle for all requests that wait.
    ///
    /// @param flight see [CycleRequests#requireFlight]
    /// @return whether there was anything to run for
    /// @throws FlightLostException where another process has taken over
    /// @throws InterruptedException where HALO is shutting down, or the cycle stood still; it is recorded as interrupted
    boolean runNext(long flight) throws InterruptedException {
        Optional<RequestBatch> claimed = transaction.execute(tx -> {
            Optional<RequestBatch> batch = requests.claim();
            requests.requireFlight(flight);
            batch.ifPresent(history::start);
            return batch;
        });
        if (claimed.isEmpty()) {
            return false;
        }
        RequestBatch batch = claimed.get();
        signals.begin(batch.cycleId());
        try {
            long started = System.nanoTime();
            CycleStages.Done done = CurrentCycle.call(batch.cycleId(), () -> stages.run(batch));
            meters.completed(done.summary(), done.outcome(), Duration.ofNanos(System.nanoTime() - started));
            CycleLog.completed(done.summary());
        } catch (CycleLostException lost) {
            LOG.warn("{}", lost.getMessage());
            // whoever ended the cycle holds the flight
            throw new FlightLostException();
        } catch (InterruptedException shutdown) {
            Thread.interrupted();
            interrupt(batch.cycleId(), "Cut off: HALO shut down, or the cycle stood still; its requests run again.",
                    false);
            throw shutdown;
        } catch (RuntimeException | Error failure) {
            Optional<DatabaseFailure> database = DatabaseFailure.of(failure);
            if (database.isPresent()) {
                // its requests are not to blame, unless the database was there all the time
                boolean blamed = database.get() == DatabaseFailure.BUSY;
                LOG.warn("Cycle {} was cut off by a failure of the database: {}", batch.cycleId(),
                        failure.getMessage());
                interrupt(batch.cycleId(), "Cut off by a failure of the database; its requests run again.", blamed);
            } else {
                LOG.error("Cycle {} failed", batch.cycleId(), failure);
                interrupt(batch.cycleId(), "Failed: " + failure, true);
            }
            throw failure;
        } finally {
            signals.end(batch.cycleId());
        }
        return true;
    }

    private void interrupt(UUID cycle, String why, boolean failed) {
        transaction.executeWithoutResult(
                tx -> history.interrupt(cycle, why, requests.requeue(cycle, failed).orElse(null)));
        meters.interrupted();
    }
}
