package ink.dreamnet.halo.weakpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of silences and windows that were put by the API.
@Repository
class SilenceStore {

    /// Those that have not ended, however many have; two parts, because H2 reads no index for "or".
    private static final String CURRENT = """
            (select * from silence where ends_at > :now union all select * from silence where ends_at is null) unended""";
    /// Nearly all have ended, so that an index of the ends would only be a detour.
    private static final String ENDED = " and coalesce(ends_at, timestamp with time zone '9999-01-01 00:00:00Z') <= :now";
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {
    };

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SilenceStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// Which of them someone wants to see.
    enum Filter implements Wire {
        CURRENT(SilenceStore.CURRENT), EXPIRED("silence"), ALL("silence");

        private final String rows;

        Filter(String rows) {
            this.rows = rows;
        }

        /// @param state `current`, `expired` or `all`; null means current
        static Filter of(@Nullable String state) {
            return state == null ? CURRENT : Wire.parse(Filter.class, "state", state);
        }
    }

    void add(Silence silence) {
        Recurrence recurrence = silence.recurrence();
        jdbc.sql("""
                insert into silence (id, kind, matchers, comment, created_by, created_at, starts_at, ends_at, cron,
                time_zone, duration_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(UUID.fromString(silence.id())).param(silence.kind().name())
                .param(json.writeValueAsString(silence.matchers().stream().map(Matcher::toString).toList()))
                .param(silence.comment()).param(silence.createdBy()).param(at(silence.createdAt()))
                .param(at(silence.startsAt())).param(at(silence.endsAt()))
                .param(recurrence == null ? null : recurrence.cron())
                .param(recurrence == null ? null : recurrence.timeZone().getId())
                .param(recurrence == null ? null : recurrence.duration().toMillis())
                .update();
    }

    /// Ends one that has not ended yet.
    ///
    /// @return whether it was still to end
    boolean end(UUID id, Instant now, String actor) {
        return jdbc.sql("""
                update silence set ends_at = :now, ended_by = :actor
                where id = :id and (ends_at is null or ends_at > :now)""").param("now", at(now)).param("actor", actor)
                .param("id", id).update() == 1;
    }

    Optional<Silence> find(UUID id) {
        return jdbc.sql("select * from silence where id = ?").param(id).query(this::read).optional();
    }

    /// @return those that may hold at a time: begun and not ended, whether or not a window is open
    List<Silence> begun(Instant now) {
        return jdbc.sql("select * from " + CURRENT + " where starts_at <= :now order by id").param("now", at(now))
                .query(this::read).list();
    }

    /// @return a page, the newest first
    Page<Silence> page(Filter filter, Instant now, PageQuery page) {
        UUID before = page.beforeId();
        var select = jdbc.sql("select * from " + filter.rows + " where 1 = 1"
                + (filter == Filter.EXPIRED ? ENDED : "") + (before == null ? "" : " and id < :before")
                + " order by id desc limit :limit")
                .param("limit", page.limit() + 1);
        if (filter != Filter.ALL) {
            select = select.param("now", at(now));
        }
        if (before != null) {
            select = select.param("before", before);
        }
        return Page.of(new ArrayList<>(select.query(this::read).list()), page, Silence::id);
    }

    /// Remembers by which silences and windows the weak points are judged from now on.
    ///
    /// @param active a hash of them
    /// @return whether they have changed
    boolean apply(String active) {
        return jdbc.sql("update silence_applied set active = :active where id = 1 and active <> :active")
                .param("active", active).update() == 1;
    }

    private Silence read(ResultSet row, int number) throws SQLException {
        List<Matcher> matchers = json.readValue(row.getString("matchers"), TEXTS).stream()
                .map(text -> Matcher.parse("matchers", text)).toList();
        String cron = row.getString("cron");
        Recurrence recurrence = cron == null
                ? null
                : new Recurrence(cron, ZoneId.of(row.getString("time_zone")),
                        Duration.ofMillis(row.getLong("duration_ms")));
        return new Silence(row.getObject("id", UUID.class).toString(), Silence.Kind.valueOf(row.getString("kind")),
                matchers, row.getString("comment"), row.getString("created_by"), instant(row, "created_at"),
                instant(row, "starts_at"), instant(row, "ends_at"), recurrence, row.getString("ended_by"));
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
