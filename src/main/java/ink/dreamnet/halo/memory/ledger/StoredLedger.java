package ink.dreamnet.halo.memory.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import ink.dreamnet.halo.core.IdChunks;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The ledger in the database.
@Repository
public class StoredLedger implements RepairLedger {

    private static final int BATCH = 500;
    private static final int FETCH = 1000;
    private static final String ALL = """
            select id, task_id, weak_point_id, decision, decided_at, repair, squad, agent, handed_over_at, verdict,
            verdict_at, ended_at, removed, returned_at, treated_at, imported, counted, outcome_no, due_at from memory_repair
            """;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    StoredLedger(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public int add(Collection<RepairEvidence> rows, Instant dueAt) {
        Set<UUID> present = ids("select id from memory_repair where id in (%s)",
                rows.stream().map(RepairEvidence::id).toList());
        List<RepairEvidence> added = rows.stream().filter(row -> !present.contains(row.id())).toList();
        jdbc.batchUpdate("""
                insert into memory_repair (id, task_id, weak_point_id, decision, decided_at, repair, squad, agent,
                handed_over_at, verdict, verdict_at, ended_at, removed, returned_at, treated_at, imported, due_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", added, BATCH, (row, evidence) -> {
            Work work = evidence.work();
            Aftermath aftermath = evidence.aftermath();
            row.setObject(1, evidence.id());
            row.setObject(2, evidence.taskId());
            row.setObject(3, evidence.weakPointId());
            row.setString(4, evidence.decision().name());
            row.setObject(5, utc(evidence.decidedAt()));
            row.setString(6, json.writeValueAsString(evidence.repair()));
            row.setString(7, work.squad());
            row.setString(8, work.agent());
            row.setObject(9, utcOrNull(work.handedOverAt()));
            row.setString(10, work.verdict() == null ? null : work.verdict().name());
            row.setObject(11, utcOrNull(work.verdictAt()));
            row.setObject(12, utcOrNull(aftermath.endedAt()));
            row.setBoolean(13, aftermath.removed());
            row.setObject(14, utcOrNull(aftermath.returnedAt()));
            row.setObject(15, utcOrNull(aftermath.treatedAt()));
            row.setBoolean(16, evidence.imported());
            row.setObject(17, utc(dueAt));
        });
        return added.size();
    }

    @Override
    public void judge(UUID task, Work work, Instant at) {
        jdbc.update(
                """
                        update memory_repair set squad = ?, agent = ?, handed_over_at = ?, verdict = ?, verdict_at = ?, due_at = ?
                        where id = (select id from memory_repair where task_id = ? and decision = 'APPROVED'
                                    order by decided_at desc, id desc limit 1)
                        and (verdict is null or verdict = 'UNDELIVERABLE')""",
                work.squad(), work.agent(),
                utcOrNull(work.handedOverAt()), work.verdict() == null ? null : work.verdict().name(), utc(at), utc(at),
                task);
    }

    @Override
    public void ended(Collection<UUID> weakPoints, boolean removed, Instant at) {
        IdChunks.each(weakPoints, (marks, ids) -> jdbc.update("""
                update memory_repair set ended_at = ?, removed = ?, due_at = ?
                where ended_at is null and weak_point_id in (%s)""".formatted(marks),
                concat(ids, utc(at), removed, utc(at))));
    }

    @Override
    public void returned(Collection<UUID> weakPoints, Instant endedAfter, Instant at) {
        IdChunks.each(weakPoints, (marks, ids) -> jdbc.update("""
                update memory_repair set returned_at = ?, due_at = ?
                where ended_at > ? and removed = false and returned_at is null and weak_point_id in (%s)"""
                .formatted(marks), concat(ids, utc(at), utc(at), utc(endedAfter))));
    }

    @Override
    public void treated(Collection<UUID> weakPoints, Instant at) {
        IdChunks.each(weakPoints, (marks, ids) -> jdbc.update("""
                update memory_repair set treated_at = ?, due_at = ?
                where treated_at is null and ended_at is null and weak_point_id in (%s)""".formatted(marks),
                concat(ids, utc(at), utc(at))));
    }

    @Override
    public Set<UUID> inTreatment(Collection<UUID> weakPoints) {
        return ids("""
                select distinct weak_point_id from memory_repair where decision = 'APPROVED' and verdict is null
                and ended_at is null and weak_point_id in (%s)""", weakPoints);
    }

    @Override
    public Set<UUID> compared(Collection<UUID> tasks) {
        return ids("select distinct task_id from memory_repair where decision = 'UNDECIDED' and task_id in (%s)",
                tasks);
    }

    @Override
    public List<Entry> due(Instant now, int most) {
        // from both sides, or H2 would read all that are not due any more
        return jdbc.query(ALL + "where due_at between ? and ? order by due_at, id limit ? for update skip locked",
                (row, number) -> entry(row), utc(Instant.EPOCH), utc(now), most);
    }

    @Override
    public void count(List<Counted> rows) {
        jdbc.batchUpdate("update memory_repair set counted = ?, outcome_no = ?, due_at = ? where id = ?", rows, BATCH,
                (row, counted) -> {
                    row.setString(1, counted.counted());
                    row.setObject(2, counted.outcomeNo());
                    row.setObject(3, utcOrNull(counted.dueAt()));
                    row.setObject(4, counted.id());
                });
    }

    @Override
    public void each(Consumer<Entry> reader) {
        read(ALL + "where outcome_no is not null order by outcome_no, id", reader);
        read(ALL + "where outcome_no is null order by id", reader);
    }

    @Override
    public void eachOwn(Consumer<RepairEvidence> reader) {
        read(ALL + "where imported = false order by id", entry -> reader.accept(entry.evidence()));
    }

    @Override
    public void judged(Instant after, Instant until, Consumer<RepairEvidence> reader) {
        read(ALL + "where verdict_at > ? and verdict_at <= ? order by verdict_at, id",
                entry -> reader.accept(entry.evidence()), utc(after), utc(until));
    }

    private void read(String sql, Consumer<Entry> reader, Object... values) {
        JdbcClient.create(jdbc).sql(sql).withFetchSize(FETCH).params(values).query(row -> {
            reader.accept(entry(row));
        });
    }

    @Override
    public long lock() {
        return Objects.requireNonNull(
                jdbc.queryForObject("select outcome_no from memory_state where id = 1 for update", Long.class));
    }

    @Override
    public void outcomes(long number) {
        jdbc.update("update memory_state set outcome_no = ? where id = 1", number);
    }

    private Set<UUID> ids(String sql, Collection<UUID> given) {
        Set<UUID> found = new HashSet<>();
        IdChunks.each(given, (marks, ids) -> found.addAll(
                jdbc.query(sql.formatted(marks), (row, number) -> row.getObject(1, UUID.class), ids)));
        return found;
    }

    private static Object[] concat(Object[] ids, Object... first) {
        List<Object> all = new ArrayList<>(first.length + ids.length);
        Collections.addAll(all, first);
        Collections.addAll(all, ids);
        return all.toArray();
    }

    private Entry entry(ResultSet row) throws SQLException {
        String verdict = row.getString(10);
        RepairEvidence evidence = new RepairEvidence(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                row.getObject(3, UUID.class), Decision.valueOf(row.getString(4)),
                Objects.requireNonNull(instant(row, 5)), json.readValue(row.getString(6), RepairCase.class),
                new Work(row.getString(7), row.getString(8), instant(row, 9),
                        verdict == null ? null : Verdict.valueOf(verdict), instant(row, 11)),
                new Aftermath(instant(row, 12), row.getBoolean(13), instant(row, 14), instant(row, 15)),
                row.getBoolean(16));
        long outcome = row.getLong(18);
        Long outcomeNo = row.wasNull() ? null : outcome;
        return new Entry(evidence, row.getString(17), outcomeNo, instant(row, 19));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime utcOrNull(@Nullable Instant at) {
        return at == null ? null : utc(at);
    }
}
