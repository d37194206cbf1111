package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.time.Instant;

import ink.dreamnet.halo.trigger.Trigger;

/// A trigger that is evaluated on the counts of requests and errors every few seconds.
interface SignalTrigger extends Trigger {

    /// Evaluates the counts, and fires where they call for it.
    void evaluate(Instant now);

    /// @return how far back it needs the fine buckets
    default Duration fineReach() {
        return Duration.ZERO;
    }

    /// @return how far back it needs the coarse buckets
    default Duration coarseReach() {
        return Duration.ZERO;
    }
}
