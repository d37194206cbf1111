package ink.dreamnet.halo.graft;

import java.util.Collection;
import java.util.List;
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

/// All grafts: those that are registered here, and those that the Graft Engine lists or listed. Which is both is as it was
/// registered.
@Component
class GraftFleet {

    private final Definitions<GraftSpec, Graft> registered;
    private final PulledGrafts pulled;
    private final GraftPull engine;
    private final StatusHistory history;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    GraftFleet(Definitions<GraftSpec, Graft> registered, PulledGrafts pulled, GraftPull engine, StatusHistory history,
            AuditTrail audit, TransactionTemplate transaction) {
        this.registered = registered;
        this.pulled = pulled;
        this.engine = engine;
        this.history = history;
        this.audit = audit;
        this.transaction = transaction;
    }

    /// @return all of them by their ids, in the order of the ids
    TreeMap<String, Graft> current() {
        TreeMap<String, Graft> all = pulled.all();
        Registered<Graft> here = registered.current();
        here.unreadable().keySet().forEach(all::remove);
        all.putAll(here.definitions());
        return all;
    }

    /// @return those of some subjects that are there; at most one query
    Set<SubjectRef> having(Collection<SubjectRef> subjects) {
        Set<SubjectRef> there = subjects.stream().filter(registered.known()::has).collect(Collectors.toSet());
        if (there.size() < subjects.size()) {
            Set<String> ids = pulled.ids();
            subjects.stream().filter(subject -> subject.kind() == SubjectKind.GRAFT && ids.contains(subject.id()))
                    .forEach(there::add);
        }
        return there;
    }

    boolean has(SubjectRef subject) {
        return registered.known().has(subject) || pulled.exists(subject.id());
    }

    Page<Graft> list(PageQuery query) {
        TreeMap<String, Graft> all = current();
        Collection<Graft> rest = (query.before() == null ? all : all.tailMap(query.before(), false)).values();
        List<Graft> page = rest.stream().limit(query.limit() + 1L).toList();
        return Page.of(page, query, Graft::id);
    }

    /// @throws NotFoundException where there is none of that id
    Graft get(String id) {
        Graft found = current().get(id);
        return found == null ? registered.get(id) : found;
    }

    /// Creates or replaces a definition; a graft that was pulled is taken over.
    Definitions.Put<Graft> put(String id, GraftSpec spec, Actor actor) {
        return transaction.execute(tx -> {
            Definitions.Put<Graft> put = registered.put(id, spec, actor);
            history.take(put.definition());
            return put;
        });
    }

    /// Forgets a graft. One that was taken over from the Graft Engine is the Graft Engine's again.
    ///
    /// @throws NotFoundException where there is none of that id
    /// @throws ConflictException where configuration declares it or the Graft Engine lists it
    void delete(String id, Actor actor) {
        Registered<Graft> here = registered.current();
        Graft theirs = pulled.all().get(id);
        if (theirs == null || here.definitions().containsKey(id) || here.unreadable().containsKey(id)) {
            transaction.executeWithoutResult(tx -> {
                registered.delete(id, actor);
                history.remove(id);
            });
            return;
        }
        if (theirs.delistedAt() == null && engine.configured()) {
            throw new ConflictException("The Graft Engine lists graft '%s'; remove it there".formatted(id));
        }
        transaction.executeWithoutResult(tx -> {
            if (!pulled.delete(id)) {
                throw new NotFoundException("graft", id);
            }
            history.remove(id);
            audit.record(actor, Change.of("graft.deleted", "graft", id));
        });
    }
}
