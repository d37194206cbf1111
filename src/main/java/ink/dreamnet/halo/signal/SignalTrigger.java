package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.Trigger;

/// A trigger that is evaluated on the counts of requests and errors every few seconds.
interface SignalTrigger extends Trigger {

    /// Evaluates the counts.
    ///
    /// @return the cycle that they call for, which the caller then asks for; empty where they call for none
    Optional<CycleOrder> evaluate(Instant now);

    /// Takes note that what [#evaluate] answered was asked for. Without this call it answers the same the next time.
    default void asked() {
    }

    /// @return how far back it needs the fine buckets
    default Duration fineReach() {
        return Duration.ZERO;
    }

    /// @return how far back it needs the coarse buckets
    default Duration coarseReach() {
        return Duration.ZERO;
    }
}
