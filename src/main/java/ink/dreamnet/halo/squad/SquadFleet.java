package ink.dreamnet.halo.squad;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registered;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// All squads: those that are registered here, and those that Squad Builder lists. Who is both is as it was registered.
@Component
class SquadFleet {

    private final Definitions<SquadSpec, Squad> registered;
    private final PulledSquads pulled;
    private final SquadPull squadBuilder;
    private final SampleStore samples;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    SquadFleet(Definitions<SquadSpec, Squad> registered, PulledSquads pulled, SquadPull squadBuilder,
            SampleStore samples, AuditTrail audit, TransactionTemplate transaction) {
        this.registered = registered;
        this.pulled = pulled;
        this.squadBuilder = squadBuilder;
        this.samples = samples;
        this.audit = audit;
        this.transaction = transaction;
    }

    /// @return all of them by their ids, in the order of the ids
    TreeMap<String, Squad> current() {
        TreeMap<String, Squad> all = pulled.all();
        Registered<Squad> here = registered.current();
        here.unreadable().keySet().forEach(all::remove);
        all.putAll(here.definitions());
        return all;
    }

    /// @return those of some subjects that are there; at most one query
    Set<SubjectRef> having(Collection<SubjectRef> subjects) {
        Set<SubjectRef> there = subjects.stream().filter(registered.known()::has).collect(Collectors.toSet());
        if (there.size() < subjects.size()) {
            Set<String> ids = pulled.ids();
            subjects.stream().filter(subject -> subject.kind() == SubjectKind.SQUAD && ids.contains(subject.id()))
                    .forEach(there::add);
        }
        return there;
    }

    boolean has(SubjectRef subject) {
        return registered.known().has(subject) || pulled.exists(subject.id());
    }

    Page<Squad> list(PageQuery query) {
        TreeMap<String, Squad> all = current();
        Collection<Squad> rest = (query.before() == null ? all : all.tailMap(query.before(), false)).values();
        List<Squad> page = rest.stream().limit(query.limit() + 1L).toList();
        return Page.of(page, query, Squad::id);
    }

    /// @throws NotFoundException where there is none of that id
    Squad get(String id) {
        Map<String, Squad> all = pulled.all();
        Registered<Squad> here = registered.current();
        if (here.definitions().containsKey(id) || here.unreadable().containsKey(id) || !all.containsKey(id)) {
            return registered.get(id);
        }
        return all.get(id);
    }

    /// Creates or replaces a definition; a squad that was pulled is taken over.
    Definitions.Put<Squad> put(String id, SquadSpec spec, Actor actor) {
        return registered.put(id, spec, actor);
    }

    /// Forgets a squad. One that was taken over from Squad Builder is Squad Builder's again.
    ///
    /// @throws NotFoundException where there is none of that id
    /// @throws ConflictException where configuration declares it or only Squad Builder does
    void delete(String id, Actor actor) {
        Registered<Squad> here = registered.current();
        boolean stored = here.definitions().containsKey(id) || here.unreadable().containsKey(id);
        if (stored || !pulled.exists(id)) {
            registered.delete(id, actor);
            if (!pulled.exists(id)) {
                samples.remove(id);
            }
            return;
        }
        if (squadBuilder.configured()) {
            throw new ConflictException("Squad Builder lists squad '%s'; remove it there".formatted(id));
        }
        transaction.executeWithoutResult(tx -> {
            if (!pulled.delete(id)) {
                throw new NotFoundException("squad", id);
            }
            samples.remove(id);
            audit.record(actor, Change.of("squad.deleted", "squad", id));
        });
    }
}
