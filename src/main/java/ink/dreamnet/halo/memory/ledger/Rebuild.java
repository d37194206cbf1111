package ink.dreamnet.halo.memory.ledger;

import java.util.List;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.LongTransaction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Derives all that was learned anew from the record.
@Service
class Rebuild {

    private final List<Derived> derived;
    private final LongTransaction time;
    private final AuditTrail audit;

    Rebuild(List<Derived> derived, LongTransaction time, AuditTrail audit) {
        this.derived = List.copyOf(derived);
        this.time = time;
        this.audit = audit;
    }

    /// All or nothing: until it is done, everyone sees what was there before.
    @Transactional
    public void run(Actor actor) {
        time.allow();
        derived.forEach(Derived::clear);
        derived.forEach(Derived::derive);
        audit.record(actor, new Change("memory.rebuilt", "memory", "all", null, null, null));
    }
}
