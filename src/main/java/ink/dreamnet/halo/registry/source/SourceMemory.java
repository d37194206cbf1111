package ink.dreamnet.halo.registry.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import ink.dreamnet.halo.http.CallFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Remembers when each service last answered and why it failed since. What it answered is kept by the room that
/// asked, in the same transaction.
@Repository
public class SourceMemory {

    private static final int MAX_FAILURE = 1000;

    private final JdbcClient jdbc;
    private final Clock clock;

    SourceMemory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// @param what the list (`agents`)
    /// @return what is remembered; nothing but the source where it was never asked
    public SourceState state(Source source, String what) {
        return jdbc.sql("select answered_at, failed_at, failure from source_pull where source = ? and what = ?")
                .params(source.id(), what)
                .query((row, number) -> new SourceState(source.id(), instant(row, "answered_at"),
                        instant(row, "failed_at"), row.getString("failure")))
                .optional().orElse(new SourceState(source.id(), null, null, null));
    }

    /// Remembers that it answered just now.
    public void answered(Source source, String what) {
        write(source, what, "answered_at = ?, failed_at = null, failure = null", clock.instant(), null);
    }

    /// Remembers that it failed just now; the time of its last answer stays. Of a service that is not configured, and never was,
    /// there is nothing to remember.
    public void failed(Source source, String what, CallFailedException why) {
        if (!source.configured() && state(source, what).answeredAt() == null) {
            return;
        }
        String reason = why.reason();
        write(source, what, "failed_at = ?, failure = ?", clock.instant(),
                reason.length() > MAX_FAILURE ? reason.substring(0, MAX_FAILURE - 1) + "…" : reason);
    }

    private void write(Source source, String what, String change, Instant now, @Nullable String failure) {
        if (update(source, what, change, now, failure) == 0) {
            jdbc.sql("insert into source_pull (source, what) values (?, ?)").params(source.id(), what).update();
            update(source, what, change, now, failure);
        }
    }

    private int update(Source source, String what, String change, Instant now, @Nullable String failure) {
        JdbcClient.StatementSpec update = jdbc
                .sql("update source_pull set " + change + " where source = ? and what = ?")
                .param(now.atOffset(ZoneOffset.UTC));
        return (failure == null ? update : update.param(failure)).params(source.id(), what).update();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
