package ink.dreamnet.halo.agent;

import java.time.Clock;
import java.time.Instant;

import org.springframework.stereotype.Component;

/// When this process began to receive heartbeats. A heartbeat that is missing before that says nothing.
@Component
class IntakeStart {

    private final Instant at;

    IntakeStart(Clock clock) {
        this.at = clock.instant();
    }

    Instant at() {
        return at;
    }
}
