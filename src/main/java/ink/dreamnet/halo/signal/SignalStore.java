package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The durable counts of all replicas: sums by source in buckets of 5 s for the sliding windows, and of 60 s for what looks
/// further back.
@Component
public class SignalStore {

    /// The width of the buckets of the sliding windows.
    static final Duration FINE = Duration.ofSeconds(5);
    /// The width of the buckets of the learners and of the error budgets.
    public static final Duration COARSE = Duration.ofMinutes(1);

    private static final int BATCH = 1000;

    private final JdbcTemplate jdbc;

    SignalStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// One sum of one bucket.
    ///
    /// @param start when the bucket begins, in seconds since 1970
    public record Bucket(int widthS, long startS, String source, Counts counts) {

        public static Bucket of(Duration width, Instant at, String source, Counts counts) {
            return new Bucket((int) width.toSeconds(), startOf(width, at).getEpochSecond(), source, counts);
        }

        /// @return when the bucket of a moment begins
        static Instant startOf(Duration width, Instant at) {
            long seconds = width.toSeconds();
            return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
        }
    }

    /// Adds to buckets, and notes that their sources were reported. To be called in a transaction.
    ///
    /// @param node the writer; no two writers have the same
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(String node, Collection<Bucket> buckets, Set<String> sources, Instant heardAt) {
        touch(sources, heardAt);
        List<Bucket> ordered = List.copyOf(buckets);
        int[][] updated = jdbc.batchUpdate("""
                update signal_bucket set requests = requests + ?, errors = errors + ?, covered_ms = covered_ms + ?
                where width_s = ? and start_s = ? and source = ? and node = ?""", ordered, BATCH, (row, bucket) -> {
            row.setLong(1, bucket.counts().requests());
            row.setLong(2, bucket.counts().errors());
            row.setLong(3, bucket.counts().coveredMs());
            row.setInt(4, bucket.widthS());
            row.setLong(5, bucket.startS());
            row.setString(6, bucket.source());
            row.setString(7, node);
        });
        jdbc.batchUpdate("""
                insert into signal_bucket (width_s, start_s, source, node, requests, errors, covered_ms)
                values (?, ?, ?, ?, ?, ?, ?)""", untouched(ordered, updated), BATCH, (row, bucket) -> {
            row.setInt(1, bucket.widthS());
            row.setLong(2, bucket.startS());
            row.setString(3, bucket.source());
            row.setString(4, node);
            row.setLong(5, bucket.counts().requests());
            row.setLong(6, bucket.counts().errors());
            row.setLong(7, bucket.counts().coveredMs());
        });
    }

    private void touch(Set<String> sources, Instant heardAt) {
        OffsetDateTime at = heardAt.atOffset(ZoneOffset.UTC);
        // in the order of the names, so that two replicas cannot wait for each other's rows
        List<String> ordered = sources.stream().sorted().toList();
        int[][] updated = jdbc.batchUpdate("update signal_source set last_seen_at = ? where name = ?", ordered, BATCH,
                (row, source) -> {
                    row.setObject(1, at);
                    row.setString(2, source);
                });
        jdbc.batchUpdate("insert into signal_source (last_seen_at, name) values (?, ?)", untouched(ordered, updated),
                BATCH, (row, source) -> {
                    row.setObject(1, at);
                    row.setString(2, source);
                });
    }

    private static <T> List<T> untouched(List<T> items, int[][] updated) {
        List<T> untouched = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (updated[i / BATCH][i % BATCH] == 0) {
                untouched.add(items.get(i));
            }
        }
        return untouched;
    }

    /// @return when each source was last reported
    public Map<String, Instant> sources() {
        Map<String, Instant> sources = new TreeMap<>();
        jdbc.query("select name, last_seen_at from signal_source", row -> {
            sources.put(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant());
        });
        return sources;
    }

    /// @return what was counted in the time before an instant, by source; a source without a report in it is absent. The
    ///         oldest bucket counts wholly, so that no less is counted than was asked for, and at most a bucket more.
    Map<String, Counts> window(Duration width, Instant end, Duration window) {
        Map<String, Counts> sums = new HashMap<>();
        jdbc.query("""
                select source, sum(requests), sum(errors) from signal_bucket
                where width_s = ? and start_s > ? and start_s <= ? group by source""",
                row -> {
                    sums.put(row.getString(1), new Counts(row.getLong(2), row.getLong(3), 0));
                }, (int) width.toSeconds(), end.minus(window).minus(width).getEpochSecond(), end.getEpochSecond());
        return sums;
    }

    /// @return the counts of whole minutes that begin at `from` or later and before `to`, by source and minute. What several
    ///         replicas counted is added; the time that they cover is the same time.
    public Map<String, SortedMap<Instant, Counts>> minutes(Instant from, Instant to) {
        Map<String, SortedMap<Instant, Counts>> minutes = new HashMap<>();
        jdbc.query("""
                select source, start_s, sum(requests), sum(errors), max(covered_ms) from signal_bucket
                where width_s = ? and start_s >= ? and start_s < ? group by source, start_s""",
                row -> {
                    minutes.computeIfAbsent(row.getString(1), source -> new TreeMap<>()).put(
                            Instant.ofEpochSecond(row.getLong(2)),
                            new Counts(row.getLong(3), row.getLong(4), row.getLong(5)));
                }, (int) COARSE.toSeconds(), from.getEpochSecond(), to.getEpochSecond());
        return minutes;
    }

    /// Removes buckets that nothing needs any more, and sources that were not reported for long.
    ///
    /// @return the sources that are forgotten
    @Transactional
    public Set<String> prune(Instant fineBefore, Instant coarseBefore, Instant sourcesBefore) {
        jdbc.update("delete from signal_bucket where width_s = ? and start_s < ?", (int) FINE.toSeconds(),
                fineBefore.getEpochSecond());
        jdbc.update("delete from signal_bucket where width_s = ? and start_s < ?", (int) COARSE.toSeconds(),
                coarseBefore.getEpochSecond());
        OffsetDateTime before = sourcesBefore.atOffset(ZoneOffset.UTC);
        Set<String> forgotten = new HashSet<>(jdbc.queryForList(
                "select name from signal_source where last_seen_at < ?", String.class, before));
        jdbc.update("delete from signal_source where last_seen_at < ?", before);
        return forgotten;
    }
}
