package ink.dreamnet.halo.subject;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.subject.SubjectStatus.OpenWeakPoint;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of subjects, how many there are, and by which labels they are found. All of it changes under the lock of one row, in short
/// transactions, so that the numbers are those of the rows.
@Component
class SubjectTable {

    /// What [#read] reads.
    static final String COLUMNS = """
            s.kind, s.id, s.name, s.squad, s.labels, s.paused, s.registered, s.covered, s.blind, s.points, s.checked_ms,
            s.result, s.checks, s.state, s.since_ms""";
    /// How many ids one query asks for: H2 compares each row that it finds with one after the other.
    private static final int AT_ONCE = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<OpenWeakPoint>> POINTS = new TypeReference<>() {
    };
    private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {
    };

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    SubjectTable(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /// Decides what becomes of some rows.
    @FunctionalInterface
    interface Change {

        /// @param subjects some of those that are to change
        /// @param before their rows; those that have none are absent
        /// @return the rows that they are to have; those that are to have none are absent
        Map<SubjectRef, SubjectRow> after(List<SubjectRef> subjects, Map<SubjectRef, SubjectRow> before);
    }

    /// Changes rows, some hundred at a time. Within a transaction it is a part of that, otherwise each part is one of its own. Neighbours
    /// change together: their rows share pages.
    void change(Collection<SubjectRef> subjects, Change change) {
        Map<String, List<SubjectRef>> byId = subjects.stream().distinct()
                .collect(Collectors.groupingBy(SubjectRef::id, TreeMap::new, Collectors.toList()));
        IdChunks.each(byId.keySet(), (_, ids) -> transaction.executeWithoutResult(tx -> {
            jdbc.update("update subject_version set version = version + 1 where id = 1");
            List<SubjectRef> some = Arrays.stream(ids).flatMap(id -> byId.getOrDefault(id, List.of()).stream())
                    .toList();
            Set<SubjectRef> wanted = Set.copyOf(some);
            Map<SubjectRef, SubjectRow> before = new HashMap<>();
            for (int from = 0; from < ids.length; from += AT_ONCE) {
                Object[] few = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + AT_ONCE));
                jdbc.query("select " + COLUMNS + " from subject_state s where s.id in ("
                        + String.join(", ", Collections.nCopies(few.length, "?")) + ")", row -> {
                            SubjectRow read = read(row);
                            if (wanted.contains(read.listed().subject())) {
                                before.put(read.listed().subject(), read);
                            }
                        }, few);
            }
            write(some, before, change.after(some, before));
        }));
    }

    private void write(List<SubjectRef> subjects, Map<SubjectRef, SubjectRow> before,
            Map<SubjectRef, SubjectRow> after) {
        Map<String, Integer> counts = new HashMap<>();
        List<SubjectRow> inserted = new ArrayList<>();
        List<SubjectRow> checked = new ArrayList<>();
        List<SubjectRow> changed = new ArrayList<>();
        List<SubjectRow> labelled = new ArrayList<>();
        List<SubjectRef> deleted = new ArrayList<>();
        for (SubjectRef subject : subjects) {
            SubjectRow old = before.get(subject);
            SubjectRow now = after.get(subject);
            if (old == null ? now == null : old.equals(now)) {
                continue;
            }
            if (old != null) {
                counts.merge(subject.kind().name() + " " + old.state().name(), -1, Integer::sum);
            }
            if (now != null) {
                counts.merge(subject.kind().name() + " " + now.state().name(), 1, Integer::sum);
            }
            if (now == null) {
                deleted.add(subject);
            } else if (old == null) {
                inserted.add(now);
            } else if (old.state() == now.state() && old.listed().equals(now.listed())
                    && old.points().equals(now.points()) && old.covered() == now.covered()
                    && old.registered() == now.registered()) {
                checked.add(now);
            } else {
                changed.add(now);
            }
            if (old != null && now != null && old.state() == now.state()
                    && old.listed().labels().equals(now.listed().labels())) {
                continue;
            }
            if (old != null && !old.listed().labels().isEmpty() && now != null) {
                deleteLabels(List.of(subject));
            }
            if (now != null) {
                labelled.add(now);
            }
        }
        delete(deleted);
        insert(inserted);
        update(changed);
        check(checked);
        label(labelled);
        count(counts);
    }

    private void delete(List<SubjectRef> subjects) {
        deleteLabels(subjects);
        jdbc.batchUpdate("delete from subject_state where id = ? and kind = ?", subjects, subjects.size() + 1,
                SubjectTable::key);
    }

    private void deleteLabels(List<SubjectRef> subjects) {
        jdbc.batchUpdate("delete from subject_label where id = ? and kind = ?", subjects, subjects.size() + 1,
                SubjectTable::key);
    }

    private static void key(PreparedStatement row, SubjectRef subject) throws SQLException {
        row.setString(1, subject.id());
        row.setString(2, subject.kind().name());
    }

    private void insert(List<SubjectRow> rows) {
        jdbc.batchUpdate("""
                insert into subject_state (checks, checked_ms, result, blind, name, squad, labels, paused, registered,
                covered, points, open_points, state, since_ms, id, kind)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows, rows.size() + 1,
                SubjectTable::bindAll);
    }

    private void update(List<SubjectRow> rows) {
        jdbc.batchUpdate(
                """
                        update subject_state set checks = ?, checked_ms = ?, result = ?, blind = ?, name = ?, squad = ?, labels = ?,
                        paused = ?, registered = ?, covered = ?, points = ?, open_points = ?, state = ?, since_ms = ?
                        where id = ? and kind = ?""",
                rows, rows.size() + 1, SubjectTable::bindAll);
    }

    /// The most frequent change by far: the narrow one.
    private void check(List<SubjectRow> rows) {
        jdbc.batchUpdate("update subject_state set checks = ?, checked_ms = ?, result = ?, blind = ?"
                + " where id = ? and kind = ?", rows, rows.size() + 1, (row, each) -> {
                    bindCheck(row, each);
                    row.setString(5, each.listed().subject().id());
                    row.setString(6, each.listed().subject().kind().name());
                });
    }

    private static void bindCheck(PreparedStatement row, SubjectRow each) throws SQLException {
        row.setString(1, each.checks());
        row.setObject(2, each.checkedAt() == null ? null : each.checkedAt().toEpochMilli(), Types.BIGINT);
        row.setString(3, each.result());
        row.setString(4, String.join(",", each.blind()));
    }

    private static void bindAll(PreparedStatement row, SubjectRow each) throws SQLException {
        Listed listed = each.listed();
        bindCheck(row, each);
        row.setString(5, listed.name());
        row.setString(6, listed.squad());
        row.setString(7, JSON.writeValueAsString(new TreeMap<>(listed.labels())));
        row.setBoolean(8, listed.paused());
        row.setBoolean(9, each.registered());
        row.setBoolean(10, each.covered());
        row.setString(11, JSON.writeValueAsString(each.points()));
        row.setInt(12, each.points().size());
        row.setString(13, each.state().name());
        row.setLong(14, each.since().toEpochMilli());
        row.setString(15, listed.subject().id());
        row.setString(16, listed.subject().kind().name());
    }

    private void label(List<SubjectRow> rows) {
        List<Object[]> labels = new ArrayList<>();
        rows.forEach(row -> row.listed().labels().forEach((name, value) -> labels.add(new Object[]{name, value,
                row.state().name(), row.listed().subject().kind().name(), row.listed().subject().id()})));
        if (!labels.isEmpty()) {
            jdbc.batchUpdate("insert into subject_label (name, label_value, state, kind, id) values (?, ?, ?, ?, ?)",
                    labels);
        }
    }

    private void count(Map<String, Integer> counts) {
        counts.forEach((name, more) -> {
            if (more != 0) {
                Object[] key = name.split(" ", 2);
                if (jdbc.update("update subject_count set subjects = subjects + ? where kind = ? and state = ?", more,
                        key[0], key[1]) == 0) {
                    jdbc.update("insert into subject_count (subjects, kind, state) values (?, ?, ?)", more, key[0],
                            key[1]);
                }
            }
        });
    }

    /// @return a number that each change makes greater
    long version() {
        Long version = jdbc.queryForObject("select version from subject_version where id = 1", Long.class);
        return version == null ? 0 : version;
    }

    /// @return the subjects that have open weak points, as far as their rows know
    List<SubjectRef> weak() {
        return jdbc.query("select kind, id from subject_state where open_points > 0", SubjectTable::ref);
    }

    /// @return all of one kind, as far as it is declared, and whether it is registered
    Map<SubjectRef, SubjectRow> all(SubjectKind kind) {
        Map<SubjectRef, SubjectRow> all = new HashMap<>();
        RowMapper<SubjectRow> mapper = (row, number) -> read(row);
        jdbc.query("select " + COLUMNS + " from subject_state s where s.kind = ?", mapper, kind.name())
                .forEach(row -> all.put(row.listed().subject(), row));
        return all;
    }

    /// Leaves a note that a cycle has changed weak points and what it checked is yet to be taken in.
    void announce(UUID cycle, Instant at) {
        jdbc.update("insert into subject_pending (cycle_id, at) values (?, ?)", cycle, at.atOffset(ZoneOffset.UTC));
    }

    /// @return whether a note is older than a time
    boolean announcedBefore(Instant time) {
        return !jdbc.queryForList("select cycle_id from subject_pending where at < ? limit 1", UUID.class,
                time.atOffset(ZoneOffset.UTC)).isEmpty();
    }

    /// @return the notes that there are now
    List<UUID> announced() {
        return jdbc.query("select cycle_id from subject_pending", (row, number) -> row.getObject(1, UUID.class));
    }

    void done(Collection<UUID> cycles) {
        jdbc.batchUpdate("delete from subject_pending where cycle_id = ?",
                cycles.stream().map(cycle -> new Object[]{cycle}).toList());
    }

    /// A cycle over everything observed at a time.
    void observedAll(Instant at) {
        jdbc.update("update subject_version set observed_ms = ? where id = 1 and observed_ms < ?", at.toEpochMilli(),
                at.toEpochMilli());
    }

    /// Takes note that no cycle over everything came since a time.
    ///
    /// @return whether that is new
    boolean overdue(Instant since) {
        return jdbc.update("update subject_version set observed_ms = 0 where id = 1 and observed_ms between 1 and ?",
                since.toEpochMilli()) > 0;
    }

    static SubjectRef ref(ResultSet row, int number) throws SQLException {
        return new SubjectRef(SubjectKind.valueOf(row.getString("kind")), row.getString("id"));
    }

    static SubjectRow read(ResultSet row) throws SQLException {
        String blind = row.getString("blind");
        String labels = row.getString("labels");
        String points = row.getString("points");
        long checkedMs = row.getLong("checked_ms");
        @Nullable
        Instant checkedAt = row.wasNull() ? null : Instant.ofEpochMilli(checkedMs);
        return new SubjectRow(new Listed(ref(row, 0), row.getString("name"), row.getString("squad"),
                labels.equals("{}") ? Map.of() : JSON.readValue(labels, LABELS), row.getBoolean("paused")),
                row.getBoolean("registered"), row.getBoolean("covered"),
                blind.isEmpty() ? Set.of() : Set.of(blind.split(",")),
                points.equals("[]") ? List.of() : JSON.readValue(points, POINTS), checkedAt,
                row.getString("result"), row.getString("checks"), SubjectState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("since_ms")));
    }
}
