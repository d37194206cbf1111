package ink.dreamnet.halo.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// Reads entries as they are stored.
final class AuditRows {

    /// What an entry has, in the order of the members of [AuditEntry].
    static final String COLUMNS = "id, at, actor, action, subject_type, subject_id, from_state, to_state, reason, token, "
            + "role, address, request_id";

    private AuditRows() {
    }

    /// An entry with what proves it.
    ///
    /// @param link its place in the chain, 0 where it is not sealed
    /// @param seq its place in the order of writing
    record Sealed(AuditEntry entry, long link, long seq, String hash, @Nullable String keyId) {

        /// The columns that [#read] needs.
        static final String COLUMNS = AuditRows.COLUMNS + ", link, seq, hash, key_id";

        static Sealed read(ResultSet row, int number) throws SQLException {
            return new Sealed(AuditRows.entry(row), row.getLong("link"), row.getLong("seq"), row.getString("hash"),
                    row.getString("key_id"));
        }
    }

    static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(row.getObject("id", UUID.class), row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"), row.getString("action"), row.getString("subject_type"),
                row.getString("subject_id"), row.getString("from_state"), row.getString("to_state"),
                row.getString("reason"), row.getString("token"), row.getString("role"), row.getString("address"),
                row.getString("request_id"));
    }
}
