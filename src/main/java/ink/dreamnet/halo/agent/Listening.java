package ink.dreamnet.halo.agent;

import java.time.Clock;
import java.time.Instant;

import org.springframework.stereotype.Component;

/// Remembers from when on this process has been there to receive heartbeats: silence before that says nothing.
@Component
class Listening {

    private final Instant since;

    Listening(Clock clock) {
        this.since = clock.instant();
    }

    Instant since() {
        return since;
    }
}
