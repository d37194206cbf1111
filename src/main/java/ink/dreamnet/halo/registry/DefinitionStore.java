package ink.dreamnet.halo.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.encryption.EncryptedColumn;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.core.encryption.StoredJson;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps the definitions that were put by the API. Each change carries a revision; the revisions of a kind rise in the order
/// of commits, so a reader can ask for what changed after the one it knows.
@Repository
class DefinitionStore {

    private final JdbcClient jdbc;
    private final Encryption encryption;

    DefinitionStore(JdbcClient jdbc, Encryption encryption) {
        this.jdbc = jdbc;
        this.encryption = encryption;
    }

    /// A stored definition.
    ///
    /// @param id the subject's id
    /// @param definition its written form
    /// @param revision the change that made it what it is
    /// @param updatedAt when that was
    record Stored(String id, StoredJson definition, long revision, Instant updatedAt) {
    }

    /// @return the revision of the last change; 0 before the first
    long revision(SubjectKind kind) {
        return jdbc.sql("select revision from definition_revision where kind = ?").param(kind.wire())
                .query(Long.class).single();
    }

    /// @return the ids of all that are stored
    Set<String> ids(SubjectKind kind) {
        return new HashSet<>(jdbc.sql("select id from definition where kind = ?").param(kind.wire())
                .query(String.class).list());
    }

    /// @return what was put after a revision
    List<Stored> changedAfter(SubjectKind kind, long revision) {
        return jdbc.sql(
                "select kind, id, definition, revision, updated_at from definition where kind = ? and revision > ?")
                .params(kind.wire(), revision).query(this::read).list();
    }

    Optional<Stored> find(SubjectKind kind, String id) {
        return jdbc.sql("select kind, id, definition, revision, updated_at from definition where kind = ? and id = ?")
                .params(kind.wire(), id).query(this::read).optional();
    }

    /// @return those of some ids
    List<Stored> find(SubjectKind kind, Collection<String> ids) {
        List<Stored> found = new ArrayList<>();
        IdChunks.each(ids, (marks, some) -> found.addAll(jdbc
                .sql("select kind, id, definition, revision, updated_at from definition where kind = ? and id in ("
                        + marks
                        + ")")
                .param(kind.wire()).params(List.of(some)).query(this::read).list()));
        return found;
    }

    /// Begins a change: until the transaction ends, no other change of that kind begins.
    ///
    /// @return the revision of the change
    long beginChange(SubjectKind kind) {
        jdbc.sql("update definition_revision set revision = revision + 1 where kind = ?").param(kind.wire()).update();
        return revision(kind);
    }

    /// Writes a definition, new or not.
    void save(SubjectKind kind, Stored stored) {
        OffsetDateTime at = stored.updatedAt().atOffset(ZoneOffset.UTC);
        String sealed = encryption.seal(EncryptedColumn.DEFINITION, stored.definition().text(), kind.wire(),
                stored.id());
        int updated = jdbc
                .sql("update definition set definition = ?, revision = ?, updated_at = ? where kind = ? and id = ?")
                .params(sealed, stored.revision(), at, kind.wire(), stored.id()).update();
        if (updated == 0) {
            jdbc.sql("insert into definition (kind, id, definition, revision, updated_at) values (?, ?, ?, ?, ?)")
                    .params(kind.wire(), stored.id(), sealed, stored.revision(), at).update();
        }
    }

    void delete(SubjectKind kind, String id) {
        jdbc.sql("delete from definition where kind = ? and id = ?").params(kind.wire(), id).update();
    }

    private Stored read(ResultSet row, int number) throws SQLException {
        String id = row.getString("id");
        return new Stored(id, StoredJson.of(encryption, EncryptedColumn.DEFINITION, row.getString("definition"),
                row.getString("kind"), id), row.getLong("revision"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
