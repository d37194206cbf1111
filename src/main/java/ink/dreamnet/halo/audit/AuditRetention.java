package ink.dreamnet.halo.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.HistoryStep;
import ink.dreamnet.halo.core.IdChunks;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Removes the beginning of the audit trail, up to the first entry that is to be kept: in the order in which it was written, without gaps.
@Component
@Order(40)
class AuditRetention implements HistoryStep {

    private final JdbcTemplate jdbc;
    private final HistoryProperties kept;

    AuditRetention(JdbcTemplate jdbc, HistoryProperties kept) {
        this.jdbc = jdbc;
        this.kept = kept;
    }

    @Override
    public String what() {
        return "entries of the audit trail";
    }

    @Override
    public List<UUID> old(Instant now, @Nullable UUID after, int most) {
        Instant before = now.minus(kept.audit());
        List<UUID> old = new ArrayList<>();
        jdbc.query("select id, at from audit_entry order by seq limit ?", row -> {
            while (row.next() && row.getObject("at", OffsetDateTime.class).toInstant().isBefore(before)) {
                old.add(row.getObject("id", UUID.class));
            }
            return old;
        }, most);
        return old;
    }

    @Override
    public void remove(List<UUID> ids) {
        IdChunks.each(ids,
                (marks, some) -> jdbc.update("delete from audit_entry where id in (" + marks + ")", some));
    }
}
