package ink.dreamnet.halo.signal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.core.Texts;
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
    /// @param triedAt when someone last began to read it
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

    /// Notes that a target is read from now on.
    void claim(String target, String source, Instant at) {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        int updated = jdbc.sql("update scrape_target set tried_at = ? where id = ?").params(now, target).update();
        if (updated == 0) {
            jdbc.sql("insert into scrape_target (id, source, tried_at, failures, series) values (?, ?, ?, 0, '')")
                    .params(target, source, now).update();
        }
    }

    /// Keeps others from a target until the end of the transaction.
    ///
    /// @return whether no one has begun to read it since a claim
    boolean lock(String target, Instant claim) {
        return jdbc.sql("select id from scrape_target where id = ? and tried_at = ? for update")
                .params(target, claim.atOffset(ZoneOffset.UTC)).query(String.class).optional().isPresent();
    }

    /// Notes what a locked target said.
    void good(String target, Instant at, Counters counters) {
        jdbc.sql("""
                update scrape_target set good_at = ?, failures = 0, failing_since = null, error = null, series = ?
                where id = ?""").params(at.atOffset(ZoneOffset.UTC), counters.text(), target).update();
    }

    /// Notes that a target could not be read, unless others have begun to read it since.
    void failed(String target, Instant claim, Instant at, String error) {
        String why = Texts.cut(error.replaceAll("\\p{Cntrl}+", " "), MAX_ERROR);
        jdbc.sql("""
                update scrape_target set failures = failures + 1, failing_since = coalesce(failing_since, ?), error = ?
                where id = ? and tried_at = ?""")
                .params(at.atOffset(ZoneOffset.UTC), why, target, claim.atOffset(ZoneOffset.UTC)).update();
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
