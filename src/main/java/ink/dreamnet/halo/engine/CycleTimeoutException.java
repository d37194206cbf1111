package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.UUID;

/// Thrown where a cycle was not recorded within the time that its caller waits. Its request is kept.
public class CycleTimeoutException extends RuntimeException {

    private final UUID cycleId;

    CycleTimeoutException(UUID cycleId, Duration waited) {
        super("The cycle %s was not recorded within %s; it waits or runs".formatted(cycleId, waited));
        this.cycleId = cycleId;
    }

    /// @return the cycle, for `GET /api/halo/history/{id}`
    public UUID cycleId() {
        return cycleId;
    }
}
