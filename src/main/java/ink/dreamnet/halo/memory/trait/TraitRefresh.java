package ink.dreamnet.halo.memory.trait;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import ink.dreamnet.halo.memory.ledger.Derived;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the stored traits: those of an entity are computed anew when its record changes, and once a day because time has passed.
/// With an entity stands as of when and compared with what its traits were computed, so that the record gives the same ones again.
///
/// First when all is derived anew, because a cycle locks the record of subjects before all else of the memory.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TraitRefresh implements Derived {

    private static final int CHUNK = 500;

    private final RecordStore records;
    private final OutcomeStore outcomes;
    private final TraitStore store;

    TraitRefresh(RecordStore records, OutcomeStore outcomes, TraitStore store) {
        this.records = records;
        this.outcomes = outcomes;
        this.store = store;
    }

    /// Computes and stores the traits of entities whose record has changed, in the transaction that changed it.
    ///
    /// @param asOfMs the time of the change
    @Transactional(propagation = Propagation.MANDATORY)
    void changed(Collection<Entity> entities, long asOfMs) {
        if (entities.isEmpty()) {
            return;
        }
        Reference reference = store.reference();
        List<Gap> gaps = gaps(asOfMs);
        byKind(entities).forEach((kind, ids) -> chunks(ids, some -> {
            Map<String, TraitStore.Row> known = store.find(kind, some);
            List<TraitStore.Row> rows = some.stream().map(id -> {
                TraitStore.Row row = known.get(id);
                return new TraitStore.Row(new Entity(kind, id), null, row == null ? asOfMs : row.sinceMs(), asOfMs,
                        asOfMs, reference.seq());
            }).toList();
            compute(kind, rows, gaps, Map.of(reference.seq(), reference), true);
        }));
    }

    /// Computes and stores the traits of the next entities of a kind because time has passed.
    ///
    /// @param afterId the last one of the call before; empty for the first
    /// @return the last one of this call; empty where there are no more
    @Transactional(propagation = Propagation.MANDATORY)
    String aged(EntityKind kind, String afterId, Reference reference, long asOfMs) {
        List<String> ids = store.ids(kind, afterId, CHUNK);
        if (ids.isEmpty()) {
            return "";
        }
        List<TraitStore.Row> rows = store.find(kind, ids).values().stream()
                .map(row -> new TraitStore.Row(row.entity(), null, row.sinceMs(), row.changedMs(),
                        Math.max(asOfMs, row.asOfMs()), reference.seq()))
                .toList();
        compute(kind, rows, gaps(asOfMs), Map.of(reference.seq(), reference), true);
        return ids.getLast();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void clear() {
        records.lock();
        outcomes.clear();
        store.clear();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void derive() {
        records.lock();
        outcomes.recount();
        List<Gap> gaps = gaps(0);
        Map<Long, Reference> references = new HashMap<>();
        for (EntityKind kind : EntityKind.values()) {
            List<String> ids = store.ids(kind, "", CHUNK);
            while (!ids.isEmpty()) {
                List<TraitStore.Row> rows = List.copyOf(store.find(kind, ids).values());
                rows.forEach(row -> references.computeIfAbsent(row.reference(), store::reference));
                compute(kind, rows, gaps, references, false);
                ids = store.ids(kind, ids.getLast(), CHUNK);
            }
        }
    }

    private List<Gap> gaps(long asOfMs) {
        return records.gaps(asOfMs - Traits.KEPT.toMillis());
    }

    private void compute(EntityKind kind, List<TraitStore.Row> rows, List<Gap> gaps, Map<Long, Reference> references,
            boolean withEntities) {
        Map<String, Traits.Evidence> evidence = evidence(kind, rows.stream().map(row -> row.entity().id()).toList());
        List<TraitStore.Row> computed = new ArrayList<>();
        Map<Entity, List<Trait>> traits = new LinkedHashMap<>();
        for (TraitStore.Row row : rows) {
            Traits.Computed now = Traits.of(Objects.requireNonNull(evidence.get(row.entity().id())), gaps,
                    references.getOrDefault(row.reference(), Reference.NONE), row.asOfMs());
            computed.add(new TraitStore.Row(row.entity(), now.state(), row.sinceMs(), row.changedMs(), row.asOfMs(),
                    row.reference()));
            traits.put(row.entity(), now.traits());
        }
        if (withEntities) {
            store.write(computed);
        }
        store.writeTraits(kind, traits);
    }

    /// @return what is known of some entities of one kind, by id; empty evidence where nothing is
    Map<String, Traits.Evidence> evidence(EntityKind kind, Collection<String> ids) {
        Map<String, List<Span>> spans = records.spans(kind, ids);
        Map<String, List<Level>> levels = records.levels(kind, ids);
        Map<String, List<Week>> weeks = records.weeks(kind, ids);
        return ids.stream().collect(Collectors.toMap(id -> id, id -> new Traits.Evidence(new Entity(kind, id),
                spans.getOrDefault(id, List.of()), levels.getOrDefault(id, List.of()),
                weeks.getOrDefault(id, List.of()))));
    }

    private static Map<EntityKind, TreeSet<String>> byKind(Collection<Entity> entities) {
        return entities.stream().collect(Collectors.groupingBy(Entity::kind, () -> new EnumMap<>(EntityKind.class),
                Collectors.mapping(Entity::id, Collectors.toCollection(TreeSet::new))));
    }

    private static void chunks(Collection<String> ids, Consumer<List<String>> each) {
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += CHUNK) {
            each.accept(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
    }
}
