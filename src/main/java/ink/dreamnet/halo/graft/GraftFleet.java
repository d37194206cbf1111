package ink.dreamnet.halo.graft;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import ink.dreamnet.halo.registry.fleet.PulledFleet;
import ink.dreamnet.halo.registry.source.Sources;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// All grafts: those that are registered here, and those that the Graft Engine lists or listed.
@Component
class GraftFleet extends PulledFleet<GraftSpec, Graft> {

    private final StatusHistory history;

    GraftFleet(Definitions<GraftSpec, Graft> registered, PulledDefinitions<GraftSpec, Graft> pulled, Sources sources,
            StatusHistory history, AuditTrail audit, TransactionTemplate transaction) {
        super(registered, pulled, sources.graftEngine(), audit, transaction);
        this.history = history;
    }

    @Override
    protected void onPut(Graft graft) {
        history.record(graft);
    }

    @Override
    protected void onDelete(String id, boolean stillListed) {
        history.remove(id);
    }
}
