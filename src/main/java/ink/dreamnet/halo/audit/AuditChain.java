package ink.dreamnet.halo.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Chains the entries of the audit trail: each that is committed gets the next link, 1, 2, 3 … without a gap, and a hash over itself and the
/// link before it. This is done after the commit, in transactions of its own: only they hold the lock of the chain's end, and nobody who
/// changes something waits for it. What a process that died left behind is sealed by the next, or by another replica.
@Component
class AuditChain {

    /// How many entries are sealed in one transaction.
    static final int BATCH = 1000;

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(AuditChain.class);

    private final JdbcTemplate jdbc;
    private final AuditHashes hashes;
    private final TransactionTemplate transaction;
    private final String unsealed;

    private long askedNanos = System.nanoTime() - MINUTE_NANOS;
    private long lastWritten;
    private long minuteAgo;

    /// The furthest end of the chain that this process has met.
    private @Nullable ChainMark met;
    /// An end that it has met, and that is gone.
    private @Nullable ChainMark lost;

    AuditChain(JdbcTemplate jdbc, AuditHashes hashes, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.hashes = hashes;
        this.transaction = transaction;
        this.unsealed = " from audit_entry where link is null and (key_id is null" + " or key_id = ?".repeat(
                hashes.keyIds().size()) + ") and seq > ? order by link, seq limit ";
    }

    /// Where the chain begins and ends.
    ///
    /// @param last the last link
    /// @param removed the last link that retention removed; [ChainMark#NONE] where it removed none
    record Ends(ChainMark last, ChainMark removed) {
    }

    private record Unsealed(UUID id, long seq, String hash, @Nullable String keyId) {
    }

    Ends ends() {
        return ends("");
    }

    /// Keeps others from changing the ends, until the end of the transaction. It is the first lock of a transaction.
    @Transactional(propagation = Propagation.MANDATORY)
    public Ends lock() {
        return ends(" for update");
    }

    private Ends ends(String lock) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select link, hash, removed_link, removed_hash from audit_head where id = 1" + lock,
                (row, number) -> new Ends(new ChainMark(row.getLong(1), row.getString(2)),
                        new ChainMark(row.getLong(3), row.getString(4)))));
    }

    /// Seals what is committed.
    ///
    /// @param all whether to look for entries of long ago too, which a process that died or a long transaction left behind
    /// @return whether there may be more
    synchronized boolean seal(boolean all) {
        Object[] values = Stream.concat(hashes.keyIds().stream(), Stream.of(all ? 0 : recent())).toArray();
        // by the order, so that no plan reads the table
        if (jdbc.queryForList("select 1" + unsealed + "1", values).isEmpty()) {
            return false;
        }
        List<ChainMark> ends = Objects.requireNonNull(transaction.execute(tx -> sealSome(values)));
        ends.forEach(this::meet);
        return ends.getLast().link() - ends.getFirst().link() == BATCH;
    }

    /// PostgreSQL's index still has the entries as they were before they were sealed, until it is vacuumed, and all of them precede the
    /// youngest.
    ///
    /// @return an entry's place in the order of writing that was the last a minute ago, or earlier
    private long recent() {
        long now = System.nanoTime();
        if (now - askedNanos >= MINUTE_NANOS) {
            askedNanos = now;
            minuteAgo = lastWritten;
            Long last = jdbc.queryForObject("select max(seq) from audit_entry", Long.class);
            lastWritten = last == null ? 0 : last;
        }
        return minuteAgo;
    }

    /// @return the end before and the end now
    private List<ChainMark> sealSome(Object[] values) {
        ChainMark before = lock().last();
        List<Unsealed> rows = jdbc.query("select id, seq, hash, key_id" + unsealed + BATCH,
                (row, number) -> new Unsealed(row.getObject(1, UUID.class), row.getLong(2), row.getString(3),
                        row.getString(4)),
                values);
        List<Object[]> updates = new ArrayList<>(rows.size());
        ChainMark last = before;
        for (Unsealed row : rows) {
            last = hashes.next(last, row.seq(), row.hash(), row.keyId());
            updates.add(new Object[]{last.link(), last.hash(), row.id()});
        }
        jdbc.batchUpdate("update audit_entry set link = ?, hash = ? where id = ?", updates);
        jdbc.update("update audit_head set link = ?, hash = ? where id = 1", last.link(), last.hash());
        return List.of(before, last);
    }

    /// Notes the end of the chain. An end that comes before one that was met says that the end of the trail was removed.
    private synchronized void meet(ChainMark end) {
        ChainMark before = met;
        if (before != null && (end.link() < before.link()
                || end.link() == before.link() && !end.hash().equals(before.hash()))) {
            if (lost == null) {
                LOG.error("The audit trail was changed: its last link was {}, and is {}", before, end);
                lost = before;
            }
        }
        met = end;
    }

    /// @return an end that this process has met, and that must still be in the chain; null where it has met none
    synchronized @Nullable ChainMark met() {
        return lost == null ? met : lost;
    }

    /// @return how many links it has, as far as this process has met them
    synchronized long length() {
        return met == null ? 0 : met.link();
    }

    /// Forgets what was met.
    synchronized void forget() {
        met = null;
        lost = null;
        lastWritten = 0;
        minuteAgo = 0;
    }

    /// Removes the beginning of the chain; in a transaction that holds its lock.
    ///
    /// @param removed the last of the links that go
    @Transactional(propagation = Propagation.MANDATORY)
    public void removeUntil(ChainMark removed) {
        jdbc.update("delete from audit_entry where link <= ?", removed.link());
        jdbc.update("update audit_head set removed_link = ?, removed_hash = ? where id = 1", removed.link(),
                removed.hash());
    }
}
