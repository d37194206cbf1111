package ink.dreamnet.halo.sink;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.sink.SecondHaloState.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Keeps whether another HALO answers where DreamNet is, for all replicas.
@Repository
class SecondHaloStore {

    private final JdbcClient jdbc;

    SecondHaloStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return empty where it was never checked
    Optional<SecondHaloState> find(String base) {
        return jdbc.sql("select outcome, detail, checked_at, known from dreamnet_halo where base = ?").param(base)
                .query((row, number) -> new SecondHaloState(base, outcome(row.getString(1)), row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getString(4) == null ? null : outcome(row.getString(4))))
                .optional();
    }

    /// Notes what a check found. An outcome that is not sure leaves the last one that is.
    ///
    /// @param detail at most 500 characters
    /// @throws org.springframework.dao.DuplicateKeyException where another replica noted the first one at the same moment
    @Transactional
    void write(String base, Outcome outcome, @Nullable String detail, Instant at) {
        String known = outcome == Outcome.NONE || outcome == Outcome.PRESENT ? outcome.wire() : null;
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        if (jdbc.sql("""
                update dreamnet_halo set outcome = ?, detail = ?, checked_at = ?, known = coalesce(?, known)
                where base = ?""").param(outcome.wire()).param(detail).param(now).param(known).param(base)
                .update() == 0) {
            jdbc.sql("insert into dreamnet_halo (outcome, detail, checked_at, known, base) values (?, ?, ?, ?, ?)")
                    .param(outcome.wire()).param(detail).param(now).param(known).param(base).update();
        }
    }

    private static Outcome outcome(String wire) {
        return Wire.parse(Outcome.class, "outcome", wire);
    }
}
