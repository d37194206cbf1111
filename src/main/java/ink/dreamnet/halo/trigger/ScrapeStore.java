package ink.dreamnet.halo.trigger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps the last scrape of each target.
@Component
class ScrapeStore {

    private static final int MAX_ERROR = 500;

    private final JdbcClient jdbc;

    ScrapeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// How a target stands.
    ///
    /// @param source whose counts it has
    /// @param triedAt when it was last read, or tried to be
    /// @param goodAt when that last went well; null if never
    /// @param failures how often in a row it failed
    /// @param failingSince since when; null where it does not
    /// @param error why
    record Standing(String source, Instant triedAt, @Nullable Instant goodAt, int failures,
            @Nullable Instant failingSince, @Nullable String error) {
    }

    Optional<Standing> standing(String target) {
        return jdbc.sql("select * from scrape_target where id = ?").param(target).query(ScrapeStore::standing)
                .optional();
    }

    List<Standing> all() {
        return jdbc.sql("""
                select id, source, tried_at, good_at, failures, failing_since, error, '' as series from scrape_target
                order by source""").query(ScrapeStore::standing).list();
    }

    Counters counters(String target) {
        return jdbc.sql("select series from scrape_target where id = ?").param(target).query(String.class).optional()
                .map(Counters::parse).orElse(new Counters(java.util.Map.of()));
    }

    void good(String target, String source, Instant at, Counters counters) {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        String series = counters.text();
        int updated = jdbc.sql("""
                update scrape_target set tried_at = ?, good_at = ?, failures = 0, failing_since = null, error = null,
                series = ? where id = ?""").params(now, now, series, target).update();
        if (updated == 0) {
            jdbc.sql("insert into scrape_target (id, source, tried_at, good_at, failures, series) "
                    + "values (?, ?, ?, ?, 0, ?)").params(target, source, now, now, series).update();
        }
    }

    void failed(String target, String source, Instant at, String error) {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        String why = error.replaceAll("\\p{Cntrl}+", " ");
        why = why.length() <= MAX_ERROR ? why : why.substring(0, MAX_ERROR - 1) + "…";
        int updated = jdbc.sql("""
                update scrape_target set tried_at = ?, failures = failures + 1,
                failing_since = coalesce(failing_since, ?), error = ? where id = ?""").params(now, now, why, target)
                .update();
        if (updated == 0) {
            jdbc.sql("insert into scrape_target (id, source, tried_at, failures, failing_since, error, series) "
                    + "values (?, ?, ?, 1, ?, ?, '')").params(target, source, now, now, why).update();
        }
    }

    /// Removes what is kept of targets that are configured no more.
    void keepOnly(List<String> targets) {
        List<String> present = jdbc.sql("select id from scrape_target").query((row, number) -> row.getString(1))
                .list();
        present.stream().filter(id -> !targets.contains(id))
                .forEach(id -> jdbc.sql("delete from scrape_target where id = ?").param(id).update());
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        Instant tried = row.getObject("tried_at", OffsetDateTime.class).toInstant();
        return new Standing(row.getString("source"), tried, instant(row, "good_at"), row.getInt("failures"),
                instant(row, "failing_since"), row.getString("error"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
