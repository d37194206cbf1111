package ink.dreamnet.halo.wormhole;

import java.util.concurrent.atomic.AtomicLong;

import ink.dreamnet.halo.core.BackgroundLoop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// Routes events as soon as they are accepted, and polls for what other replicas or an earlier process left.
@Component
class RouterLoop extends BackgroundLoop {

    private final Router router;
    private final WormholeTrigger trigger;
    private final AtomicLong backlog = new AtomicLong();

    RouterLoop(Router router, WormholeTrigger trigger, MeterRegistry meters) {
        super("halo-event-router", "Events cannot be routed");
        this.router = router;
        this.trigger = trigger;
        Gauge.builder("halo.events.backlog", backlog, AtomicLong::get).description("Events that wait to be routed")
                .register(meters);
    }

    @Override
    protected boolean step(boolean woken) {
        trigger.fireHeld();
        backlog.set(router.backlog());
        return router.routeNext();
    }

    /// Notes that events were accepted, and routes them soon.
    void accepted(int events) {
        if (events > 0) {
            backlog.addAndGet(events);
            wakeUp();
        }
    }

    /// @return about how many events wait to be routed: other replicas accept and route some too
    long backlog() {
        return backlog.get();
    }

    /// @return a phase below the web server's, so that it stops after the last request was answered
    @Override
    public int getPhase() {
        return 0;
    }
}
