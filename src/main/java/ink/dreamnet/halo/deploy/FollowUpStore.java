package ink.dreamnet.halo.deploy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Reads and writes the follow-ups of deploys.
@Component
class FollowUpStore {

    private static final String SELECT = """
            select id, deploy_id, after_ms, due_at, status, asked_at, cycle_id, detail from deploy_look""";

    private final JdbcTemplate jdbc;

    FollowUpStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void add(Collection<FollowUp> followUps) {
        jdbc.batchUpdate("insert into deploy_look (id, deploy_id, after_ms, due_at, status) values (?, ?, ?, ?, ?)",
                followUps, 100, (row, followUp) -> {
                    row.setObject(1, followUp.id());
                    row.setObject(2, followUp.deploy());
                    row.setLong(3, followUp.afterMs());
                    row.setObject(4, at(followUp.dueAt()));
                    row.setString(5, followUp.status().name());
                });
    }

    Optional<FollowUp> find(UUID id) {
        return jdbc.query(SELECT + " where id = ?", FollowUpStore::read, id).stream().findFirst();
    }

    List<FollowUp> of(UUID deploy) {
        return jdbc.query(SELECT + " where deploy_id = ? order by after_ms", FollowUpStore::read, deploy);
    }

    /// @return those whose time has come, locked until the end of the transaction
    List<FollowUp> lockDue(Instant now, int most) {
        return jdbc.query(SELECT + " where status = ? and due_at <= ? order by due_at, id limit ? for update",
                FollowUpStore::read, FollowUp.Status.WAITING.name(), at(now), most);
    }

    /// @return when the next one is due; empty where none waits
    Optional<Instant> nextDue() {
        return Optional.ofNullable(jdbc.queryForObject("select min(due_at) from deploy_look where status = ?",
                OffsetDateTime.class, FollowUp.Status.WAITING.name())).map(OffsetDateTime::toInstant);
    }

    /// Records the end of follow-ups that waited.
    void done(Collection<UUID> followUps, FollowUp.Status status, Instant now, @Nullable UUID cycle, String detail) {
        jdbc.batchUpdate("update deploy_look set status = ?, asked_at = ?, cycle_id = ?, detail = ? where id = ?",
                followUps,
                100, (row, followUp) -> {
                    row.setString(1, status.name());
                    row.setObject(2, at(now));
                    row.setObject(3, cycle);
                    row.setString(4, detail);
                    row.setObject(5, followUp);
                });
    }

    private static FollowUp read(ResultSet row, int number) throws SQLException {
        OffsetDateTime asked = row.getObject("asked_at", OffsetDateTime.class);
        return new FollowUp(row.getObject("id", UUID.class), row.getObject("deploy_id", UUID.class),
                row.getLong("after_ms"),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                FollowUp.Status.valueOf(row.getString("status")),
                asked == null ? null : asked.toInstant(), row.getObject("cycle_id", UUID.class),
                row.getString("detail"));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
