package ink.dreamnet.halo.cycle;

import java.util.UUID;

/// Thrown where a cycle comes to record itself but is not running any more: another replica took this process for dead
/// and interrupted the cycle. Nothing of it may be recorded.
public class CycleLostException extends RuntimeException {

    CycleLostException(UUID cycle, CycleStatus status) {
        super("Cycle %s is %s already; what it saw is not recorded".formatted(cycle, status.wire()));
    }
}
