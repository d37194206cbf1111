package ink.dreamnet.halo.wormhole;

import java.time.Duration;

import ink.dreamnet.halo.trigger.Firing;
import ink.dreamnet.halo.trigger.Trigger;
import ink.dreamnet.halo.trigger.TriggerGate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Makes HALO run when events want it. However many come, their wishes become one request for a cycle in each cool-down: what
/// it holds is kept, added up, and fires once at its end.
@Component
class WormholeTrigger implements Trigger {

    static final String NAME = "wormhole";

    private final WormholeTriggerProperties properties;
    private final CycleDemandStore wishes;
    private final TriggerGate gate;

    WormholeTrigger(WormholeTriggerProperties properties, CycleDemandStore wishes, TriggerGate gate) {
        this.properties = properties;
        this.wishes = wishes;
        this.gate = gate;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public String detail() {
        return "where an event goes through a wormhole whose action is trigger";
    }

    @Override
    public Duration cooldown() {
        return properties.cooldown();
    }

    /// Asks for a cycle, in the transaction of the caller.
    ///
    /// @return what became of it: one that is held is kept and fires later
    @Transactional(propagation = Propagation.MANDATORY)
    public Firing want(CycleDemand wish) {
        return settle(wishes.lock().map(kept -> kept.plus(wish)).orElse(wish));
    }

    /// Fires what was held, if the cool-down is over.
    @Transactional
    public void fireHeld() {
        if (wishes.present() && !gate.cooling(this)) {
            wishes.lock().ifPresent(this::settle);
        }
    }

    private Firing settle(CycleDemand wish) {
        Firing firing = gate.fire(this, wish.order());
        switch (firing) {
            case HELD -> wishes.keep(wish);
            case FIRED, DISABLED -> wishes.clear();
        }
        return firing;
    }
}
