package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What became of events.
@Repository
class ActionOutcomeStore {

    private static final int BATCH = 500;
    private static final int MAX_DETAIL = 1000;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    ActionOutcomeStore(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// What one wormhole did with one event.
    ///
    /// @param wormhole its id, or a name in brackets for what HALO does by itself
    /// @param detail what came of it or why not, or null
    record Row(UUID event, String wormhole, String action, Came came, @Nullable String detail) {
    }

    /// What came of an action.
    enum Came implements Wire {
        /// It was done.
        DONE,
        /// It waits for the end of a cool-down.
        HELD,
        /// It was not done, for a reason that is told.
        SKIPPED,
        /// It could not be done.
        FAILED
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void add(List<Row> rows) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate(
                """
                        insert into wormhole_outcome (event_id, wormhole, action, outcome, detail, at) values (?, ?, ?, ?, ?, ?)""",
                rows, BATCH, (statement, row) -> {
                    statement.setObject(1, row.event());
                    statement.setString(2, row.wormhole());
                    statement.setString(3, row.action());
                    statement.setString(4, row.came().wire());
                    statement.setString(5, row.detail() == null ? null : Texts.cut(row.detail(), MAX_DETAIL));
                    statement.setObject(6, now);
                });
    }

    /// What was stored of an event.
    record Stored(String wormhole, String action, String outcome, @Nullable String detail, Instant at) {
    }

    List<Stored> of(UUID event) {
        return jdbc.query(
                """
                        select wormhole, action, outcome, detail, at from wormhole_outcome where event_id = ? order by wormhole""",
                (row, number) -> new Stored(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                        row.getObject(5, OffsetDateTime.class).toInstant()),
                event);
    }

    boolean any(UUID event) {
        Long count = jdbc.queryForObject("select count(*) from wormhole_outcome where event_id = ?", Long.class, event);
        return count != null && count > 0;
    }
}
