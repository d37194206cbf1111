package ink.dreamnet.halo.engine;

import java.util.Set;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.Trigger;
import ink.dreamnet.halo.weakpoint.SuppressionsEnded;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Fires when weak points are not suppressed any more, so that what is still wrong is handled at once. The cycle looks only
/// at their subjects; it is a full one, because a light one would only suggest.
@Component
class SuppressionTrigger implements Trigger {

    static final String NAME = "suppression-end";
    private static final int MOST_NAMED = 10_000;

    private final CycleRequests requests;

    SuppressionTrigger(CycleRequests requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabled() {
        return true;
    }

    /// @return false: what was suppressed would stay unseen until the next cycle
    @Override
    public boolean switchable() {
        return false;
    }

    @Override
    public String detail() {
        return "when a silence, a maintenance window, a snooze or the cause of weak points has ended";
    }

    /// Asks for a cycle in the transaction that takes in the end, so that one is not there without the other.
    @EventListener
    void ask(SuppressionsEnded ended) {
        Set<SubjectRef> subjects = ended.subjects();
        Scope scope = subjects.size() > MOST_NAMED ? Scope.ALL : new Scope.Named(subjects);
        requests.submit(new CycleOrder(NAME, CycleMode.FULL, scope,
                "%d %s not suppressed any more".formatted(subjects.size(),
                        subjects.size() == 1 ? "subject is" : "subjects are"),
                Actor.HALO, null));
    }
}
