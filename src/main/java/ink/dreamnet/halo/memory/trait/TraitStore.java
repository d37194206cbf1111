package ink.dreamnet.halo.memory.trait;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.IdChunks;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// The rows of entities and of their traits. Every caller is in a transaction.
@Repository
class TraitStore {

    private static final int BATCH = 1000;
    private static final String INSERT = "insert into memory_entity (state, since_ms, changed_ms, as_of_ms, reference, kind, id)"
            + " values (?, ?, ?, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;

    TraitStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// An entity, and as of when its traits are stored.
    ///
    /// @param state what was last known of it; null where it is not observed
    /// @param sinceMs since when it is known
    /// @param changedMs when something of it last changed
    /// @param asOfMs as of when its traits were computed
    /// @param reference by what reference
    record Row(Entity entity, @Nullable EntityState state, long sinceMs, long changedMs, long asOfMs,
            long reference) {
    }

    /// @return those of some entities of one kind that are known
    Map<String, Row> find(EntityKind kind, Collection<String> ids) {
        Map<String, Row> found = new HashMap<>();
        IdChunks.each(ids, (marks, some) -> jdbc.query(
                "select id, state, since_ms, changed_ms, as_of_ms, reference from memory_entity where kind = ? and id in (%s)"
                        .formatted(marks),
                row -> {
                    String state = row.getString(2);
                    found.put(row.getString(1), new Row(new Entity(kind, row.getString(1)),
                            state == null ? null : EntityState.valueOf(state), row.getLong(3), row.getLong(4),
                            row.getLong(5), row.getLong(6)));
                }, Stream.concat(Stream.of(kind.name()), Stream.of(some)).toArray()));
        return found;
    }

    Optional<Row> find(Entity entity) {
        return Optional.ofNullable(find(entity.kind(), List.of(entity.id())).get(entity.id()));
    }

    /// @param afterId only those behind it; empty for the first
    /// @return the next ids of a kind, in the order of the database
    List<String> ids(EntityKind kind, String afterId, int most) {
        return jdbc.queryForList("select id from memory_entity where kind = ? and id > ? order by kind, id limit ?",
                String.class, kind.name(), afterId, most).stream().map(Objects::requireNonNull).toList();
    }

    /// @return the entities of a kind that changed last, the latest first
    List<Entity> latest(EntityKind kind, int most) {
        return jdbc.query("""
                select id from memory_entity where kind = ? order by kind desc, changed_ms desc, id desc limit ?""",
                (row, number) -> new Entity(kind, row.getString(1)), kind.name(), most);
    }

    /// Writes entities that are known or new.
    void write(Collection<Row> rows) {
        List<Row> all = List.copyOf(rows);
        List<Row> fresh = new ArrayList<>();
        int at = 0;
        for (int[] counts : jdbc.batchUpdate("""
                update memory_entity set state = ?, since_ms = ?, changed_ms = ?, as_of_ms = ?, reference = ?
                where kind = ? and id = ?""", all, BATCH, TraitStore::bind)) {
            for (int count : counts) {
                if (count == 0) {
                    fresh.add(all.get(at));
                }
                at++;
            }
        }
        jdbc.batchUpdate(INSERT, fresh, BATCH, TraitStore::bind);
    }

    /// Puts traits into the place of those that are stored of some entities of one kind. What stays the same is not written.
    void writeTraits(EntityKind kind, Map<Entity, List<Trait>> traits) {
        Map<String, List<Trait>> stored = traits(kind, traits.keySet().stream().map(Entity::id).toList());
        List<Entity> outdated = new ArrayList<>();
        List<TraitRow> fresh = new ArrayList<>();
        traits.forEach((entity, now) -> {
            List<Trait> before = stored.getOrDefault(entity.id(), List.of());
            if (!Set.copyOf(before).equals(Set.copyOf(now))) {
                if (!before.isEmpty()) {
                    outdated.add(entity);
                }
                now.forEach(trait -> fresh.add(new TraitRow(entity, trait)));
            }
        });
        jdbc.batchUpdate("delete from memory_trait where kind = ? and id = ?", outdated, BATCH, RecordStore::bind);
        jdbc.batchUpdate("""
                insert into memory_trait (kind, id, trait_value, effective, hours, changed_ms, trait)
                values (?, ?, ?, ?, ?, ?, ?)""", fresh, BATCH, (statement, row) -> {
            RecordStore.bind(statement, row.entity());
            statement.setDouble(3, row.trait().value());
            statement.setDouble(4, row.trait().effective());
            statement.setDouble(5, row.trait().hours());
            statement.setLong(6, row.trait().changedAt().toEpochMilli());
            statement.setString(7, row.trait().key().name());
        });
    }

    private record TraitRow(Entity entity, Trait trait) {
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        EntityState state = row.state();
        statement.setString(1, state == null ? null : state.name());
        statement.setLong(2, row.sinceMs());
        statement.setLong(3, row.changedMs());
        statement.setLong(4, row.asOfMs());
        statement.setLong(5, row.reference());
        statement.setString(6, row.entity().kind().name());
        statement.setString(7, row.entity().id());
    }

    /// @return the stored traits of some entities of one kind, by id
    Map<String, List<Trait>> traits(EntityKind kind, Collection<String> ids) {
        Map<String, List<Trait>> traits = new HashMap<>();
        IdChunks.each(ids, (marks, some) -> jdbc.query("""
                select id, trait, trait_value, effective, hours, changed_ms from memory_trait
                where kind = ? and id in (%s) order by id""".formatted(marks), row -> {
            traits.computeIfAbsent(row.getString(1), any -> new ArrayList<>()).add(
                    new Trait(TraitKey.valueOf(row.getString(2)), row.getDouble(3), row.getDouble(4), row.getDouble(5),
                            Instant.ofEpochMilli(row.getLong(6))));
        }, Stream.concat(Stream.of(kind.name()), Stream.of(some)).toArray()));
        return traits;
    }

    /// @return the ids of what is not watched any more, and did and proposed nothing, since a time
    List<String> gone(EntityKind kind, long beforeMs, int most) {
        return jdbc.queryForList("""
                select id from memory_entity where kind = ? and changed_ms < ? and (state is null or state = 'REMOVED')
                order by kind, changed_ms, id limit ?""", String.class, kind.name(), beforeMs, most).stream()
                .map(Objects::requireNonNull).toList();
    }

    /// @return the mean of each trait over all entities
    Map<TraitKey, Double> means() {
        Map<TraitKey, Double> means = new EnumMap<>(TraitKey.class);
        jdbc.query("select trait, avg(trait_value) from memory_trait group by trait", row -> {
            means.put(TraitKey.valueOf(row.getString(1)), Math.round(row.getDouble(2) * 1e4) / 1e4);
        });
        return means;
    }

    /// Removes references that no stored trait was computed with.
    void removeReferences() {
        jdbc.update("delete from memory_reference where seq < (select coalesce(min(reference), 0) from memory_entity)");
    }

    void clear() {
        jdbc.update("delete from memory_trait");
    }

    /// @return a reference by its number
    Reference reference(long seq) {
        if (seq == 0) {
            return Reference.NONE;
        }
        Map<String, Double> values = new HashMap<>();
        jdbc.query("select name, reference_value from memory_reference where seq = ?", row -> {
            values.put(row.getString(1), row.getDouble(2));
        }, seq);
        return new Reference(seq, Map.copyOf(values));
    }

    /// @return the newest reference
    Reference reference() {
        Long seq = jdbc.queryForObject("select max(seq) from memory_reference", Long.class);
        return seq == null ? Reference.NONE : reference(seq);
    }

    void add(Reference reference) {
        jdbc.batchUpdate("insert into memory_reference (seq, name, reference_value) values (?, ?, ?)",
                List.copyOf(reference.values().entrySet()), BATCH, (row, value) -> {
                    row.setLong(1, reference.seq());
                    row.setString(2, value.getKey());
                    row.setDouble(3, value.getValue());
                });
    }
}
