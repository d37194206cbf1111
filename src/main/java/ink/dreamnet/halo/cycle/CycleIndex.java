package ink.dreamnet.halo.cycle;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/// Finds recorded cycles by what they were, the newest first, in a time that does not depend on how long the history is.
///
/// Each query walks an index from its newest entry and stops at the end of the page. An index can do so only where all that stands
/// before the time in it is given. Therefore a query is the union of one walk for each status, mode and worst severity that the filter
/// leaves open (16 at most); and the tables of triggers and subjects repeat these three and the time.
@Component
class CycleIndex {

    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;
    private final NamedParameterJdbcTemplate named;

    CycleIndex(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.named = new NamedParameterJdbcTemplate(jdbc);
    }

    /// A query and what stands for its parameters.
    record Query(String sql, MapSqlParameterSource values) {
    }

    /// Notes what a cycle is found by, in the transaction that records it.
    ///
    /// @param subjects those of which it saw an issue or a weak point
    void add(CycleSummary cycle, Set<SubjectRef> subjects) {
        OffsetDateTime started = cycle.timestamp().atOffset(ZoneOffset.UTC);
        String status = cycle.status().name();
        String mode = cycle.mode().name();
        String worst = (cycle.worstSeverity() == null ? Severity.LOW : cycle.worstSeverity()).name();
        jdbc.batchUpdate("""
                insert into cycle_trigger (trigger_name, status, mode, worst_severity, started_at, cycle_id)
                values (?, ?, ?, ?, ?, ?)""", cycle.triggers().stream()
                .map(trigger -> new Object[]{trigger, status, mode, worst, started, cycle.id()}).toList());
        jdbc.batchUpdate("""
                insert into cycle_subject (subject_kind, subject_id, status, mode, worst_severity, started_at, cycle_id)
                values (?, ?, ?, ?, ?, ?, ?)""", subjects, BATCH, (row, subject) -> {
            row.setString(1, subject.kind().name());
            row.setString(2, subject.id());
            row.setString(3, status);
            row.setString(4, mode);
            row.setString(5, worst);
            row.setObject(6, started);
            row.setObject(7, cycle.id());
        });
    }

    /// @return the ids of the cycles that fit, the newest first, one more than the page holds where there is more
    /// @throws InvalidInputException where the page begins at something that is no recorded cycle
    List<UUID> find(HistoryFilter filter, PageQuery page) {
        Query query = query(filter, page.limit() + 1, page.beforeId());
        return named.query(query.sql(), query.values(), (row, number) -> row.getObject("id", UUID.class));
    }

    Query query(HistoryFilter filter, int limit, @Nullable UUID before) {
        MapSqlParameterSource values = new MapSqlParameterSource("limit", limit);
        if (filter.trigger() == null && filter.subject() == null && filter.status() == null && filter.mode() == null
                && filter.severity() == null) {
            String range = range("id", filter, before, values);
            return new Query("select id from halo_cycle where status <> 'RUNNING'" + range
                    + " order by started_at desc, id desc limit :limit", values);
        }
        String walk = walk(filter, before, values);
        List<String> walks = new ArrayList<>();
        for (CycleStatus status : open(filter.status(), HistoryFilter.STATUSES)) {
            for (CycleMode mode : open(filter.mode(), List.of(CycleMode.values()))) {
                for (Severity worst : open(filter.severity(), List.of(Severity.values()))) {
                    walks.add(walk.formatted(status.name(), mode.name(), worst.name()));
                }
            }
        }
        return new Query("select id from (" + String.join(" union all ", walks)
                + ") found order by started_at desc, id desc limit :limit", values);
    }

    /// @return a walk through the index that fits, with marks for status, mode and worst severity
    private String walk(HistoryFilter filter, @Nullable UUID before, MapSqlParameterSource values) {
        String table = "halo_cycle";
        String id = "id";
        String key = "";
        String order = "";
        SubjectRef subject = filter.subject();
        if (subject != null) {
            values.addValue("kind", subject.kind().name()).addValue("subject", subject.id());
            table = "cycle_subject c";
            id = "cycle_id";
            key = "subject_kind = :kind and subject_id = :subject and ";
            order = "subject_kind desc, subject_id desc, ";
        }
        if (filter.trigger() != null) {
            values.addValue("trigger", filter.trigger());
            if (subject == null) {
                table = "cycle_trigger";
                id = "cycle_id";
                key = "trigger_name = :trigger and ";
                order = "trigger_name desc, ";
            } else {
                key += "exists (select 1 from cycle_trigger t where t.cycle_id = c.cycle_id and t.trigger_name = :trigger) and ";
            }
        }
        // H2 walks an index only where the order names all its columns
        return "(select " + id + " as id, started_at from " + table + " where " + key
                + "status = '%s' and mode = '%s' and worst_severity = '%s'" + range(id, filter, before, values)
                + " order by " + order + "status desc, mode desc, worst_severity desc, started_at desc, " + id
                + " desc limit :limit)";
    }

    private String range(String id, HistoryFilter filter, @Nullable UUID before, MapSqlParameterSource values) {
        StringBuilder range = new StringBuilder();
        if (filter.since() != null) {
            range.append(" and started_at >= :since");
            values.addValue("since", time(filter.since()), Types.TIMESTAMP_WITH_TIMEZONE);
        }
        if (filter.until() != null) {
            range.append(" and started_at < :until");
            values.addValue("until", time(filter.until()), Types.TIMESTAMP_WITH_TIMEZONE);
        }
        if (before != null) {
            range.append(" and started_at <= :at and (started_at < :at or ").append(id).append(" < :before)");
            values.addValue("at", time(startOf(before)), Types.TIMESTAMP_WITH_TIMEZONE).addValue("before", before);
        }
        return range.toString();
    }

    private Instant startOf(UUID cycle) {
        return jdbc.query("select started_at from halo_cycle where id = ?",
                (row, number) -> row.getObject(1, OffsetDateTime.class).toInstant(), cycle).stream().findFirst()
                .orElseThrow(() -> new InvalidInputException("before",
                        "there is no cycle '%s' any more; leave it out to begin anew".formatted(cycle)));
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static <T> List<T> open(@Nullable T wanted, List<T> all) {
        return wanted == null ? all : List.of(wanted);
    }
}
