package ink.dreamnet.halo.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.strategy.Strategy;
import ink.dreamnet.halo.weakpoint.WeakPoint;

/// Has four repairs for each weak point of the simulated world.
final class SimulatedStrategy implements Strategy {

    static final String NAME = "repair-site";
    static final String AGENT_ROLE = "Fixer";

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint) {
        return propose(weakPoint, 0);
    }

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        return Truth.codes().contains(weakPoint.code()) && rung < Truth.STEPS.size()
                ? Optional.of(new Proposal("site.repair", List.of(AGENT_ROLE), Map.of("step", Truth.STEPS.get(rung))))
                : Optional.empty();
    }

    @Override
    public String name() {
        return NAME;
    }
}
