package ink.dreamnet.halo.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Reloadable;
import ink.dreamnet.halo.core.SafeMode;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.encryption.StoredJson;
import ink.dreamnet.halo.core.encryption.UnreadableValueException;
import ink.dreamnet.halo.core.masking.MaskedJson;
import ink.dreamnet.halo.registry.DefinitionStore.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Knows every definition of one kind of subject: those that configuration declares and those that were put by the API.
/// Keeps them parsed in memory, and reads from the database only what changed since, be it by this replica or another.
/// [Registry] makes one for each kind.
///
/// @param <S> the form in which a caller writes one
/// @param <D> the form in which it is used
public final class Definitions<S, D extends Definition<S>> implements Fleet<S, D>, Reloadable {

    private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);

    private final Registry registry;
    private final DefinitionFormat<S, D> format;
    private final SubjectKind kind;
    private final Function<Environment, Map<String, D>> declarations;
    private volatile Map<String, D> declared;
    private final AtomicReference<Registered<D>> stored;
    private volatile Registered<D> known;

    Definitions(Registry registry, DefinitionFormat<S, D> format, Environment environment,
            Function<Environment, Map<String, D>> declarations) {
        this.registry = registry;
        this.format = format;
        this.kind = format.kind();
        this.declarations = declarations;
        this.declared = Map.copyOf(declarations.apply(environment));
        this.stored = new AtomicReference<>(refresh(nothingStored(declared), declared));
        this.known = watched(stored.get(), declared);
    }

    private Registered<D> nothingStored(Map<String, D> declared) {
        return new Registered<>(kind, -1, new TreeMap<>(declared), Map.of());
    }

    @Override
    public List<String> properties() {
        return List.of(format.property());
    }

    @Override
    public Next read(Environment environment) {
        Map<String, D> next = new HashMap<>(declarations.apply(environment));
        // what is the same stays, so that nobody takes it for another
        next.replaceAll((id, definition) -> {
            D before = declared.get(id);
            return before != null && before.spec().equals(definition.spec()) ? before : definition;
        });
        Registered<D> registered = refresh(nothingStored(next), next);
        Changes changes = Changes.between(declared, next, Definition::spec);
        return new Next() {

            @Override
            public Changes changes() {
                return changes;
            }

            @Override
            public void takeOver() {
                declare(Map.copyOf(next), registered);
            }

            @Override
            public void announce() {
                changed(Stream.of(changes.added(), changes.changed(), changes.removed()).flatMap(List::stream)
                        .toList());
            }
        };
    }

    private synchronized void declare(Map<String, D> next, Registered<D> registered) {
        declared = next;
        stored.set(registered);
        known = watched(registered, next);
    }

    /// @return all definitions as they are to be watched now; one query where nothing has changed. In [SafeMode] those that are
    ///         stored cannot be used.
    public Registered<D> current() {
        everything();
        synchronized (this) {
            Registered<D> all = stored.get();
            if (all.revision() != known.revision()) {
                known = watched(all, declared);
            }
            return known;
        }
    }

    /// @return all definitions as of the last call of [#current]; no query
    public Registered<D> known() {
        return known;
    }

    /// @return all definitions as they are now, for those who read and change them; one query where nothing has changed
    public Registered<D> everything() {
        // no lock is held while the database is asked: where a connection does not answer, others would wait for it one after the other
        while (true) {
            Registered<D> before = stored.get();
            Registered<D> now = refresh(before, declared);
            if (stored.compareAndSet(before, now)) {
                return now;
            }
        }
    }

    private Registered<D> watched(Registered<D> all, Map<String, D> declared) {
        if (!registry.inSafeMode()) {
            return all;
        }
        Map<String, String> off = new HashMap<>(all.unreadable());
        all.definitions().keySet().stream().filter(id -> !declared.containsKey(id))
                .forEach(id -> off.put(id, SafeMode.REASON));
        return new Registered<>(kind, all.revision(), new TreeMap<>(declared), off);
    }

    @Override
    public NavigableMap<String, D> all() {
        return everything().definitions();
    }

    @Override
    public D get(String id) {
        Registered<D> all = everything();
        D found = all.definitions().get(id);
        if (found != null) {
            return found;
        }
        if (all.unreadable().containsKey(id)) {
            throw new ConflictException(
                    "The stored definition of %s '%s' cannot be used (%s); put it again or delete it"
                            .formatted(kind.wire(), id, all.unreadable().get(id)));
        }
        throw new NotFoundException(kind.wire(), id);
    }

    @Override
    public Put<D> put(String id, S spec, Actor actor) {
        D wanted = format.parser().parse(id, spec, ManagedBy.API, null);
        refuseDeclared(id);
        JsonNode given = registry.json().valueToTree(spec);
        String text = registry.json().writeValueAsString(wanted.spec());
        return registry.transaction().execute(tx -> write(id, wanted, given, text, actor));
    }

    private Put<D> write(String id, D wanted, JsonNode given, String text, Actor actor) {
        DefinitionStore store = registry.store();
        Optional<Stored> known = store.find(kind, id);
        String before = known.map(stored -> stored.definition().textOrNothing()).orElse("{}");
        MaskedJson.refuseMasks(given, registry.json().readTree(before));
        if (known.isPresent() && before.equals(text)) {
            return new Put<>(define(id, wanted.spec(), known.get()), false);
        }
        long revision = store.beginChange(kind);
        boolean created = store.find(kind, id).isEmpty();
        Stored stored = new Stored(id, StoredJson.of(text), revision, registry.clock().instant());
        store.save(kind, stored);
        registry.audit().record(actor, Change.of(kind.wire() + ".put", kind.wire(), id));
        changed(List.of(id));
        return new Put<>(define(id, wanted.spec(), stored), created);
    }

    @Override
    public void delete(String id, Actor actor) {
        refuseDeclared(id);
        registry.transaction().executeWithoutResult(tx -> {
            DefinitionStore store = registry.store();
            store.beginChange(kind);
            if (store.find(kind, id).isEmpty()) {
                throw new NotFoundException(kind.wire(), id);
            }
            store.delete(kind, id);
            registry.audit().record(actor, Change.of(kind.wire() + ".deleted", kind.wire(), id));
            changed(List.of(id));
        });
    }

    /// Looks up subjects as this transaction sees them, and remembers nothing of it: what is not committed must not be taken for known.
    public Map<SubjectRef, Listed> find(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Listed> found = new HashMap<>();
        List<String> ids = subjects.stream().filter(subject -> subject.kind() == kind).map(SubjectRef::id).toList();
        for (Stored each : registry.store().find(kind, ids)) {
            found.put(new SubjectRef(kind, each.id()), listed(each));
        }
        ids.stream().map(declared::get).filter(Objects::nonNull)
                .forEach(definition -> found.put(definition.subject(), definition.listed()));
        return found;
    }

    private Listed listed(Stored stored) {
        try {
            return define(stored.id(), registry.json().readValue(stored.definition().text(), format.specType()), stored)
                    .listed();
        } catch (InvalidInputException | JacksonException | UnreadableValueException wrong) {
            return unreadable(kind, stored.id());
        }
    }

    /// @return a subject of which no more is known, because its stored definition cannot be used
    static Listed unreadable(SubjectKind kind, String id) {
        return new Listed(new SubjectRef(kind, id), id, null, Map.of(), false);
    }

    private void changed(List<String> ids) {
        registry.events().publishEvent(
                new SubjectList.Changed(ids.stream().map(id -> new SubjectRef(kind, id)).toList()));
    }

    private D define(String id, S spec, Stored stored) {
        return format.parser().parse(id, spec, ManagedBy.API, stored.updatedAt());
    }

    private void refuseDeclared(String id) {
        if (declared.containsKey(id)) {
            throw new ConflictException("%s '%s' is managed by configuration (%s); change it there".formatted(
                    kind.wire().substring(0, 1).toUpperCase(Locale.ROOT) + kind.wire().substring(1), id,
                    format.property()));
        }
    }

    private Registered<D> refresh(Registered<D> before, Map<String, D> declared) {
        long revision = registry.store().revision(kind);
        if (revision == before.revision()) {
            return before;
        }
        Set<String> stored = registry.store().ids(kind);
        TreeMap<String, D> definitions = new TreeMap<>(before.definitions());
        definitions.keySet().removeIf(id -> !stored.contains(id) && !declared.containsKey(id));
        Map<String, String> unreadable = new HashMap<>(before.unreadable());
        unreadable.keySet().retainAll(stored);
        for (Stored changed : registry.store().changedAfter(kind, before.revision())) {
            String id = changed.id();
            unreadable.remove(id);
            if (declared.containsKey(id)) {
                LOG.warn("The {} '{}' is both declared in configuration and stored; the configuration holds",
                        kind.wire(), id);
                continue;
            }
            try {
                S spec = registry.json().readValue(changed.definition().text(), format.specType());
                definitions.put(id, define(id, spec, changed));
            } catch (InvalidInputException | JacksonException | UnreadableValueException wrong) {
                LOG.warn("The stored definition of {} '{}' cannot be used, so it is not watched", kind.wire(), id,
                        wrong);
                definitions.remove(id);
                unreadable.put(id, wrong.getMessage() == null ? "unreadable" : wrong.getMessage());
            }
        }
        return new Registered<>(kind, revision, definitions, unreadable);
    }
}
