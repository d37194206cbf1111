package ink.dreamnet.halo.registry.fleet;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definition;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Fleet;
import ink.dreamnet.halo.registry.Registered;
import ink.dreamnet.halo.registry.source.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/// All subjects of one kind that are registered here or that another service lists. Of one that is both, the registered
/// definition counts.
///
/// @param <S> the form in which a caller writes one
/// @param <D> the form in which it is used
public abstract class PulledFleet<S, D extends Definition<S>> implements Fleet<S, D>, SubjectList {

    private final Definitions<S, D> registered;
    private final PulledDefinitions<S, D> pulled;
    private final Source source;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    protected PulledFleet(Definitions<S, D> registered, PulledDefinitions<S, D> pulled, Source source,
            AuditTrail audit, TransactionTemplate transaction) {
        this.registered = registered;
        this.pulled = pulled;
        this.source = source;
        this.audit = audit;
        this.transaction = transaction;
    }

    /// Called in the transaction that put a definition.
    protected void onPut(D definition) {
    }

    /// Called in the transaction that deleted a definition.
    ///
    /// @param stillListed whether the subject is still known, because the service lists it
    protected abstract void onDelete(String id, boolean stillListed);

    @Override
    public final TreeMap<String, D> all() {
        TreeMap<String, D> all = pulled.all();
        Registered<D> here = registered.everything();
        here.unreadable().keySet().forEach(all::remove);
        all.putAll(here.definitions());
        return all;
    }

    @Override
    public final D get(String id) {
        D found = all().get(id);
        return found == null ? registered.get(id) : found;
    }

    /// Creates or replaces a definition. A subject that was pulled is taken over.
    @Override
    public final Put<D> put(String id, S spec, Actor actor) {
        return transaction.execute(tx -> {
            Put<D> put = registered.put(id, spec, actor);
            onPut(put.definition());
            return put;
        });
    }

    /// Removes a definition. A subject that was taken over belongs to the service again.
    @Override
    public final void delete(String id, Actor actor) {
        @Nullable
        D theirs = pulled.all().get(id);
        boolean here = theirs == null || registered.everything().has(theirs.subject());
        if (theirs != null && !here && theirs.delistedAt() == null && source.configured()) {
            throw new ConflictException(
                    "%s lists %s '%s'; remove it there".formatted(source.name(), kind().wire(), id));
        }
        transaction.executeWithoutResult(tx -> {
            if (here) {
                registered.delete(id, actor);
            } else if (pulled.delete(id)) {
                audit.record(actor, Change.of(kind().wire() + ".deleted", kind().wire(), id));
            } else {
                throw new NotFoundException(kind().wire(), id);
            }
            onDelete(id, here && theirs != null);
        });
    }

    /// @return whether a look at the scope needs this fleet: its subjects, or the service that lists them
    public final boolean concerns(Scope scope) {
        return !(scope instanceof Scope.Named(Set<SubjectRef> subjects)) || subjects.stream()
                .anyMatch(subject -> subject.kind() == kind() || subject.equals(source.subject()));
    }

    /// @return whether the subject is in the fleet, or is the service that lists it
    public final boolean watches(SubjectRef subject) {
        return subject.equals(source.subject()) || registered.known().has(subject)
                || subject.kind() == kind() && pulled.exists(subject.id());
    }

    /// @return those of some subjects that are in the fleet, or are the service that lists it; at most one query
    public final Set<SubjectRef> watched(Collection<SubjectRef> subjects) {
        Set<SubjectRef> watched = new HashSet<>();
        Set<SubjectRef> others = new HashSet<>();
        for (SubjectRef subject : subjects) {
            (subject.equals(source.subject()) || registered.known().has(subject) ? watched : others).add(subject);
        }
        if (others.stream().anyMatch(subject -> subject.kind() == kind())) {
            Set<String> ids = pulled.ids();
            others.stream().filter(subject -> subject.kind() == kind() && ids.contains(subject.id()))
                    .forEach(watched::add);
        }
        return watched;
    }

    @Override
    public final void each(SubjectKind kind, Consumer<Listed> visit) {
        if (kind == kind()) {
            all().values().forEach(definition -> visit.accept(definition.listed()));
        }
    }

    @Override
    public final Map<SubjectRef, Listed> find(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Listed> found = new HashMap<>();
        List<SubjectRef> own = subjects.stream().filter(subject -> subject.kind() == kind()).toList();
        if (!own.isEmpty()) {
            TreeMap<String, D> all = pulled.all();
            own.stream().map(subject -> all.get(subject.id())).filter(Objects::nonNull)
                    .forEach(definition -> found.put(definition.subject(), definition.listed()));
            found.putAll(registered.find(own));
        }
        return found;
    }

    private SubjectKind kind() {
        return registered.known().kind();
    }
}
