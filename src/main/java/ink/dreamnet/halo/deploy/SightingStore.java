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
    /// @param triedAt when someone last began to ask it
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

    /// Notes that a target is asked from now on.
    void claim(String target, String service, Instant at) {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        int updated = jdbc.update("update deploy_sighting set tried_at = ? where target = ?", now, target);
        if (updated == 0) {
            jdbc.update("insert into deploy_sighting (target, service, tried_at, failures) values (?, ?, ?, 0)", target,
                    service, now);
        }
    }

    /// Keeps others from a target until the end of the transaction.
    ///
    /// @return whether nobody has begun to ask it since a claim
    boolean lock(String target, Instant claim) {
        return !jdbc.queryForList("select target from deploy_sighting where target = ? and tried_at = ? for update",
                String.class, target, claim.atOffset(ZoneOffset.UTC)).isEmpty();
    }

    /// Notes what a locked target said.
    void good(String target, Instant at, Versions versions) {
        jdbc.update("""
                update deploy_sighting set good_at = ?, failures = 0, failing_since = null, error = null, versions = ?
                where target = ?""", at.atOffset(ZoneOffset.UTC), json.writeValueAsString(versions), target);
    }

    /// Notes that a target did not answer as it should, unless others have begun to ask it since.
    void failed(String target, Instant claim, Instant at, String error) {
        jdbc.update("""
                update deploy_sighting set failures = failures + 1, failing_since = coalesce(failing_since, ?),
                error = ? where target = ? and tried_at = ?""", at.atOffset(ZoneOffset.UTC), MaskedText.of(error),
                target, claim.atOffset(ZoneOffset.UTC));
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
