package ink.dreamnet.halo.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// What is known of the chain of the audit trail without looking at all of it.
///
/// @param head its last link
/// @param checkedAt when all of it was checked last; null where it has not been
/// @param checkedLink up to which link that was; null where it has not been
/// @param fault what was wrong, in one sentence; null where nothing was
public record AuditState(ChainMark head, @Nullable Instant checkedAt, @Nullable Long checkedLink,
        @Nullable String fault) {

    static AuditState read(JdbcTemplate jdbc) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select link, hash, checked_at, checked_link, fault from audit_head where id = 1", (row, number) -> {
                    OffsetDateTime at = row.getObject(3, OffsetDateTime.class);
                    return new AuditState(new ChainMark(row.getLong(1), row.getString(2)),
                            at == null ? null : at.toInstant(), row.getObject(4, Long.class), row.getString(5));
                }));
    }
}
