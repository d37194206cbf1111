package ink.dreamnet.halo.squad;

import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.SquadMembers;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import ink.dreamnet.halo.registry.fleet.PulledFleet;
import ink.dreamnet.halo.registry.source.Sources;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// All squads: those that are registered here, and those that Squad Builder lists.
@Component
class SquadFleet extends PulledFleet<SquadSpec, Squad> implements SquadMembers {

    private final SampleStore samples;

    SquadFleet(Definitions<SquadSpec, Squad> registered, PulledDefinitions<SquadSpec, Squad> pulled, Sources sources,
            SampleStore samples, AuditTrail audit, TransactionTemplate transaction) {
        super(registered, pulled, sources.squadBuilder(), audit, transaction);
        this.samples = samples;
    }

    @Override
    public Map<String, String> squadByAgent() {
        Map<String, String> squads = new HashMap<>();
        all().forEach((id, squad) -> squad.members().forEach(agent -> squads.putIfAbsent(agent, id)));
        return squads;
    }

    @Override
    protected void onDelete(String id, boolean stillListed) {
        if (!stillListed) {
            samples.remove(id);
        }
    }
}
