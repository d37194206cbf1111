package ink.dreamnet.halo.squad;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The samples' and the hours' rows.
@Repository
class SampleStore {

    private static final int BATCH = 500;
    private static final int FETCH = 5000;
    private static final String COLUMNS = "squad_id, origin, at_ms, running, queued, completed, failed, avg_duration_ms, members";

    private final JdbcTemplate jdbc;

    SampleStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// What identifies a series.
    record Key(String squadId, Origin origin) {
    }

    /// A sample on its way into the database.
    ///
    /// @param replacedFromMs from when on samples give way to it; null where none does
    record Write(Key key, Sample sample, @Nullable Long replacedFromMs) {
    }

    /// An hour on its way into the database.
    record HourWrite(Key key, Hour hour) {
    }

    /// @return everything that is kept; two queries
    Map<Key, Series> all() {
        Map<Key, Series> all = new HashMap<>();
        stream("select " + COLUMNS + " from squad_sample order by squad_id, origin, at_ms",
                row -> series(all, row).samples().add(sample(row)));
        stream("select squad_id, origin, hour_ms, median_ms, p95_ms from squad_hour order by squad_id, origin, hour_ms",
                row -> series(all, row).hours().add(new Hour(row.getLong(3), row.getDouble(4), row.getDouble(5))));
        return all;
    }

    /// @return the newest sample of some squads; one query
    Map<Key, Sample> latest(Collection<String> squadIds) {
        Map<Key, Sample> latest = new HashMap<>();
        if (squadIds.isEmpty()) {
            return latest;
        }
        String marks = String.join(", ", Collections.nCopies(squadIds.size(), "?"));
        jdbc.query("""
                select squad_id, origin, at_ms, running, queued, completed, failed, avg_duration_ms, members
                from squad_sample s where squad_id in (%s) and at_ms = (select max(at_ms) from squad_sample n
                where n.squad_id = s.squad_id and n.origin = s.origin)""".formatted(marks),
                row -> {
                    latest.put(key(row), sample(row));
                }, squadIds.toArray());
        return latest;
    }

    /// @return the last two samples of one series
    List<Sample> lastTwo(Key key) {
        return jdbc.query("select " + COLUMNS + " from squad_sample where squad_id = ? and origin = ? "
                + "order by at_ms desc limit 2", (row, number) -> sample(row), key.squadId(), key.origin().wire())
                .reversed();
    }

    void write(List<Write> writes) {
        List<Write> replacing = writes.stream().filter(write -> write.replacedFromMs() != null).toList();
        jdbc.batchUpdate("delete from squad_sample where squad_id = ? and origin = ? and at_ms >= ?", replacing, BATCH,
                (row, write) -> {
                    bind(row, write.key());
                    row.setObject(3, write.replacedFromMs());
                });
        jdbc.batchUpdate("insert into squad_sample (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)", writes, BATCH,
                (row, write) -> {
                    Sample sample = write.sample();
                    bind(row, write.key());
                    row.setLong(3, sample.atMs());
                    row.setObject(4, sample.running(), Types.BIGINT);
                    row.setObject(5, sample.queued(), Types.BIGINT);
                    row.setLong(6, sample.completed());
                    row.setLong(7, sample.failed());
                    row.setObject(8, sample.avgDurationMs(), Types.DOUBLE);
                    row.setString(9, sample.members());
                });
    }

    void writeHours(List<HourWrite> hours) {
        jdbc.batchUpdate("insert into squad_hour (squad_id, origin, hour_ms, median_ms, p95_ms) values (?, ?, ?, ?, ?)",
                hours, BATCH, (row, write) -> {
                    bind(row, write.key());
                    row.setLong(3, write.hour().startMs());
                    row.setDouble(4, write.hour().medianMs());
                    row.setDouble(5, write.hour().p95Ms());
                });
    }

    /// Removes what is older than is kept, and hours that a clock which was since set back has put into the future; the newest sample of each series stays, because the next one is compared with it.
    void removeOld(long samplesBeforeMs, long hoursBeforeMs, long nowMs) {
        jdbc.update("""
                delete from squad_sample where at_ms < ? and exists (select 1 from squad_sample n
                where n.squad_id = squad_sample.squad_id and n.origin = squad_sample.origin
                and n.at_ms > squad_sample.at_ms)""", samplesBeforeMs);
        // also the newest sample of a squad that is not reported any more
        jdbc.update("delete from squad_sample where at_ms < ?", hoursBeforeMs);
        jdbc.update("delete from squad_hour where hour_ms < ? or hour_ms > ?", hoursBeforeMs, nowMs);
    }

    /// Forgets a squad.
    void remove(String squadId) {
        jdbc.update("delete from squad_sample where squad_id = ?", squadId);
        jdbc.update("delete from squad_hour where squad_id = ?", squadId);
    }

    private void stream(String sql, RowCallbackHandler each) {
        JdbcClient.create(jdbc).sql(sql).withFetchSize(FETCH).query(each);
    }

    private static Series series(Map<Key, Series> all, ResultSet row) throws SQLException {
        return all.computeIfAbsent(key(row), key -> Series.empty(key.squadId(), key.origin()));
    }

    private static Key key(ResultSet row) throws SQLException {
        String origin = row.getString(2);
        return new Key(row.getString(1), Arrays.stream(Origin.values()).filter(each -> each.wire().equals(origin))
                .findFirst().orElseThrow(() -> new IllegalStateException("unknown origin in the database: " + origin)));
    }

    private static Sample sample(ResultSet row) throws SQLException {
        long running = row.getLong(4);
        Long runningOrNull = row.wasNull() ? null : running;
        long queued = row.getLong(5);
        Long queuedOrNull = row.wasNull() ? null : queued;
        double avg = row.getDouble(8);
        Double avgOrNull = row.wasNull() ? null : avg;
        return new Sample(row.getLong(3), runningOrNull, queuedOrNull, row.getLong(6), row.getLong(7), avgOrNull,
                row.getString(9));
    }

    private static void bind(PreparedStatement row, Key key) throws SQLException {
        row.setString(1, key.squadId());
        row.setString(2, key.origin().wire());
    }
}
