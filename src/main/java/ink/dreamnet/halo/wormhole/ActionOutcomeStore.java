package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the outcomes of actions.
@Repository
public class ActionOutcomeStore {

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
    record Row(UUID event, String wormhole, String action, ActionOutcome outcome) {
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void add(List<Row> rows) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate(
                """
                        insert into wormhole_outcome (event_id, wormhole, action, outcome, detail, at) values (?, ?, ?, ?, ?, ?)""",
                rows, BATCH, (statement, row) -> {
                    String detail = row.outcome().detail();
                    statement.setObject(1, row.event());
                    statement.setString(2, row.wormhole());
                    statement.setString(3, row.action());
                    statement.setString(4, row.outcome().status().wire());
                    statement.setString(5, detail == null ? null : Texts.cut(detail, MAX_DETAIL));
                    statement.setObject(6, now);
                });
    }

    /// An outcome as it is kept and shown.
    ///
    /// @param wormhole the wormhole
    /// @param action what it was to do
    /// @param detail why, where there is something to say
    /// @param at when
    /// @param outcome `done`, `held` (fires at the end of the cool-down), `skipped` or `failed`
    public record OutcomeView(String wormhole, String action, String outcome, @Nullable String detail, Instant at) {
    }

    List<OutcomeView> of(UUID event) {
        return jdbc.query(
                """
                        select wormhole, action, outcome, detail, at from wormhole_outcome where event_id = ? order by wormhole""",
                (row, number) -> new OutcomeView(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                        row.getObject(5, OffsetDateTime.class).toInstant()),
                event);
    }

    boolean any(UUID event) {
        return !of(event).isEmpty();
    }
}
