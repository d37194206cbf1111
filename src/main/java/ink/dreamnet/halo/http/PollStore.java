package ink.dreamnet.halo.http;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps when each target was polled last and what came of it, in a table of the room that polls. The table has the columns
/// `tried_at`, `good_at`, `failures`, `failing_since` and `error`, and three that the room names.
public abstract class PollStore {

    private final JdbcClient jdbc;
    private final String table;
    private final String id;
    private final String name;
    private final String answer;

    /// @param id the column of the target's id
    /// @param name the column of its name
    /// @param answer the column of what it answered last
    protected PollStore(JdbcClient jdbc, String table, String id, String name, String answer) {
        this.jdbc = jdbc;
        this.table = table;
        this.id = id;
        this.name = name;
        this.answer = answer;
    }

    /// How a target stands.
    ///
    /// @param triedAt when someone last began to ask it
    /// @param goodAt when it last answered as it should; null if never
    /// @param failures how often in a row it did not
    /// @param failingSince since when; null where it does
    /// @param error why not
    public record Standing(String id, String name, Instant triedAt, @Nullable Instant goodAt, int failures,
            @Nullable Instant failingSince, @Nullable String error) {
    }

    /// @return how a target stands; empty where it was never asked
    public Optional<Standing> find(String target) {
        return jdbc.sql(standings("where %s = ?".formatted(id))).param(target).query(PollStore::standing).optional();
    }

    /// @return how all targets stand, by name
    public List<Standing> all() {
        return jdbc.sql(standings("order by %s, %s".formatted(name, id))).query(PollStore::standing).list();
    }

    private String standings(String which) {
        return "select %s, %s, tried_at, good_at, failures, failing_since, error from %s %s".formatted(id, name, table,
                which);
    }

    /// @return what a target answered last
    protected Optional<String> answer(String target) {
        return jdbc.sql("select %s from %s where %s = ? and good_at is not null".formatted(answer, table, id))
                .param(target).query(String.class).optional();
    }

    /// Notes that a target is asked from now on.
    void claim(String target, String named, Instant at) {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        if (jdbc.sql("update %s set tried_at = ? where %s = ?".formatted(table, id)).params(now, target)
                .update() == 0) {
            jdbc.sql(
                    "insert into %s (%s, %s, tried_at, failures, %s) values (?, ?, ?, 0, '')".formatted(table, id, name,
                            answer))
                    .params(target, named, now).update();
        }
    }

    /// Keeps others from a target until the end of the transaction.
    ///
    /// @return whether nobody has begun to ask it since a claim
    boolean lock(String target, Instant claim) {
        return jdbc.sql("select %s from %s where %s = ? and tried_at = ? for update".formatted(id, table, id))
                .params(target, claim.atOffset(ZoneOffset.UTC)).query(String.class).optional().isPresent();
    }

    /// Notes what a locked target answered.
    public void good(String target, Instant at, String answered) {
        jdbc.sql("update %s set good_at = ?, failures = 0, failing_since = null, error = null, %s = ? where %s = ?"
                .formatted(table, answer, id)).params(at.atOffset(ZoneOffset.UTC), answered, target).update();
    }

    /// Notes that a target did not answer as it should, unless others have begun to ask it since.
    void failed(String target, Instant claim, Instant at, String error) {
        jdbc.sql("""
                update %s set failures = failures + 1, failing_since = coalesce(failing_since, ?), error = ?
                where %s = ? and tried_at = ?""".formatted(table, id))
                .params(at.atOffset(ZoneOffset.UTC), String.valueOf(MaskedText.of(error)), target,
                        claim.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Removes what is kept of targets that are configured no more.
    void keepOnly(List<String> targets) {
        jdbc.sql("select %s from %s".formatted(id, table)).query(String.class).list().stream()
                .filter(kept -> !targets.contains(kept))
                .forEach(kept -> jdbc.sql("delete from %s where %s = ?".formatted(table, id)).param(kept).update());
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(row.getString(1), row.getString(2), row.getObject("tried_at", OffsetDateTime.class)
                .toInstant(), instant(row, "good_at"), row.getInt("failures"), instant(row, "failing_since"),
                row.getString("error"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
