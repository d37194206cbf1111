package ink.dreamnet.halo.event;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.NewestFirst;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Finds events, the newest first, in a time that does not depend on how many there are: for each combination that fits ([EventKinds])
/// it walks the index of all events, of a source's or of a subject's.
@Component
class EventIndex {

    /// With more combinations than this it reads all events from the newest one instead, which soon find as many that fit.
    private static final int MOST_WALKS = 200;
    /// By how much the order of the times of receipt of two events may differ from that of their ids.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final JdbcTemplate jdbc;
    private final EventKinds kinds;

    EventIndex(JdbcTemplate jdbc, EventKinds kinds) {
        this.jdbc = jdbc;
        this.kinds = kinds;
    }

    /// @return the ids of those that fit, one more than the page holds where there is more
    List<UUID> find(EventQuery query, PageQuery page) {
        SubjectRef subject = query.subject();
        Conditions facets = facets(query);
        Map<String, Object> keys = new LinkedHashMap<>();
        NewestFirst newest;
        if (subject == null) {
            newest = new NewestFirst("id", "wormhole_event", page.limit() + 1, "id");
            if (query.source() != null) {
                keys.put("source_key", EventKey.hash(query.source()));
            }
        } else {
            newest = new NewestFirst("event_id", "wormhole_event_subject", page.limit() + 1, "event_id");
            keys.put("subject_key", EventKey.hash(subject.toString()));
            if (query.source() != null) {
                newest.where(event("e.source_key = ?", true), EventKey.hash(query.source()));
            }
        }
        between(newest, query, subject != null, page.beforeId());
        walks(newest, keys, facets, subject != null);
        return jdbc.query(newest.sql(), (row, number) -> row.getObject(1, UUID.class), newest.values());
    }

    private void walks(NewestFirst newest, Map<String, Object> keys, Conditions facets, boolean ofSubject) {
        if (facets.isEmpty() && keys.isEmpty()) {
            newest.walk(keys);
            return;
        }
        List<Long> fitting = kinds.matching(facets.sql(""), facets.values());
        if (fitting.size() <= MOST_WALKS) {
            for (Long kind : fitting) {
                keys.put("kind", kind);
                newest.walk(keys);
            }
            keys.put("kind", EventKinds.OTHER);
        }
        if (!facets.isEmpty()) {
            newest.where(event(facets.sql(ofSubject ? "e." : ""), ofSubject), facets.values());
        }
        newest.walk(keys);
    }

    private void between(NewestFirst newest, EventQuery query, boolean ofSubject, @Nullable UUID before) {
        String id = ofSubject ? "event_id" : "id";
        String received = ofSubject ? "e.received_at" : "received_at";
        if (before != null) {
            newest.where(id + " < ?", before);
        }
        if (query.since() != null) {
            first("received_at < ? order by received_at desc", query.since().minus(CLOCKS_DIFFER))
                    .ifPresent(first -> newest.where(id + " > ?", first));
            newest.where(event(received + " >= ?", ofSubject), time(query.since()));
        }
        if (query.until() != null) {
            first("received_at >= ? order by received_at", query.until().plus(CLOCKS_DIFFER))
                    .ifPresent(last -> newest.where(id + " < ?", last));
            newest.where(event(received + " < ?", ofSubject), time(query.until()));
        }
    }

    private Optional<UUID> first(String where, Instant time) {
        return jdbc.query("select id from wormhole_event where " + where + " limit 1",
                (row, number) -> row.getObject(1, UUID.class), time(time)).stream().findFirst();
    }

    private static String event(String condition, boolean ofSubject) {
        return ofSubject
                ? "exists (select 1 from wormhole_event e where e.id = wormhole_event_subject.event_id and " + condition
                        + ")"
                : condition;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Conditions facets(EventQuery query) {
        Conditions facets = new Conditions(new ArrayList<>(), new ArrayList<>());
        // as an expression: H2 would take the index on direction, which has half of all events
        facets.add("direction || '.' = ?", query.direction() == null ? null : query.direction().wire() + ".");
        facets.add("type like ? escape '!'", query.type() == null ? null : like(query.type()));
        facets.add("source_type = ?", query.sourceType());
        EventSeverity least = query.severity();
        if (least != null) {
            facets.sql.add("severity in ('%s')".formatted(
                    least.andWorse().stream().map(Wire::wire).collect(Collectors.joining("', '"))));
        }
        return facets;
    }

    /// A `*` is any text; whatever else `like` treats as a sign stands for itself.
    private static String like(String pattern) {
        return pattern.replace("!", "!!").replace("%", "!%").replace("_", "!_").replace('*', '%');
    }

    private record Conditions(List<String> sql, List<Object> compared) {

        void add(String condition, @Nullable Object value) {
            if (value != null) {
                sql.add(condition);
                compared.add(value);
            }
        }

        boolean isEmpty() {
            return sql.isEmpty();
        }

        String sql(String of) {
            return isEmpty()
                    ? "1 = 1"
                    : sql.stream().map(condition -> of + condition).collect(Collectors.joining(" and "));
        }

        Object[] values() {
            return compared.toArray();
        }
    }
}
