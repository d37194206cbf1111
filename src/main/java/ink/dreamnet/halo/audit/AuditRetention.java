package ink.dreamnet.halo.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.HistoryStep;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Removes the beginning of the audit trail, up to the first entry that is to be kept: in the order of the chain, without gaps. The trail says
/// so itself, with the last link that went, so that nobody else can remove its beginning unnoticed.
@Component
@Order(40)
class AuditRetention implements HistoryStep {

    static final String REMOVED = "audit.removed";
    private static final String SUBJECT = "audit";

    private final JdbcTemplate jdbc;
    private final AuditChain chain;
    private final AuditTrail trail;
    private final HistoryProperties kept;

    AuditRetention(JdbcTemplate jdbc, AuditChain chain, AuditTrail trail, HistoryProperties kept) {
        this.jdbc = jdbc;
        this.chain = chain;
        this.trail = trail;
        this.kept = kept;
    }

    @Override
    public String what() {
        return "entries of the audit trail";
    }

    @Override
    public List<UUID> old(Instant now, @Nullable UUID after, int most) {
        ChainMark removed = chain.lock().removed();
        Instant before = now.minus(kept.audit());
        List<UUID> old = new ArrayList<>();
        jdbc.query("select id, at from audit_entry where link > ? order by link, seq limit ?", row -> {
            while (row.next() && row.getObject("at", OffsetDateTime.class).toInstant().isBefore(before)) {
                old.add(row.getObject("id", UUID.class));
            }
            return old;
        }, removed.link(), most);
        return old;
    }

    @Override
    public void remove(List<UUID> ids) {
        ChainMark last = jdbc.queryForObject("select link, hash from audit_entry where id = ?",
                (row, number) -> new ChainMark(row.getLong(1), row.getString(2)), ids.getLast());
        if (last != null) {
            chain.removeUntil(last);
            trail.record(Actor.HALO, removal(last));
        }
    }

    /// @return what the trail says of its beginning that was removed
    static Change removal(ChainMark last) {
        return new Change(REMOVED, SUBJECT, Long.toString(last.link()), null, null,
                "older than halo.history.audit; the last link that was removed is " + last);
    }
}
