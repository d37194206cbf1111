package ink.dreamnet.halo.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.IdChunks;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// Reads events in the order of their positions, never more than fit into memory at once: an event may be as large as a
/// request, and a thousand of them too large for a heap.
@Repository
public class EventLog {

    /// How many bytes of events are read at once.
    static final long MOST_BYTES = 8L * 1024 * 1024;

    /// More than anybody wants to know exactly; as many a sink's deliveries are counted to.
    private static final int MOST_COUNTED = 10_000;
    private static final String SELECT = "select position, " + EventRows.COLUMNS + " from wormhole_event where ";
    /// What of an event has no length of its own that is small.
    private static final String SIZE = "coalesce(octet_length(data), 0) + octet_length(labels) + coalesce(octet_length(dreamnet), 0)";

    private final JdbcTemplate jdbc;
    private final EventRows rows;

    EventLog(JdbcTemplate jdbc, EventRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /// Some events in their order.
    ///
    /// @param end the position up to which they were read
    /// @param more whether there were more after it
    public record Slice(List<SequencedEvent> entries, long end, boolean more) {
    }

    private record Size(long position, long bytes) {
    }

    /// @param most how many at most; there are fewer where they are large, but at least one where there is any
    /// @return the first events after a position
    Slice after(long position, int most) {
        return slice(position, most, "position > ?", position);
    }

    /// @param most how many at most; there are fewer where they are large, but at least one where there is any
    /// @return the first events that HALO sent itself, after a position and up to another one
    public Slice outgoing(long position, long upTo, int most) {
        return slice(position, most, "position > ? and position <= ? and direction = 'out'", position, upTo);
    }

    private Slice slice(long position, int most, String where, Object... arguments) {
        List<Size> sizes = jdbc.query(
                "select position, " + SIZE + " as bytes from wormhole_event where " + where
                        + " order by position limit " + (most + 1L),
                (row, number) -> new Size(row.getLong("position"), row.getLong("bytes")), arguments);
        int count = Math.min(most, fitting(sizes.stream().map(Size::bytes).toList()));
        if (count == 0) {
            return new Slice(List.of(), position, false);
        }
        long end = sizes.get(count - 1).position();
        List<SequencedEvent> entries = jdbc.query(SELECT + where + " and position <= ? order by position", this::read,
                Stream.concat(Stream.of(arguments), Stream.of(end)).toArray());
        return new Slice(entries, end, count < sizes.size());
    }

    /// @param bytes how large events are
    /// @return how many of the first of them may be read at once: at least one where there is any
    private static int fitting(List<Long> bytes) {
        long sum = 0;
        int count = 0;
        for (long one : bytes) {
            sum += one;
            if (count > 0 && sum > MOST_BYTES) {
                break;
            }
            count++;
        }
        return count;
    }

    /// @return how many events HALO sent itself after a position, at most [#MOST_COUNTED]
    public long outgoing(long position) {
        return jdbc.query("""
                select count(*) from (select id from wormhole_event where position > ? and direction = 'out'
                order by direction, position limit ?) counted""",
                (row, number) -> row.getLong(1), position, MOST_COUNTED).getFirst();
    }

    /// @return the position of the last event that has one
    public long last() {
        return jdbc.query("select last_position from wormhole_sequence where id = 1",
                (row, number) -> row.getLong(1)).getFirst();
    }

    /// @return how many events directly after a position, up to another, were removed
    public long removed(long after, long last) {
        return last <= after
                ? 0
                : jdbc.query("select coalesce(min(position), ? + 1) - ? - 1 from wormhole_event where position > ?",
                        (row, number) -> row.getLong(1), last, after, after).getFirst();
    }

    /// Events of given ids, as many of the first of them as fit into memory together.
    ///
    /// @param events those that were read, by their ids
    /// @param removed the ids of events that are not kept any more
    public record Loaded(Map<UUID, SequencedEvent> events, Set<UUID> removed) {
    }

    /// @param ids each once
    public Loaded load(List<UUID> ids) {
        Map<UUID, Long> sizes = new HashMap<>();
        IdChunks.each(ids, (marks, some) -> jdbc.query(
                "select id, " + SIZE + " as bytes from wormhole_event where id in (" + marks + ")", row -> {
                    sizes.put(row.getObject("id", UUID.class), row.getLong("bytes"));
                }, some));
        List<UUID> kept = ids.stream().filter(sizes::containsKey).toList();
        List<UUID> first = kept.subList(0, fitting(kept.stream().map(id -> sizes.getOrDefault(id, 0L)).toList()));
        Map<UUID, SequencedEvent> events = new HashMap<>();
        IdChunks.each(first, (marks, some) -> jdbc.query(SELECT + "id in (" + marks + ")", this::read, some)
                .forEach(event -> events.put(event.event().id(), event)));
        Set<UUID> removed = new HashSet<>(ids);
        removed.removeAll(kept.subList(first.size(), kept.size()));
        removed.removeAll(events.keySet());
        return new Loaded(events, removed);
    }

    private SequencedEvent read(ResultSet row, int number) throws SQLException {
        long position = row.getLong("position");
        boolean none = row.wasNull();
        return new SequencedEvent(rows.read(row, number), none ? null : position);
    }
}
