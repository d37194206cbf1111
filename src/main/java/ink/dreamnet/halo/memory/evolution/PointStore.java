package ink.dreamnet.halo.memory.evolution;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import ink.dreamnet.halo.memory.trait.Entity;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// The rows of points. Every caller is in a transaction.
@Repository
class PointStore {

    private static final int BATCH = 1000;

    private final JdbcTemplate jdbc;

    PointStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @return the last day of which all points are there, null before the first. No one else adds points until the end of the
    ///         transaction
    @Nullable
    LocalDate lockLastDay() {
        List<@Nullable Integer> day = jdbc.queryForList(
                "select last_day from memory_evolution where id = 1 for update", Integer.class);
        Integer last = day.getFirst();
        return last == null ? null : LocalDate.ofEpochDay(last);
    }

    void lastDay(LocalDate day) {
        jdbc.update("update memory_evolution set last_day = ? where id = 1", day.toEpochDay());
    }

    /// @return the first day of which there is a record, null where there is none
    @Nullable
    Long firstRecordMs() {
        return jdbc.queryForObject("select min(at_ms) from memory_span", Long.class);
    }

    /// Puts points into the place of those of the same day.
    ///
    /// @param points JSON by entity
    void write(LocalDate day, Map<Entity, String> points) {
        Collection<Map.Entry<Entity, String>> all = points.entrySet();
        jdbc.batchUpdate("delete from memory_point where kind = ? and id = ? and epoch_day = ?", all, BATCH,
                (row, point) -> {
                    row.setString(1, point.getKey().kind().name());
                    row.setString(2, point.getKey().id());
                    row.setLong(3, day.toEpochDay());
                });
        jdbc.batchUpdate("insert into memory_point (kind, id, epoch_day, point) values (?, ?, ?, ?)", all, BATCH,
                (row, point) -> {
                    row.setString(1, point.getKey().kind().name());
                    row.setString(2, point.getKey().id());
                    row.setLong(3, day.toEpochDay());
                    row.setString(4, point.getValue());
                });
    }

    /// @return the points of an entity from the last one up to a day on until another day, by day
    NavigableMap<LocalDate, String> points(Entity entity, LocalDate from, LocalDate to) {
        NavigableMap<LocalDate, String> points = new TreeMap<>();
        jdbc.query("""
                select epoch_day, point from memory_point where kind = ? and id = ? and epoch_day <= ?
                and epoch_day >= coalesce((select max(epoch_day) from memory_point
                where kind = ? and id = ? and epoch_day <= ?), ?)""", row -> {
            points.put(LocalDate.ofEpochDay(row.getLong(1)), row.getString(2));
        }, entity.kind().name(), entity.id(), to.toEpochDay(), entity.kind().name(), entity.id(), from.toEpochDay(),
                from.toEpochDay());
        return points;
    }

    /// Keeps only the last point of each week, which begins on a Monday, of what is older than a day.
    ///
    /// @param from what is older still was thinned before
    void thin(LocalDate from, LocalDate before) {
        jdbc.update("""
                delete from memory_point where epoch_day >= ? and epoch_day < ? and exists (select 1 from memory_point n
                where n.kind = memory_point.kind and n.id = memory_point.id and n.epoch_day > memory_point.epoch_day
                and (n.epoch_day + 3) / 7 = (memory_point.epoch_day + 3) / 7)""", from.toEpochDay(),
                before.toEpochDay());
    }
}
