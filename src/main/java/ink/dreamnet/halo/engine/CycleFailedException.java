package ink.dreamnet.halo.engine;

import java.util.UUID;

/// Thrown where the cycles that should have served a request failed too often. The request was given up.
public class CycleFailedException extends RuntimeException {

    private final UUID cycleId;

    CycleFailedException(UUID cycleId) {
        super("The cycle failed repeatedly and the request was given up; the last one was " + cycleId);
        this.cycleId = cycleId;
    }

    /// @return the last of these cycles; the history and the log say why it failed
    public UUID cycleId() {
        return cycleId;
    }
}
