package ink.dreamnet.halo.wormhole.in;

import ink.dreamnet.halo.wormhole.WormholeEvent;
import ink.dreamnet.halo.wormhole.in.OutcomeStore.Came;
import org.springframework.stereotype.Component;

/// Sends events on to HALO's sinks, in the transaction of the caller.
@Component
class Forwarding {

    /// @return what came of it
    TaskResults.Told forward(String sink, WormholeEvent event) {
        return new TaskResults.Told(Came.FAILED, "there is no sink '%s' to send %s to".formatted(sink, event.id()));
    }
}
