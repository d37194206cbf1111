package ink.dreamnet.halo.wormhole;

import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.sink.Sinks;
import org.springframework.stereotype.Component;

/// Sends events on to HALO's sinks, in the transaction of the caller.
@Component
class EventForwarder {

    private final Sinks sinks;

    EventForwarder(Sinks sinks) {
        this.sinks = sinks;
    }

    /// @return failed where there is no such sink, so that the rest of the transaction stands
    ActionOutcome forward(String sink, WormholeEvent event) {
        if (!sinks.names().contains(sink)) {
            return ActionOutcome.failed("there is no sink '%s', or it is off".formatted(sink));
        }
        sinks.forward(sink, event);
        return ActionOutcome.done("it waits for its delivery to '%s'".formatted(sink));
    }
}
