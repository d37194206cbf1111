package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.RequestStatus;
import org.springframework.stereotype.Component;

/// Waits for the cycle that serves a request.
@Component
class CycleRunner {

    private static final long LOOK_EVERY_MILLIS = 250;

    private final CycleRequests requests;
    private final CycleHistory history;
    private final CycleSignals signals;
    private final RunProperties properties;

    CycleRunner(CycleRequests requests, CycleHistory history, CycleSignals signals, RunProperties properties) {
        this.requests = requests;
        this.history = history;
        this.signals = signals;
        this.properties = properties;
    }

    /// @param request the id of an accepted request
    /// @return the recorded cycle that served it; empty where it was not served within `halo.run.max-wait`
    /// @throws CycleFailedException where the cycles that should have served it failed too often
    Optional<RecordedCycle> await(UUID request) {
        long end = System.nanoTime() + properties.maxWait().toNanos();
        while (System.nanoTime() < end) {
            CycleRequest now = requests.find(request).orElseThrow();
            if (now.status() == RequestStatus.SERVED) {
                return history.find(now.cycleId());
            }
            if (now.status() == RequestStatus.ABANDONED) {
                throw new CycleFailedException(now.cycleId());
            }
            try {
                signals.await(LOOK_EVERY_MILLIS);
            } catch (InterruptedException shutdown) {
                Thread.currentThread().interrupt();
                throw new UnavailableException(
                        "HALO is shutting down; the request is kept and runs after the next start",
                        Duration.ofSeconds(10));
            }
        }
        return Optional.empty();
    }
}
