package ink.dreamnet.halo.memory.trait;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.IdChunks;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// The rows of what was observed of subjects: spans, gaps, levels, and the analyzers' last runs. Every caller is in a transaction.
@Repository
class RecordStore {

    /// How many entities one statement walks.
    private static final int WALKS = 100;
    /// How many changes of state, and how many levels of response times, of one subject count.
    private static final int MOST_CHANGES = 2000;

    private final JdbcTemplate jdbc;

    RecordStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// The version of the record, and when the last cycle was recorded.
    record Version(long version, long lastCycleMs) {
    }

    /// @return the version; no one else adds to the record until the end of the transaction
    Version lock() {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select version, last_cycle_ms from memory_version where id = 1 for update",
                (row, number) -> new Version(row.getLong(1), row.getLong(2))));
    }

    /// @return when the last cycle was recorded, in ms since 1970; 0 before the first
    long lastCycleMs() {
        Long last = jdbc.queryForObject("select last_cycle_ms from memory_version where id = 1", Long.class);
        return last == null ? 0 : last;
    }

    void version(long version, long lastCycleMs) {
        jdbc.update("update memory_version set version = ?, last_cycle_ms = ? where id = 1", version, lastCycleMs);
    }

    /// @return the time of the earliest of the last `most` states that began from one time until another, inclusive, in ms since
    ///         1970; the first time where there are fewer
    long fromWhen(long fromMs, long untilMs, int most) {
        List<Long> first = jdbc.query(
                "select at_ms from memory_span where at_ms >= ? and at_ms <= ? order by at_ms desc limit 1 offset ?",
                (row, number) -> row.getLong(1), fromMs, untilMs, most);
        return first.isEmpty() ? fromMs : first.getFirst() + 1;
    }

    /// Reads the states that began from one time until another, inclusive, in the order of time.
    void since(long fromMs, long untilMs, Consumer<Span> each) {
        SpanRows.each(jdbc, "from memory_span where at_ms >= ? and at_ms <= ? order by at_ms, seq", each, fromMs,
                untilMs);
    }

    /// @return by analyzer the oldest observation that counted in its last completed run over everything, in ms since 1970
    Map<String, Long> oldestLooks() {
        Map<String, Long> oldest = new HashMap<>();
        jdbc.query("select analyzer, oldest_ms from memory_look", row -> {
            oldest.put(row.getString(1), row.getLong(2));
        });
        return oldest;
    }

    /// Adds what a cycle observed.
    ///
    /// @param spans those of the round, complete
    void write(Round round, List<Span> spans) {
        SpanRows.insert(jdbc, "memory_span", spans);
        jdbc.batchUpdate("insert into memory_level (kind, id, at_ms, response_ms) values (?, ?, ?, ?)",
                List.copyOf(round.levels().entrySet()), SpanRows.BATCH, (row, level) -> {
                    bind(row, Entity.of(level.getKey()));
                    row.setLong(3, level.getValue().atMs());
                    row.setDouble(4, level.getValue().responseMs());
                });
        round.opened().forEach(gap -> jdbc.update(
                "insert into memory_gap (analyzer, found_ms, from_ms, until_ms) values (?, ?, ?, ?)", gap.analyzer(),
                gap.foundMs(), gap.fromMs(), gap.untilMs()));
        round.closed().forEach(analyzer -> jdbc.update(
                "update memory_gap set until_ms = ? where analyzer = ? and until_ms is null", round.atMs(),
                analyzer));
        Map<String, Long> oldest = round.oldest();
        round.looks().forEach((analyzer, ran) -> {
            Long least = oldest.getOrDefault(analyzer, ran);
            if (jdbc.update("update memory_look set ran_ms = ?, oldest_ms = ? where analyzer = ?", ran, least,
                    analyzer) == 0) {
                jdbc.update("insert into memory_look (analyzer, ran_ms, oldest_ms) values (?, ?, ?)", analyzer, ran,
                        least);
            }
        });
    }

    /// @return all gaps that end after a time
    List<Gap> gaps(long afterMs) {
        return jdbc.query("""
                select analyzer, from_ms, found_ms, until_ms from memory_gap where until_ms is null or until_ms > ?
                order by found_ms, analyzer""", (row, number) -> {
            return new Gap(row.getString(1), row.getLong(2), row.getLong(3), SpanRows.orNull(row, 4));
        }, afterMs);
    }

    /// @return the last [#MOST_CHANGES] states of each of some entities of one kind, in the order in which they were written
    Map<String, List<Span>> spans(EntityKind kind, Collection<String> ids) {
        Map<String, List<Span>> spans = new HashMap<>();
        if (ids.size() <= WALKS) {
            newest(ids.stream().map(id -> new Entity(kind, id)).toList(), MOST_CHANGES)
                    .forEach((entity, newest) -> spans.put(entity.id(), newest.reversed()));
            return spans;
        }
        // each with a walk of its own would take a night of many thousands too long
        query("select " + SpanRows.COLUMNS + " from memory_span where kind = ? and id in (%s) order by id, seq", kind,
                ids,
                row -> spans.computeIfAbsent(row.getString(2), any -> new ArrayList<>()).add(SpanRows.read(row)));
        spans.replaceAll((id, all) -> all.subList(Math.max(0, all.size() - MOST_CHANGES), all.size()));
        return spans;
    }

    /// @return the last states of each of some entities, the newest first
    Map<Entity, List<Span>> newest(List<Entity> entities, int most) {
        Map<Entity, List<Span>> newest = new HashMap<>();
        for (int from = 0; from < entities.size(); from += WALKS) {
            List<Entity> some = entities.subList(from, Math.min(entities.size(), from + WALKS));
            String walks = String.join(" union all ", Collections.nCopies(some.size(), """
                    (select %s, seq from memory_span
                    where kind = ? and id = ? order by id desc, kind desc, seq desc limit ?)"""
                    .formatted(SpanRows.COLUMNS)));
            jdbc.query("select * from (" + walks + ") found order by seq desc", row -> {
                Span span = SpanRows.read(row);
                newest.computeIfAbsent(span.entity(), any -> new ArrayList<>()).add(span);
            }, some.stream().flatMap(entity -> Stream.of(entity.kind().name(), entity.id(), most)).toArray());
        }
        return newest;
    }

    /// @return the last [#MOST_CHANGES] levels of each of some entities of one kind, oldest first
    Map<String, List<Level>> levels(EntityKind kind, Collection<String> ids) {
        Map<String, List<Level>> levels = new HashMap<>();
        Row each = row -> levels.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                .add(new Level(row.getLong(2), row.getDouble(3)));
        if (ids.size() <= WALKS) {
            if (!ids.isEmpty()) {
                String walks = String.join(" union all ", Collections.nCopies(ids.size(), """
                        (select id, at_ms, response_ms from memory_level where kind = ? and id = ?
                        order by id desc, kind desc, at_ms desc limit ?)"""));
                jdbc.query("select * from (" + walks + ") found order by at_ms", row -> {
                    each.read(row);
                }, ids.stream().flatMap(id -> Stream.of(kind.name(), id, MOST_CHANGES)).toArray());
            }
            return levels;
        }
        query("select id, at_ms, response_ms from memory_level where kind = ? and id in (%s) order by id, at_ms", kind,
                ids, each);
        levels.replaceAll((id, all) -> all.subList(Math.max(0, all.size() - MOST_CHANGES), all.size()));
        return levels;
    }

    /// Looks up the last level of each entity, so that it costs no more the more levels there were.
    ///
    /// @return the last level of each entity of a kind, in ms
    List<Double> currentLevels(EntityKind kind) {
        List<Double> levels = new ArrayList<>();
        jdbc.query("""
                select (select l.response_ms from memory_level l where l.id = e.id and l.kind = e.kind
                order by l.id desc, l.kind desc, l.at_ms desc limit 1) from memory_entity e where e.kind = ?""",
                row -> {
                    double responseMs = row.getDouble(1);
                    if (!row.wasNull()) {
                        levels.add(responseMs);
                    }
                }, kind.name());
        return levels;
    }

    /// @return what became of the tasks of some entities of one kind, oldest first
    Map<String, List<Week>> weeks(EntityKind kind, Collection<String> ids) {
        Map<String, List<Week>> weeks = new HashMap<>();
        query("""
                select id, type, week, effective, ineffective, harmful, undeliverable, seconds from memory_week
                where kind = ? and id in (%s) order by id, type, week""", kind, ids,
                row -> weeks.computeIfAbsent(row.getString(1), any -> new ArrayList<>()).add(week(row)));
        return weeks;
    }

    static Week week(ResultSet row) throws SQLException {
        return new Week(row.getString(2), row.getInt(3), row.getLong(4), row.getLong(5), row.getLong(6),
                row.getLong(7), row.getLong(8));
    }

    /// Adds that a task was handed over. Locks nothing.
    void handedOver(Entity subject, long atMs) {
        jdbc.update("insert into memory_handover (kind, id, at_ms) values (?, ?, ?)", subject.kind().name(),
                subject.id(), atMs);
    }

    /// @return when a task was last handed over for some entities of one kind, in ms since 1970
    Map<String, Long> handovers(EntityKind kind, Collection<String> ids) {
        Map<String, Long> last = new HashMap<>();
        query("select id, max(at_ms) from memory_handover where kind = ? and id in (%s) group by id", kind, ids,
                row -> last.put(row.getString(1), row.getLong(2)));
        return last;
    }

    /// @return the entities that were observed to have changed from one moment up to another
    Set<Entity> entities(long fromMs, long untilMs) {
        Set<Entity> found = new HashSet<>();
        for (String table : List.of("memory_span", "memory_level")) {
            jdbc.query("select distinct kind, id from " + table + " where at_ms >= ? and at_ms < ?", row -> {
                found.add(new Entity(EntityKind.valueOf(row.getString(1)), row.getString(2)));
            }, fromMs, untilMs);
        }
        return found;
    }

    /// What became weak and what healed.
    ///
    /// @param noticed how many subjects became weak
    /// @param noticeMs how long it took in the mean to notice that, from the middle between two observations
    /// @param healed how many were clean again by themselves
    /// @param repaired how many were clean again after a task was handed over
    record Episodes(long noticed, double noticeMs, long healed, long repaired) {
    }

    /// @return what was observed from one moment up to another
    Episodes episodes(long fromMs, long untilMs) {
        return Objects.requireNonNull(jdbc.queryForObject(
                """
                        select count(case when state in ('WEAK', 'FLAPPING') and repaired is null and after_ms is not null then 1 end),
                        coalesce(avg(case when state in ('WEAK', 'FLAPPING') and repaired is null and after_ms is not null
                        then (at_ms - after_ms) / 2.0 end), 0), count(case when state = 'CLEAN' and not repaired then 1 end),
                        count(case when state = 'CLEAN' and repaired then 1 end) from memory_span where at_ms >= ? and at_ms < ?""",
                (row, number) -> new Episodes(row.getLong(1), row.getDouble(2), row.getLong(3), row.getLong(4)), fromMs,
                untilMs));
    }

    /// Removes what cannot count any more: states and levels that ended before a time, gaps and hand-overs.
    ///
    /// @return how many rows, at most `most` of each table
    int removeBefore(long atMs, int most) {
        // H2 asks a subquery of a delete anew for each row
        List<Long> spans = jdbc.query("""
                select s.seq from memory_span s where s.at_ms < ? and exists (select 1 from memory_span n
                where n.kind = s.kind and n.id = s.id and n.analyzer = s.analyzer and n.seq > s.seq
                and n.at_ms < ? and (n.state <> 'WEAK' or n.repaired is null)) order by s.seq limit ?""",
                (row, number) -> row.getLong(1), atMs, atMs, most);
        IdChunks.each(spans,
                (marks, some) -> jdbc.update("delete from memory_span where seq in (" + marks + ")", some));
        int levels = jdbc.update("""
                delete from memory_level where at_ms < ? and exists (select 1 from memory_level n
                where n.kind = memory_level.kind and n.id = memory_level.id and n.at_ms > memory_level.at_ms
                and n.at_ms < ?)""", atMs, atMs);
        int handovers = jdbc.update("delete from memory_handover where at_ms < ?", atMs);
        return spans.size() + levels + handovers + jdbc.update("delete from memory_gap where until_ms < ?", atMs);
    }

    /// Forgets some entities of one kind wholly.
    void forget(EntityKind kind, Collection<String> ids) {
        for (String table : List.of("memory_span", "memory_level", "memory_handover", "memory_week", "memory_trait",
                "memory_entity", "memory_watch")) {
            IdChunks.each(ids, (marks, some) -> jdbc.update(
                    "delete from " + table + " where kind = ? and id in (" + marks + ")",
                    Stream.concat(Stream.of(kind.name()), Stream.of(some)).toArray()));
        }
    }

    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, EntityKind kind, Collection<String> ids, Row each) {
        IdChunks.each(ids, (marks, some) -> jdbc.query(sql.formatted(marks), row -> {
            each.read(row);
        }, Stream.concat(Stream.of(kind.name()), Stream.of(some)).toArray()));
    }

    static void bind(PreparedStatement row, Entity entity) throws SQLException {
        row.setString(1, entity.kind().name());
        row.setString(2, entity.id());
    }
}
