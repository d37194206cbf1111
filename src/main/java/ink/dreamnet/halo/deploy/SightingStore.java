package ink.dreamnet.halo.deploy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.core.MaskedText;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Keeps what each service that HALO asks for its version said last.
@Component
class SightingStore {

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    SightingStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// How a target stands.
    ///
    /// @param service whose version it tells
    /// @param triedAt when it was last asked
    /// @param goodAt when it last answered; null if never
    /// @param failingSince since when it does not; null where it does
    /// @param error why not
    /// @param versions what it answered lately; null if it never did
    record Sighting(String target, String service, Instant triedAt, @Nullable Instant goodAt,
            @Nullable Instant failingSince, @Nullable String error, @Nullable Versions versions) {
    }

    Optional<Sighting> find(String target) {
        return jdbc.query("select * from deploy_sighting where target = ?", (row, number) -> read(row), target).stream()
                .findFirst();
    }

    List<Sighting> all() {
        return jdbc.query("select * from deploy_sighting order by service, target", (row, number) -> read(row));
    }

    void good(String target, String service, Instant at, Versions versions) {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        String text = json.writeValueAsString(versions);
        int updated = jdbc.update("""
                update deploy_sighting set tried_at = ?, good_at = ?, failures = 0, failing_since = null, error = null,
                versions = ? where target = ?""", now, now, text, target);
        if (updated == 0) {
            jdbc.update("insert into deploy_sighting (target, service, tried_at, good_at, failures, versions) "
                    + "values (?, ?, ?, ?, 0, ?)", target, service, now, now, text);
        }
    }

    void failed(String target, String service, Instant at, String error) {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        String why = MaskedText.of(error);
        int updated = jdbc.update("""
                update deploy_sighting set tried_at = ?, failures = failures + 1,
                failing_since = coalesce(failing_since, ?), error = ? where target = ?""", now, now, why, target);
        if (updated == 0) {
            jdbc.update("insert into deploy_sighting (target, service, tried_at, failures, failing_since, error) "
                    + "values (?, ?, ?, 1, ?, ?)", target, service, now, now, why);
        }
    }

    /// Removes what is kept of targets that are configured no more.
    void keepOnly(List<String> targets) {
        jdbc.queryForList("select target from deploy_sighting", String.class).stream()
                .filter(target -> !targets.contains(target))
                .forEach(target -> jdbc.update("delete from deploy_sighting where target = ?", target));
    }

    private Sighting read(ResultSet row) throws SQLException {
        String versions = row.getString("versions");
        return new Sighting(row.getString("target"), row.getString("service"),
                row.getObject("tried_at", OffsetDateTime.class).toInstant(), instant(row, "good_at"),
                instant(row, "failing_since"), row.getString("error"),
                versions == null ? null : json.readValue(versions, Versions.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
