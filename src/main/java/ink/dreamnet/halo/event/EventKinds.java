package ink.dreamnet.halo.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Knows which combinations of direction, type, kind of sender and severity events have. They are few, so a list of events with such a
/// filter first finds out which combinations fit, and then reads the newest events of each.
@Component
class EventKinds {

    /// Events of further combinations share this one.
    static final long OTHER = 0;

    /// Nobody names that many on purpose.
    private static final int MOST = 5000;

    private final JdbcTemplate jdbc;
    private final Set<Long> known = ConcurrentHashMap.newKeySet();
    private volatile boolean loaded;

    EventKinds(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Kind(String direction, String type, @Nullable String sourceType, String severity) {

        static Kind of(WormholeEvent event) {
            return new Kind(event.direction().wire(), event.type(), event.sourceType(), event.severity().wire());
        }

        long id() {
            long hash = EventKey.hash(String.join("\n", direction, severity, String.valueOf(sourceType), type));
            return hash == OTHER ? 1 : hash;
        }
    }

    /// Makes sure that the combinations of some events are known, in the transaction that writes these.
    ///
    /// @return each event's combination, in their order
    List<Long> note(Collection<WormholeEvent> events) {
        if (!loaded) {
            known.addAll(jdbc.queryForList("select id from wormhole_event_kind", Long.class));
            loaded = true;
        }
        Map<Long, Kind> fresh = new LinkedHashMap<>();
        Map<Kind, Long> ids = new HashMap<>();
        List<Long> kinds = new ArrayList<>(events.size());
        for (WormholeEvent event : events) {
            Kind kind = Kind.of(event);
            long id = ids.computeIfAbsent(kind, Kind::id);
            if (!known.contains(id) && !fresh.containsKey(id)) {
                if (known.size() + fresh.size() >= MOST) {
                    id = OTHER;
                } else {
                    fresh.put(id, kind);
                }
            }
            kinds.add(id);
        }
        add(fresh);
        return kinds;
    }

    /// Two replicas may add the same one at once; it is there twice then, which does no harm.
    private void add(Map<Long, Kind> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        jdbc.batchUpdate("""
                insert into wormhole_event_kind (id, direction, type, source_type, severity)
                select ?, ?, ?, ?, ? where not exists (select 1 from wormhole_event_kind where id = ?)""",
                fresh.entrySet(), fresh.size(), (row, entry) -> {
                    Kind kind = entry.getValue();
                    row.setLong(1, entry.getKey());
                    row.setString(2, kind.direction());
                    row.setString(3, kind.type());
                    row.setString(4, kind.sourceType());
                    row.setString(5, kind.severity());
                    row.setLong(6, entry.getKey());
                });
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                known.addAll(fresh.keySet());
            }
        });
    }

    /// @param where a condition on direction, type, source_type and severity
    /// @return the combinations that fit, [#OTHER] not among them
    List<Long> matching(String where, Object[] values) {
        return jdbc.query("select distinct id from wormhole_event_kind where " + where,
                (row, number) -> row.getLong(1), values);
    }
}
