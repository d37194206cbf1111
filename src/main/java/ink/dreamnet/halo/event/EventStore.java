package ink.dreamnet.halo.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the events of both directions.
@Repository
public class EventStore {

    private static final int CHUNK = 500;

    private final JdbcTemplate jdbc;
    private final EventRows rows;
    private final EventKinds kinds;
    private final EventIndex index;
    private final RelayWakeUp relay;

    EventStore(JdbcTemplate jdbc, EventRows rows, EventKinds kinds, EventIndex index, RelayWakeUp relay) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.kinds = kinds;
        this.index = index;
        this.relay = relay;
    }

    /// Writes events that are certainly new, in the caller's transaction. They are passed on as soon as it is committed.
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(List<WormholeEvent> events) {
        Map<UUID, WormholeEvent> keyed = new LinkedHashMap<>();
        events.forEach(event -> keyed.put(EventKey.of(event.source(), event.eventId()), event));
        insert(keyed, null);
        relay.afterCommit();
    }

    /// Writes those of some events that are new, in the caller's transaction.
    ///
    /// @param intake identifies what was accepted together
    /// @return those that were not written, because they were there already or come twice among these: their ids, each with
    ///         the id under which the event is kept
    /// @throws DuplicateKeyException where another replica wrote one of them at the same moment; the whole transaction can
    ///         be tried again
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, UUID> appendNew(UUID intake, List<WormholeEvent> events) {
        Map<UUID, WormholeEvent> fresh = new LinkedHashMap<>();
        Map<UUID, UUID> kept = new HashMap<>();
        Map<UUID, UUID> duplicates = new HashMap<>();
        Map<UUID, UUID> keys = HashMap.newHashMap(events.size());
        events.forEach(event -> keys.put(event.id(), EventKey.of(event.source(), event.eventId())));
        kept.putAll(known(keys.values()));
        for (WormholeEvent event : events) {
            UUID first = kept.putIfAbsent(keys.get(event.id()), event.id());
            if (first == null) {
                fresh.put(keys.get(event.id()), event);
            } else {
                duplicates.put(event.id(), first);
            }
        }
        insert(fresh, intake);
        return duplicates;
    }

    private Map<UUID, UUID> known(Collection<UUID> keys) {
        Map<UUID, UUID> known = new HashMap<>();
        IdChunks.each(keys, (marks, some) -> jdbc.query(
                "select event_key, id from wormhole_event where event_key in (" + marks + ")", row -> {
                    known.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                }, some));
        return known;
    }

    private record Row(WormholeEvent event, UUID key, long kind) {
    }

    private void insert(Map<UUID, WormholeEvent> events, @Nullable UUID intake) {
        List<Row> written = new ArrayList<>();
        List<Object[]> subjects = new ArrayList<>();
        Iterator<Long> kind = kinds.note(events.values()).iterator();
        events.forEach((key, event) -> {
            Row row = new Row(event, key, kind.next());
            written.add(row);
            event.subjects().stream().map(SubjectRef::toString).distinct()
                    .forEach(subject -> subjects.add(new Object[]{EventKey.hash(subject), row.kind(), event.id()}));
        });
        jdbc.batchUpdate(EventRows.INSERT, written, CHUNK,
                (row, one) -> rows.write(row, one.event(), one.key(), intake, one.kind()));
        if (!subjects.isEmpty()) {
            jdbc.batchUpdate("insert into wormhole_event_subject (subject_key, kind, event_id) values (?, ?, ?)",
                    subjects);
        }
    }

    /// @return the event of an id
    public Optional<WormholeEvent> find(UUID id) {
        return jdbc.query("select " + EventRows.COLUMNS + " from wormhole_event where id = ?", rows::read, id).stream()
                .findFirst();
    }

    /// @param keys names of events ([EventKey])
    /// @return those that are kept, by their names
    public Map<UUID, WormholeEvent> find(Collection<UUID> keys) {
        Map<UUID, WormholeEvent> found = new HashMap<>();
        IdChunks.each(keys, (marks, some) -> jdbc.query("select event_key, " + EventRows.COLUMNS
                + " from wormhole_event where event_key in (" + marks + ")", row -> {
                    found.put(row.getObject("event_key", UUID.class), rows.read(row, 0));
                }, some));
        return found;
    }

    /// @return the events that were accepted together, in the order of the ids
    public List<WormholeEvent> ofIntake(UUID intake) {
        return jdbc.query("select " + EventRows.COLUMNS + " from wormhole_event where intake = ? order by id",
                rows::read, intake);
    }

    /// @return the ids of the events that were accepted together, in their order
    public List<UUID> idsOfIntake(UUID intake) {
        return jdbc.query("select id from wormhole_event where intake = ? order by id",
                (row, number) -> row.getObject(1, UUID.class), intake);
    }

    /// @return a page of events without their data, the newest first; `next` is the id to go on from
    public Page<WormholeEvent> page(EventQuery query, PageQuery page) {
        List<UUID> ids = index.find(query, page);
        Map<UUID, WormholeEvent> found = new HashMap<>();
        IdChunks.each(ids, (marks, some) -> jdbc.query("select " + EventRows.WITHOUT_DATA
                + " from wormhole_event where id in (" + marks + ")", row -> {
                    WormholeEvent event = rows.read(row, 0);
                    found.put(event.id(), event);
                }, some));
        return Page.of(ids.stream().map(found::get).filter(Objects::nonNull).toList(), page,
                event -> event.id().toString());
    }

    /// Removes old events. Call it until it removes fewer than it may.
    ///
    /// @param before the time of receipt before which they are removed; one that still waits to be routed stays
    /// @param most how many at most
    /// @return how many were removed
    @Transactional
    public int removeBefore(Instant before, int most) {
        List<UUID> old = new ArrayList<>();
        List<Object[]> subjects = new ArrayList<>();
        jdbc.query("""
                select e.id, e.kind, e.subjects from wormhole_event e where e.received_at < ?
                and (e.intake is null or not exists (select 1 from wormhole_intake i where i.id = e.intake))
                order by e.received_at limit ?""", row -> {
            UUID id = row.getObject("id", UUID.class);
            long kind = row.getLong("kind");
            old.add(id);
            rows.subjects(row).forEach(subject -> subjects.add(new Object[]{EventKey.hash(subject), kind, id}));
        }, before.atOffset(ZoneOffset.UTC), most);
        if (!subjects.isEmpty()) {
            jdbc.batchUpdate(
                    "delete from wormhole_event_subject where subject_key = ? and kind = ? and event_id = ?", subjects);
        }
        IdChunks.each(old,
                (marks, some) -> jdbc.update("delete from wormhole_event where id in (" + marks + ")", some));
        return old.size();
    }
}
