package ink.dreamnet.halo.wormhole;

import java.time.Duration;

import ink.dreamnet.halo.trigger.Firing;
import ink.dreamnet.halo.trigger.Trigger;
import ink.dreamnet.halo.trigger.TriggerGate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Event wormhole trigger: runs HALO when critical events occur, or others for which a wormhole says so. However many there are, they request one cycle in each cool-down: demands that it holds are kept, merged,
/// and fire once at its end.
@Component
class WormholeTrigger implements Trigger {

    static final String NAME = "wormhole";

    private final WormholeTriggerProperties properties;
    private final CycleDemandStore demands;
    private final TriggerGate gate;

    WormholeTrigger(WormholeTriggerProperties properties, CycleDemandStore demands, TriggerGate gate) {
        this.properties = properties;
        this.demands = demands;
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

    /// Requests a cycle, in the transaction of the caller. A demand that is held is kept and fires later.
    @Transactional(propagation = Propagation.MANDATORY)
    public Firing fire(CycleDemand demand) {
        return settle(demands.lock().map(kept -> kept.plus(demand)).orElse(demand));
    }

    /// Fires the held demand, if the cool-down is over.
    @Transactional
    public void fireHeld() {
        if (demands.present() && !gate.cooling(this)) {
            demands.lock().ifPresent(this::settle);
        }
    }

    private Firing settle(CycleDemand demand) {
        Firing firing = gate.fire(this, demand.order());
        switch (firing) {
            case HELD -> demands.keep(demand);
            case FIRED, DISABLED -> demands.clear();
        }
        return firing;
    }
}
