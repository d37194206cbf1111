package ink.dreamnet.halo.wormhole;

import java.util.List;

import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.sink.Sinks;
import ink.dreamnet.halo.task.dispatch.PageReceivers;
import org.springframework.stereotype.Component;

/// The sinks that are sent what calls people.
@Component
class PagedSinks implements PageReceivers {

    private final Sinks sinks;

    PagedSinks(Sinks sinks) {
        this.sinks = sinks;
    }

    @Override
    public List<String> sinks() {
        return sinks.receivers(EventType.PAGE, EventSeverity.CRITICAL);
    }
}
