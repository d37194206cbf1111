package ink.dreamnet.halo.memory.trait;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.memory.trait.OutcomeStore.Result;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Answers what the memory knows of entities.
@Service
public class Entities {

    private final RecordStore records;
    private final OutcomeStore outcomes;
    private final TraitStore store;
    private final TraitRefresh traits;
    private final EntityPages pages;

    Entities(RecordStore records, OutcomeStore outcomes, TraitStore store, TraitRefresh traits, EntityPages pages) {
        this.records = records;
        this.outcomes = outcomes;
        this.store = store;
        this.traits = traits;
        this.pages = pages;
    }

    /// @return a page, with the traits as they are stored: those of the last change, or of the last night
    @Transactional(readOnly = true)
    public Page<EntityView> find(EntityQuery query, PageQuery page) {
        Page<Entity> found = pages.page(query, page);
        return new Page<>(stored(found.items()), found.next());
    }

    /// @return the entities of a kind that changed last, with the traits as they are stored
    @Transactional(readOnly = true)
    public List<EntityView> latest(EntityKind kind, int most) {
        return stored(store.latest(kind, most));
    }

    /// @return the entities of a kind of which a trait is below a value, the lowest first, with the traits as they are stored
    @Transactional(readOnly = true)
    public List<EntityView> below(EntityKind kind, TraitKey trait, double value, int most) {
        return find(new EntityQuery(kind, trait, null, Math.nextDown(value)), new PageQuery(most, null)).items();
    }

    /// @return the entities of a kind of which a trait is above a value, the highest first, with the traits as they are stored
    @Transactional(readOnly = true)
    public List<EntityView> above(EntityKind kind, TraitKey trait, double value, int most) {
        return find(new EntityQuery(kind, trait, Math.nextUp(value), null), new PageQuery(most, null)).items();
    }

    private List<EntityView> stored(List<Entity> entities) {
        Map<Entity, TraitStore.Row> rows = new HashMap<>();
        Map<Entity, List<Trait>> known = new HashMap<>();
        entities.stream().collect(Collectors.groupingBy(Entity::kind,
                Collectors.mapping(Entity::id, Collectors.toList()))).forEach((kind, ids) -> {
                    store.find(kind, ids).forEach((id, row) -> rows.put(row.entity(), row));
                    store.traits(kind, ids).forEach((id, some) -> known.put(new Entity(kind, id), some));
                });
        return entities.stream().filter(rows::containsKey).map(entity -> view(Objects.requireNonNull(rows.get(entity)),
                known.getOrDefault(entity, List.of()))).toList();
    }

    private static EntityView view(TraitStore.Row row, List<Trait> traits) {
        return new EntityView(row.entity().kind(), row.entity().id(), row.state(), Instant.ofEpochMilli(row.sinceMs()),
                Instant.ofEpochMilli(row.changedMs()), Instant.ofEpochMilli(row.asOfMs()),
                traits.stream().sorted(Comparator.comparing(Trait::key)).toList());
    }

    /// @return whether the memory knows something about an entity
    @Transactional(readOnly = true)
    public boolean knows(Entity entity) {
        return store.find(entity).isPresent();
    }

    /// @return an entity with its traits as of the last cycle; empty where it is not known
    @Transactional(readOnly = true)
    public Optional<EntityView> get(Entity entity) {
        return store.find(entity).map(row -> {
            long asOf = Math.max(row.asOfMs(), records.lastCycleMs());
            List<Gap> gaps = records.gaps(asOf - Traits.KEPT.toMillis());
            Traits.Evidence evidence = Objects.requireNonNull(
                    traits.evidence(entity.kind(), List.of(entity.id())).get(entity.id()));
            Traits.Computed now = Traits.of(evidence, gaps, store.reference(row.reference()), asOf);
            return view(new TraitStore.Row(entity, now.state(), row.sinceMs(), row.changedMs(), asOf, row.reference()),
                    now.traits());
        });
    }

    /// @param most how many at most of each entity
    /// @return the last changes of some entities, the newest first
    @Transactional(readOnly = true)
    public Map<Entity, List<Change>> changes(List<Entity> entities, int most) {
        Map<Entity, List<Change>> changes = new HashMap<>();
        records.newest(entities, most).forEach((entity, spans) -> changes.put(entity,
                new ArrayList<>(spans.stream().map(Change::of).toList())));
        return changes;
    }

    /// @return the entities of which something changed from one moment up to another
    @Transactional(readOnly = true)
    public Set<Entity> changed(Instant from, Instant until) {
        Set<Entity> changed = new HashSet<>(records.entities(from.toEpochMilli(), until.toEpochMilli()));
        changed.addAll(outcomes.entities(from.toEpochMilli(), until.toEpochMilli()));
        return changed;
    }

    /// @return some entities of one kind as they were; those that are not known any more are absent
    @Transactional(readOnly = true)
    public List<EntityView> asOf(EntityKind kind, List<String> ids, Instant asOf) {
        List<Gap> gaps = records.gaps(asOf.toEpochMilli() - Traits.KEPT.toMillis());
        Reference reference = store.reference();
        Map<String, TraitStore.Row> rows = store.find(kind, ids);
        Map<String, Traits.Evidence> evidence = traits.evidence(kind, ids);
        return ids.stream().filter(rows::containsKey).map(id -> {
            TraitStore.Row row = Objects.requireNonNull(rows.get(id));
            Traits.Computed then = Traits.of(Objects.requireNonNull(evidence.get(id)), gaps, reference,
                    asOf.toEpochMilli());
            return view(new TraitStore.Row(row.entity(), then.state(), row.sinceMs(), row.changedMs(),
                    asOf.toEpochMilli(), reference.seq()), then.traits());
        }).toList();
    }

    /// What happened to everything from one moment up to another. Times are means in ms; null where nothing happened that
    /// would have one.
    ///
    /// @param noticed how many subjects became weak
    /// @param noticeMs how long it took to notice that, from the middle between two observations
    /// @param approved how many tasks were approved
    /// @param rejected how many were rejected
    /// @param expired how many nobody decided about in time
    /// @param decideMs how long a decision took
    /// @param ignoredShare how many of those that ended were not decided about, 0 to 1; null where there were none
    /// @param effective how many repairs helped
    /// @param ineffective how many did not
    /// @param harmful how many did harm
    /// @param undeliverable how many nobody did
    /// @param repairMs how long it took from the hand-over to the verdict
    /// @param healed how many subjects were clean again by themselves
    /// @param repaired how many were clean again after a task was handed over
    public record Happened(long noticed, @Nullable Long noticeMs, long approved, long rejected, long expired,
            @Nullable Long decideMs, @Nullable Double ignoredShare, long effective, long ineffective, long harmful,
            long undeliverable, @Nullable Long repairMs, long healed, long repaired) {
    }

    /// @return what happened to everything
    @Transactional(readOnly = true)
    public Happened happened(Instant from, Instant until) {
        RecordStore.Episodes episodes = records.episodes(from.toEpochMilli(), until.toEpochMilli());
        Map<Result, OutcomeStore.Sum> sums = outcomes.sums(from.toEpochMilli(), until.toEpochMilli());
        long decided = count(sums, Result.APPROVED, Result.REJECTED);
        long expired = count(sums, Result.EXPIRED);
        return new Happened(episodes.noticed(), episodes.noticed() == 0 ? null : Math.round(episodes.noticeMs()),
                count(sums, Result.APPROVED), count(sums, Result.REJECTED), expired,
                meanMs(sums, Result.APPROVED, Result.REJECTED),
                decided + expired == 0 ? null : Math.round(1e4 * expired / (decided + expired)) / 1e4,
                count(sums, Result.EFFECTIVE), count(sums, Result.INEFFECTIVE), count(sums, Result.HARMFUL),
                count(sums, Result.UNDELIVERABLE),
                meanMs(sums, Result.EFFECTIVE, Result.INEFFECTIVE, Result.HARMFUL), episodes.healed(),
                episodes.repaired());
    }

    private static long count(Map<Result, OutcomeStore.Sum> sums, Result... results) {
        return Stream.of(results).map(sums::get).filter(Objects::nonNull).mapToLong(OutcomeStore.Sum::count).sum();
    }

    private static @Nullable Long meanMs(Map<Result, OutcomeStore.Sum> sums, Result... results) {
        long count = count(sums, results);
        double seconds = Stream.of(results).map(sums::get).filter(Objects::nonNull)
                .mapToDouble(sum -> sum.count() * sum.seconds()).sum();
        return count == 0 ? null : Math.round(1000 * seconds / count);
    }

    /// @return the mean of each trait over all entities, as they are stored
    @Transactional(readOnly = true)
    public Map<TraitKey, Double> means() {
        return store.means();
    }

    /// Makes sure that the whole is known as an entity.
    @Transactional
    public void knowTheWhole(Instant now) {
        long nowMs = now.toEpochMilli();
        long since = store.find(Entity.SYSTEM).map(TraitStore.Row::sinceMs).orElse(nowMs);
        store.write(List.of(new TraitStore.Row(Entity.SYSTEM, null, since, nowMs, nowMs, store.reference().seq())));
    }
}
