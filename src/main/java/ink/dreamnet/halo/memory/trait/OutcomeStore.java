package ink.dreamnet.halo.memory.trait;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.IdChunks;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// The rows of what became of tasks, and their counts by week. Every caller is in a transaction.
@Repository
class OutcomeStore {

    private static final int BATCH = 1000;
    private static final String COLUMNS = "kind, id, type, week, effective, ineffective, harmful, undeliverable, seconds";

    private final JdbcTemplate jdbc;

    OutcomeStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// What became of a task.
    enum Result {
        APPROVED, REJECTED, EXPIRED, EFFECTIVE, INEFFECTIVE, HARMFUL, UNDELIVERABLE;

        /// @return whether it was handed over, so that it says something about who did it
        boolean handedOver() {
            return compareTo(EFFECTIVE) >= 0;
        }
    }

    /// What became of a task.
    ///
    /// @param seconds from the proposal to the decision, or from the hand-over to the verdict; 0 where nobody did it
    record Outcome(UUID task, String type, String strategy, @Nullable String squad, @Nullable String agent,
            Result result, long seconds, long atMs) {
    }

    /// Adds an outcome. Locks nothing.
    void add(Outcome outcome) {
        jdbc.update("""
                insert into memory_outcome (task_id, type, strategy, squad_id, agent, outcome, seconds, at_ms, counted)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", outcome.task(), outcome.type(), outcome.strategy(),
                outcome.squad(), outcome.agent(), outcome.result().name(), outcome.seconds(), outcome.atMs(),
                !outcome.result().handedOver());
    }

    /// Counts the outcomes that are not counted yet. To be called while [RecordStore#lock] is held.
    ///
    /// @return the entities whose counts changed
    Set<Entity> count() {
        List<Long> seqs = new ArrayList<>();
        Map<Key, Week> weeks = new LinkedHashMap<>();
        jdbc.query("""
                select seq, type, strategy, squad_id, agent, outcome, seconds, at_ms from memory_outcome
                where not counted order by seq""", row -> {
            seqs.add(row.getLong(1));
            Week week = week(row.getString(2), Result.valueOf(row.getString(6)), row.getLong(7), row.getLong(8));
            entities(row.getString(3), row.getString(4), row.getString(5)).forEach(
                    entity -> weeks.merge(new Key(entity, week.type(), week.week()), week, Week::plus));
        });
        jdbc.batchUpdate("update memory_outcome set counted = true where seq = ?", seqs, BATCH,
                (row, seq) -> row.setLong(1, seq));
        add(weeks);
        return Set.copyOf(weeks.keySet().stream().map(Key::entity).toList());
    }

    /// Forgets all counts.
    void clear() {
        jdbc.update("delete from memory_week");
    }

    /// Counts everything anew that was counted before [#clear].
    void recount() {
        Map<Key, Week> weeks = new HashMap<>();
        jdbc.query("""
                select type, strategy, squad_id, agent, outcome, seconds, at_ms from memory_outcome
                where counted and outcome not in ('APPROVED', 'REJECTED', 'EXPIRED')""",
                row -> {
                    Week week = week(row.getString(1), Result.valueOf(row.getString(5)), row.getLong(6),
                            row.getLong(7));
                    entities(row.getString(2), row.getString(3), row.getString(4)).forEach(
                            entity -> weeks.merge(new Key(entity, week.type(), week.week()), week, Week::plus));
                });
        add(weeks);
    }

    private record Key(Entity entity, String type, int week) {
    }

    private static List<Entity> entities(String strategy, @Nullable String squad, @Nullable String agent) {
        List<Entity> entities = new ArrayList<>();
        entities.add(new Entity(EntityKind.STRATEGY, strategy));
        if (squad != null) {
            entities.add(new Entity(EntityKind.SQUAD, squad));
        }
        if (agent != null) {
            entities.add(new Entity(EntityKind.AGENT, agent));
        }
        return entities;
    }

    private static Week week(String type, Result result, long seconds, long atMs) {
        return new Week(type, Week.of(atMs), result == Result.EFFECTIVE ? 1 : 0, result == Result.INEFFECTIVE ? 1 : 0,
                result == Result.HARMFUL ? 1 : 0, result == Result.UNDELIVERABLE ? 1 : 0, seconds);
    }

    private void add(Map<Key, Week> weeks) {
        List<Map.Entry<Key, Week>> fresh = new ArrayList<>();
        for (Map.Entry<Key, Week> one : weeks.entrySet()) {
            Week week = one.getValue();
            if (jdbc.update(
                    """
                            update memory_week set effective = effective + ?, ineffective = ineffective + ?, harmful = harmful + ?,
                            undeliverable = undeliverable + ?, seconds = seconds + ? where kind = ? and id = ? and type = ? and week = ?""",
                    week.effective(), week.ineffective(), week.harmful(), week.undeliverable(), week.seconds(),
                    one.getKey().entity().kind().name(), one.getKey().entity().id(), week.type(), week.week()) == 0) {
                fresh.add(one);
            }
        }
        jdbc.batchUpdate("insert into memory_week (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)", fresh, BATCH,
                (row, one) -> {
                    Week week = one.getValue();
                    RecordStore.bind(row, one.getKey().entity());
                    row.setString(3, week.type());
                    row.setInt(4, week.week());
                    row.setLong(5, week.effective());
                    row.setLong(6, week.ineffective());
                    row.setLong(7, week.harmful());
                    row.setLong(8, week.undeliverable());
                    row.setLong(9, week.seconds());
                });
    }

    /// How many outcomes there were, and how long they took in the mean.
    record Sum(long count, double seconds) {
    }

    /// @return the outcomes from one moment up to another
    Map<Result, Sum> sums(long fromMs, long untilMs) {
        Map<Result, Sum> sums = new EnumMap<>(Result.class);
        jdbc.query("""
                select outcome, count(*), avg(cast(seconds as double precision)) from memory_outcome
                where at_ms >= ? and at_ms < ? group by outcome""", row -> {
            sums.put(Result.valueOf(row.getString(1)), new Sum(row.getLong(2), row.getDouble(3)));
        }, fromMs, untilMs);
        return sums;
    }

    /// @return the entities of which an outcome became known from one moment up to another
    Set<Entity> entities(long fromMs, long untilMs) {
        Set<Entity> found = new HashSet<>();
        jdbc.query("""
                select distinct strategy, squad_id, agent from memory_outcome
                where at_ms >= ? and at_ms < ? and outcome not in ('APPROVED', 'REJECTED', 'EXPIRED')""", row -> {
            found.addAll(entities(row.getString(1), row.getString(2), row.getString(3)));
        }, fromMs, untilMs);
        return found;
    }

    /// Forgets whole weeks, with their outcomes.
    void removeBefore(int week) {
        jdbc.update("delete from memory_outcome where at_ms < ?", Week.startMs(week));
        jdbc.update("delete from memory_week where week < ?", week);
    }

    /// @return what became of the tasks of all entities of a kind, by id
    Map<String, List<Week>> weeks(EntityKind kind) {
        Map<String, List<Week>> weeks = new HashMap<>();
        jdbc.query("""
                select id, type, week, effective, ineffective, harmful, undeliverable, seconds from memory_week
                where kind = ? order by id, type, week""", row -> {
            weeks.computeIfAbsent(row.getString(1), any -> new ArrayList<>()).add(RecordStore.week(row));
        }, kind.name());
        return weeks;
    }

    /// @return what became of the tasks of one type, by who did them
    Map<Entity, List<Week>> weeks(String type, Collection<Entity> performers) {
        Map<Entity, List<Week>> weeks = new HashMap<>();
        performers.stream().map(Entity::kind).distinct().forEach(kind -> IdChunks.each(
                performers.stream().filter(performer -> performer.kind() == kind).map(Entity::id).toList(),
                (marks, some) -> jdbc.query("""
                        select id, type, week, effective, ineffective, harmful, undeliverable, seconds from memory_week
                        where kind = ? and id in (%s) and type = ?""".formatted(marks), row -> {
                    weeks.computeIfAbsent(new Entity(kind, row.getString(1)), any -> new ArrayList<>())
                            .add(RecordStore.week(row));
                }, Stream.of(Stream.of(kind.name()),
                        Stream.of(some), Stream.of(type))
                        .flatMap(each -> each).toArray())));
        return weeks;
    }
}
