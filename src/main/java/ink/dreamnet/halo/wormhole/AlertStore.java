package ink.dreamnet.halo.wormhole;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.JsonListConverter;
import ink.dreamnet.halo.core.JsonMapConverter;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the problems that others report.
@Repository
class AlertStore {

    private static final JsonMapConverter JSON = new JsonMapConverter();
    private static final JsonListConverter NAMES = new JsonListConverter();
    private static final int CHUNK = 500;
    private static final String COLUMNS = """
            alert_key, origin, subject, code, severity, summary, details, wormhole, event_id, started_at, heard_at,
            expires_at, resolved_at, reported_by""";

    private final JdbcTemplate jdbc;

    AlertStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Merges reports, in their order. A resolved problem that is not known is kept too: the report that it fires may still arrive.
    @Transactional(propagation = Propagation.MANDATORY)
    public void upsert(List<Alert> reports) {
        List<UUID> keys = reports.stream().map(Alert::key).distinct().sorted().toList();
        Map<UUID, Alert> known = new HashMap<>();
        IdChunks.each(keys,
                (marks, some) -> jdbc.query("select " + COLUMNS + " from wormhole_alert where alert_key in ("
                        + marks + ") order by alert_key for update", AlertStore::read, some)
                        .forEach(alert -> known.put(alert.key(), alert)));
        Map<UUID, Alert> changed = new LinkedHashMap<>();
        List<UUID> fresh = new ArrayList<>();
        for (Alert report : reports) {
            Alert before = changed.getOrDefault(report.key(), known.get(report.key()));
            if (before != null) {
                changed.put(report.key(), before.merge(report));
            } else {
                changed.put(report.key(), report);
                fresh.add(report.key());
            }
        }
        write(changed.values().stream().filter(alert -> fresh.contains(alert.key())).toList(), """
                insert into wormhole_alert (origin, subject, code, severity, summary, details, wormhole, event_id,
                started_at, heard_at, expires_at, resolved_at, reported_by, alert_key)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        write(changed.values().stream().filter(alert -> !fresh.contains(alert.key())).toList(), """
                update wormhole_alert set origin = ?, subject = ?, code = ?, severity = ?, summary = ?, details = ?,
                wormhole = ?, event_id = ?, started_at = ?, heard_at = ?, expires_at = ?, resolved_at = ?,
                reported_by = ?
                where alert_key = ?""");
    }

    private void write(List<Alert> alerts, String sql) {
        jdbc.batchUpdate(sql, alerts, CHUNK, (row, alert) -> {
            row.setString(1, alert.origin().name());
            row.setString(2, alert.subject().toString());
            row.setString(3, alert.code());
            row.setString(4, alert.severity().name());
            row.setString(5, alert.summary());
            row.setString(6, JSON.convertToDatabaseColumn(alert.details()));
            row.setString(7, alert.wormhole());
            row.setObject(8, alert.event());
            row.setObject(9, at(alert.startedAt()));
            row.setObject(10, at(alert.receivedAt()));
            row.setObject(11, at(alert.expiresAt()));
            row.setObject(12, at(alert.resolvedAt()));
            row.setString(13, NAMES.convertToDatabaseColumn(alert.reportedBy().names()));
            row.setObject(14, alert.key());
        });
    }

    /// Keeps that problems were reported again as firing. One that is resolved fires again, where that was reported more than
    /// [Alert#LATE] ago.
    ///
    /// @param starts for each key the reported start; a problem that began before it is left as it is
    @Transactional
    public void refresh(Map<UUID, Instant> starts, Instant now, Instant expiresAt) {
        jdbc.batchUpdate("""
                update wormhole_alert set heard_at = ?, resolved_at = null,
                expires_at = case when expires_at > ? and resolved_at is null then expires_at else ? end
                where alert_key = ? and started_at >= ? and (resolved_at is null or heard_at < ?)""",
                List.copyOf(new TreeMap<>(starts).entrySet()), CHUNK, (row, start) -> {
                    row.setObject(1, at(now));
                    row.setObject(2, at(expiresAt));
                    row.setObject(3, at(expiresAt));
                    row.setObject(4, start.getKey());
                    row.setObject(5, at(start.getValue()));
                    row.setObject(6, at(now.minus(Alert.LATE)));
                });
    }

    /// @param most how many at most
    /// @return the problems that are not resolved, the most severe first
    List<Alert> open(int most) {
        return jdbc.query("select " + COLUMNS + """
                 from wormhole_alert where resolved_at is null
                order by case severity when 'CRITICAL' then 0 when 'HIGH' then 1 when 'MEDIUM' then 2 else 3 end,
                started_at, alert_key limit ?""", AlertStore::read, most);
    }

    /// @return the subjects of all problems that are kept
    Set<SubjectRef> subjects() {
        return Set.copyOf(jdbc.query("select distinct subject from wormhole_alert",
                (row, number) -> SubjectRef.parse(row.getString(1))));
    }

    /// @return for each subject the codes whose problems are all resolved
    Map<SubjectRef, Set<String>> resolved() {
        Map<SubjectRef, Set<String>> resolved = new HashMap<>();
        jdbc.query("""
                select subject, code from wormhole_alert group by subject, code
                having count(*) = count(resolved_at)""", row -> {
            resolved.computeIfAbsent(SubjectRef.parse(row.getString(1)), any -> new HashSet<>()).add(row.getString(2));
        });
        return resolved;
    }

    /// Removes problems that do not fire and of which no report was received since a time.
    int removeBefore(Instant before, Instant now) {
        return jdbc.update("""
                delete from wormhole_alert where heard_at < ? and (resolved_at is not null or expires_at < ?)""",
                at(before), at(now));
    }

    private static Alert read(ResultSet row, int number) throws SQLException {
        OffsetDateTime resolved = row.getObject("resolved_at", OffsetDateTime.class);
        return new Alert(row.getObject("alert_key", UUID.class), Alert.Origin.valueOf(row.getString("origin")),
                SubjectRef.parse(row.getString("subject")), row.getString("code"),
                Severity.valueOf(row.getString("severity")), row.getString("summary"),
                JSON.convertToEntityAttribute(row.getString("details")), row.getString("wormhole"),
                row.getObject("event_id", UUID.class), instant(row, "started_at"), instant(row, "heard_at"),
                instant(row, "expires_at"), resolved == null ? null : resolved.toInstant(),
                new People(NAMES.convertToEntityAttribute(row.getString("reported_by"))));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
