package ink.dreamnet.halo.wormhole;

import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.sink.Sinks;
import ink.dreamnet.halo.wormhole.ActionOutcomeStore.Came;
import org.springframework.stereotype.Component;

/// Sends events on to HALO's sinks, in the transaction of the caller.
@Component
class EventForwarder {

    private final Sinks sinks;

    EventForwarder(Sinks sinks) {
        this.sinks = sinks;
    }

    /// @return what came of it: where there is no such sink, only that it failed, so that the rest of the transaction stands
    TaskResultReporter.Told forward(String sink, WormholeEvent event) {
        if (!sinks.names().contains(sink)) {
            return new TaskResultReporter.Told(Came.FAILED, "there is no sink '%s', or it is off".formatted(sink));
        }
        sinks.forward(sink, event);
        return new TaskResultReporter.Told(Came.DONE, "it waits for its delivery to '%s'".formatted(sink));
    }
}
