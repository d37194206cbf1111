package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The batches of events that are accepted and not routed yet.
@Repository
class Inbox {

    private final JdbcClient jdbc;

    Inbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Events that were accepted together.
    ///
    /// @param attempts how often routing them failed
    record Batch(UUID id, int attempts) {
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void add(UUID id, int events) {
        jdbc.sql("insert into wormhole_intake (id, events) values (?, ?)").params(id, events).update();
    }

    /// @return the oldest batch that may be tried now
    Optional<Batch> next(Instant now) {
        return jdbc.sql("""
                select id, attempts from wormhole_intake where retry_at is null or retry_at <= ? order by id limit 1""")
                .param(now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Batch(row.getObject(1, UUID.class), row.getInt(2))).optional();
    }

    /// Takes a batch out, in the transaction that executes its actions.
    ///
    /// @return false where another replica did so before
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean take(UUID id) {
        return jdbc.sql("delete from wormhole_intake where id = ?").param(id).update() == 1;
    }

    /// Notes that routing failed.
    ///
    /// @param counted whether the events may be to blame
    void failed(UUID id, boolean counted, Instant retryAt) {
        jdbc.sql("update wormhole_intake set attempts = attempts + ?, retry_at = ? where id = ?")
                .params(counted ? 1 : 0, retryAt.atOffset(ZoneOffset.UTC), id).update();
    }

    /// @return how many events wait
    long backlog() {
        return jdbc.sql("select coalesce(sum(events), 0) from wormhole_intake").query(Long.class).single();
    }
}
