package ink.dreamnet.halo.core;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/// Removes the old rows of one table, and what belongs to them in others.
///
/// Ids sort by the time of their making ([Ids]), and a row is never older than its id. So only rows with old ids are read, of which there are
/// few that are to stay.
public class OldRows implements HistoryStep {

    private final JdbcTemplate jdbc;
    private final String what;
    private final Duration keep;
    private final String table;
    private final String id;
    private final String old;
    private final List<String> parts = new ArrayList<>();

    /// @param what see [HistoryStep#what]
    /// @param keep how long rows are kept
    /// @param table where they are
    /// @param id the column of the primary key
    /// @param old when a row may go, as SQL with `:before`. What has an index and is true of many rows must be written so that no
    ///        database reads that index (`status not in`).
    public OldRows(JdbcTemplate jdbc, String what, Duration keep, String table, String id, String old) {
        this.jdbc = jdbc;
        this.what = what;
        this.keep = keep;
        this.table = table;
        this.id = id;
        this.old = old;
    }

    /// Also removes the rows of another table that belong to those of this one.
    ///
    /// @param part the other table
    /// @param of its column with the id; it has an index
    public OldRows with(String part, String of) {
        parts.add("delete from " + part + " where " + of + " in (%s)");
        return this;
    }

    @Override
    public String what() {
        return what;
    }

    @Override
    public List<UUID> old(Instant now, @Nullable UUID after, int most) {
        Instant before = now.minus(keep);
        return new NamedParameterJdbcTemplate(jdbc).query(
                "select %s from %s where %s > :after and %s < :made and %s order by %s limit :most for update"
                        .formatted(id, table, id, id, old, id),
                new MapSqlParameterSource("before", at(before)).addValue("made", Ids.notBefore(before))
                        .addValue("after", after == null ? new UUID(0, 0) : after).addValue("most", most),
                (row, number) -> row.getObject(1, UUID.class));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void remove(List<UUID> ids) {
        IdChunks.each(ids, (marks, some) -> {
            parts.forEach(part -> jdbc.update(part.formatted(marks), some));
            jdbc.update("delete from " + table + " where " + id + " in (" + marks + ")", some);
        });
    }
}
