package ink.dreamnet.halo.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static final String SELECT = "select position, " + EventRows.COLUMNS + " from wormhole_event where ";
    /// What of an event has no length of its own that is small.
    private static final String SIZE = "coalesce(octet_length(data), 0) + octet_length(labels)";

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
    public Slice after(long position, int most) {
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
    public static int fitting(List<Long> bytes) {
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

    /// @return how many events HALO sent itself after a position
    public long outgoing(long position) {
        return jdbc.query("select count(*) from wormhole_event where position > ? and direction = 'out'",
                (row, number) -> row.getLong(1), position).getFirst();
    }

    /// @return the position of the last event that has one
    public long last() {
        return jdbc.query("select last_position from wormhole_sequence where id = 1",
                (row, number) -> row.getLong(1)).getFirst();
    }

    /// @return how many events directly after a position, up to another, are not kept any more
    public long gone(long after, long last) {
        return last <= after
                ? 0
                : jdbc.query("select coalesce(min(position), ? + 1) - ? - 1 from wormhole_event where position > ?",
                        (row, number) -> row.getLong(1), last, after, after).getFirst();
    }

    /// @return the bytes of those of some events that are kept
    public Map<UUID, Long> sizes(Collection<UUID> ids) {
        Map<UUID, Long> sizes = new HashMap<>();
        IdChunks.each(ids, (marks, some) -> jdbc.query(
                "select id, " + SIZE + " as bytes from wormhole_event where id in (" + marks + ")", row -> {
                    sizes.put(row.getObject("id", UUID.class), row.getLong("bytes"));
                }, some));
        return sizes;
    }

    /// @param ids of events that fit into memory together
    /// @return those of them that are kept, in no order
    public List<SequencedEvent> find(Collection<UUID> ids) {
        List<SequencedEvent> found = new ArrayList<>();
        IdChunks.each(ids,
                (marks, some) -> found.addAll(jdbc.query(SELECT + "id in (" + marks + ")", this::read, some)));
        return found;
    }

    private SequencedEvent read(ResultSet row, int number) throws SQLException {
        long position = row.getLong("position");
        boolean none = row.wasNull();
        return new SequencedEvent(rows.read(row, number), none ? null : position);
    }
}
