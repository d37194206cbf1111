package ink.dreamnet.halo.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The append-only trail of changes. There is no way to change or remove an entry.
@Component
public class AuditTrail {

    private static final String INSERT = """
            insert into audit_entry (id, at, actor, action, subject_type, subject_id, from_state, to_state, reason, token)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final CurrentActor reader;
    private final Clock clock;

    AuditTrail(JdbcTemplate jdbc, CurrentActor reader, Clock clock) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.clock = clock;
    }

    /// Records one change.
    ///
    /// @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction, because an entry
    ///         must live and die with the change that it speaks of
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, Change change) {
        record(actor, List.of(change));
    }

    /// Records many changes of one actor in one batch, under the same rule as [#record(Actor, Change)].
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, Collection<Change> changes) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate(INSERT, changes, 500, (row, change) -> {
            row.setObject(1, Ids.next());
            row.setObject(2, now);
            row.setString(3, actor.name());
            row.setString(4, change.action());
            row.setString(5, change.subjectType());
            row.setString(6, change.subjectId());
            row.setString(7, change.from());
            row.setString(8, change.to());
            row.setString(9, change.reason());
            row.setString(10, actor.token());
        });
    }

    /// @return the changes of one thing, in the order in which they were written, at most 200
    @Transactional(readOnly = true)
    public List<AuditEntry> of(String subjectType, String subjectId) {
        return jdbc.query(
                """
                        select id, at, actor, action, subject_type, subject_id, from_state, to_state, reason, token from audit_entry
                        where subject_type = ? and subject_id = ? order by seq limit 200""",
                this::read, subjectType,
                subjectId);
    }

    /// @return a page of the changes that fit, the last that was written first
    /// @throws ink.dreamnet.halo.core.InvalidInputException where the page begins at something that is no id
    @Transactional(readOnly = true)
    public Page<AuditEntry> find(AuditQuery query, PageQuery page) {
        StringBuilder where = new StringBuilder("where 1 = 1");
        List<Object> values = new ArrayList<>();
        also(where, values, "subject_type = ?", query.subjectType());
        also(where, values, "subject_id = ?", query.subjectId());
        also(where, values, "action = ?", query.action());
        also(where, values, "actor = ?", query.actor());
        also(where, values, "at >= ?", query.since() == null ? null : query.since().atOffset(ZoneOffset.UTC));
        also(where, values, "at < ?", query.until() == null ? null : query.until().atOffset(ZoneOffset.UTC));
        also(where, values, "seq < (select seq from audit_entry where id = ?)", page.beforeId());
        values.add(page.limit() + 1);
        return Page.of(
                jdbc.query(
                        """
                                select id, at, actor, action, subject_type, subject_id, from_state, to_state, reason, token from audit_entry
                                """
                                + where + " order by seq desc limit ?",
                        this::read, values.toArray()),
                page,
                entry -> entry.id().toString());
    }

    private static void also(StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            values.add(value);
        }
    }

    private AuditEntry read(ResultSet row, int number) throws SQLException {
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        return new AuditEntry(row.getObject("id", UUID.class), at, row.getString("actor"), row.getString("action"),
                row.getString("subject_type"), row.getString("subject_id"), row.getString("from_state"),
                row.getString("to_state"), row.getString("reason"),
                // whoever reads without a token learns nothing about those of others
                reader.get().equals(Actor.HALO) ? null : row.getString("token"));
    }
}
