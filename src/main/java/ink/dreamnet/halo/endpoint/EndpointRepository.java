package ink.dreamnet.halo.endpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps the endpoints that were put by the API. Each change carries a revision; revisions rise in the order of commits, so
/// a reader that knows one can ask for what came after.
@Repository
class EndpointRepository {

    private final JdbcClient jdbc;

    EndpointRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A stored endpoint.
    ///
    /// @param id its id
    /// @param definition the JSON text of an [EndpointSpec]
    /// @param revision the change that made it what it is
    /// @param updatedAt when that was
    record Stored(String id, String definition, long revision, Instant updatedAt) {
    }

    /// @return the revision of the last change; 0 before the first
    long revision() {
        return jdbc.sql("select revision from endpoint_revision where id = 1").query(Long.class).single();
    }

    /// @return the revision of every stored endpoint by its id
    Map<String, Long> revisions() {
        Map<String, Long> revisions = new HashMap<>();
        jdbc.sql("select id, revision from endpoint").query(row -> {
            revisions.put(row.getString("id"), row.getLong("revision"));
        });
        return revisions;
    }

    /// @return what was put after a revision
    List<Stored> changedAfter(long revision) {
        return jdbc.sql("select id, definition, revision, updated_at from endpoint where revision > ?").param(revision)
                .query(EndpointRepository::read).list();
    }

    Optional<Stored> find(String id) {
        return jdbc.sql("select id, definition, revision, updated_at from endpoint where id = ?").param(id)
                .query(EndpointRepository::read).optional();
    }

    /// Begins a change: until the transaction ends, no other change begins.
    ///
    /// @return the revision of the change
    long beginChange() {
        jdbc.sql("update endpoint_revision set revision = revision + 1 where id = 1").update();
        return revision();
    }

    /// Writes an endpoint, new or not.
    void save(Stored endpoint) {
        OffsetDateTime at = endpoint.updatedAt().atOffset(ZoneOffset.UTC);
        int updated = jdbc.sql("update endpoint set definition = ?, revision = ?, updated_at = ? where id = ?")
                .params(endpoint.definition(), endpoint.revision(), at, endpoint.id()).update();
        if (updated == 0) {
            jdbc.sql("insert into endpoint (id, definition, revision, updated_at) values (?, ?, ?, ?)")
                    .params(endpoint.id(), endpoint.definition(), endpoint.revision(), at).update();
        }
    }

    void delete(String id) {
        jdbc.sql("delete from endpoint where id = ?").param(id).update();
    }

    private static Stored read(ResultSet row, int number) throws SQLException {
        return new Stored(row.getString("id"), row.getString("definition"), row.getLong("revision"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
