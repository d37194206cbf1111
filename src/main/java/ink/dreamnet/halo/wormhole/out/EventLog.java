package ink.dreamnet.halo.wormhole.out;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.wormhole.EventRows;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// Reads events in the order of their positions.
@Repository
class EventLog {

    private static final int CHUNK = 500;
    private static final String SELECT = "select position, " + EventRows.COLUMNS + " from wormhole_event where ";

    private final JdbcTemplate jdbc;
    private final EventRows rows;

    EventLog(JdbcTemplate jdbc, EventRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /// @return the events after a position, in their order
    List<LogEntry> after(long position, int most) {
        return jdbc.query(SELECT + "position > ? order by position limit " + most, this::read, position);
    }

    /// @return the events that HALO sent itself, after a position and up to another one, in their order
    List<LogEntry> outgoing(long position, long upTo, int most) {
        return jdbc.query(
                SELECT + "position > ? and position <= ? and direction = 'out' order by position limit " + most,
                this::read, position, upTo);
    }

    /// @return how many events HALO sent itself after a position
    long outgoing(long position) {
        return jdbc.query("select count(*) from wormhole_event where position > ? and direction = 'out'",
                (row, number) -> row.getLong(1), position).getFirst();
    }

    /// @return the position of the last event that has one
    long last() {
        return jdbc.query("select last_position from wormhole_sequence where id = 1",
                (row, number) -> row.getLong(1)).getFirst();
    }

    /// @return how many events directly after a position, up to another, are not kept any more
    long gone(long after, long last) {
        return last <= after
                ? 0
                : jdbc.query("select coalesce(min(position), ? + 1) - ? - 1 from wormhole_event where position > ?",
                        (row, number) -> row.getLong(1), last, after, after).getFirst();
    }

    /// @return those of some events that are kept, in no order
    List<LogEntry> find(List<UUID> ids) {
        List<LogEntry> found = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            List<UUID> some = ids.subList(from, Math.min(ids.size(), from + CHUNK));
            found.addAll(jdbc.query(SELECT + "id in (" + String.join(", ", Collections.nCopies(some.size(), "?"))
                    + ")", this::read, some.toArray()));
        }
        return found;
    }

    private LogEntry read(ResultSet row, int number) throws SQLException {
        long position = row.getLong("position");
        boolean none = row.wasNull();
        return new LogEntry(rows.read(row, number), none ? null : position);
    }
}
