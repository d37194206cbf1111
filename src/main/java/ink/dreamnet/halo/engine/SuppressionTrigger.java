package ink.dreamnet.halo.engine;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.Trigger;
import ink.dreamnet.halo.weakpoint.SuppressionsEnded;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Fires when weak points are not suppressed any more, so that what is still failing is handled at once. The cycle covers only
/// their subjects; it is a full one, because a light one would only suggest.
@Component
class SuppressionTrigger implements Trigger {

    static final String NAME = "suppression-end";

    private final CycleRequests requests;

    SuppressionTrigger(CycleRequests requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return NAME;
    }

    /// @return false: what was suppressed would stay unobserved until the next cycle
    @Override
    public boolean switchable() {
        return false;
    }

    @Override
    public String detail() {
        return "when a silence, a maintenance window, a snooze or the cause of weak points has ended";
    }

    /// Requests a cycle in the transaction that records the end, so that one is not there without the other.
    @EventListener
    void request(SuppressionsEnded ended) {
        int count = ended.subjects().size();
        requests.submit(new CycleOrder(NAME, CycleMode.FULL, Scope.of(ended.subjects()),
                "%d %s not suppressed any more".formatted(count, count == 1 ? "subject is" : "subjects are"),
                Actor.HALO, null));
    }
}
