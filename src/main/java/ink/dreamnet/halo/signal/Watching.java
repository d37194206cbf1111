package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.time.Instant;

import ink.dreamnet.halo.trigger.Trigger;

/// A trigger that looks at the counts of requests and errors again and again.
interface Watching extends Trigger {

    /// Looks, and fires where it should.
    void look(Instant now);

    /// @return how far back it looks in the fine buckets
    default Duration fineReach() {
        return Duration.ZERO;
    }

    /// @return how far back it looks in the coarse buckets
    default Duration coarseReach() {
        return Duration.ZERO;
    }
}
