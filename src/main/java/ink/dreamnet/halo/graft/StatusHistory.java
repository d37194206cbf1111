package ink.dreamnet.halo.graft;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// Remembers the changes of status that HALO has seen: a row where a graft was seen for the first time, and one where its
/// status was another than before.
@Repository
class StatusHistory {

    private static final int BATCH = 500;
    private static final int MOST = 60;
    private static final Duration KEPT = Duration.ofDays(14);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    StatusHistory(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// A status and from when on it was seen.
    record Seen(long atMs, String status) {
    }

    private record Row(String graftId, Seen seen) {
    }

    /// Records the present status of grafts.
    ///
    /// @return what is remembered of all grafts, in the order of time; two statements and a batch
    Map<String, List<Seen>> record(Collection<Graft> grafts) {
        long now = clock.millis();
        Map<String, List<Seen>> all = new HashMap<>();
        jdbc.query("select graft_id, at_ms, status from graft_status order by graft_id, at_ms", row -> {
            all.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                    .add(new Seen(row.getLong(2), row.getString(3)));
        });
        List<Row> added = new ArrayList<>();
        for (Graft graft : grafts) {
            GraftStatus status = graft.status();
            List<Seen> seen = all.computeIfAbsent(graft.id(), any -> new ArrayList<>());
            if (status != null && (seen.isEmpty() || !seen.getLast().status().equals(status.wire()))) {
                // two changes of one millisecond, or a clock that was set back
                long at = seen.isEmpty() ? now : Math.max(now, seen.getLast().atMs() + 1);
                seen.add(new Seen(at, status.wire()));
                added.add(new Row(graft.id(), seen.getLast()));
            }
        }
        transaction.executeWithoutResult(tx -> {
            insert(added);
            // the present status of a graft stays, however long it has been so
            jdbc.update("""
                    delete from graft_status where at_ms < ? and exists (select 1 from graft_status n
                    where n.graft_id = graft_status.graft_id and n.at_ms > graft_status.at_ms)""",
                    now - KEPT.toMillis());
        });
        return all;
    }

    /// Records the present status of one graft. To be called in a transaction.
    void record(Graft graft) {
        List<Seen> last = jdbc.query(
                "select at_ms, status from graft_status where graft_id = ? order by at_ms desc limit 1",
                (row, number) -> new Seen(row.getLong(1), row.getString(2)), graft.id());
        GraftStatus status = graft.status();
        if (status == null || !last.isEmpty() && last.getFirst().status().equals(status.wire())) {
            return;
        }
        long at = last.isEmpty() ? clock.millis() : Math.max(clock.millis(), last.getFirst().atMs() + 1);
        insert(List.of(new Row(graft.id(), new Seen(at, status.wire()))));
        jdbc.update("""
                delete from graft_status where graft_id = ? and at_ms < (select min(t.at_ms) from
                (select at_ms from graft_status where graft_id = ? order by at_ms desc limit ?) t)""", graft.id(),
                graft.id(), MOST);
    }

    /// Forgets a graft.
    void remove(String graftId) {
        jdbc.update("delete from graft_status where graft_id = ?", graftId);
    }

    private void insert(List<Row> rows) {
        jdbc.batchUpdate("insert into graft_status (graft_id, at_ms, status) values (?, ?, ?)", rows, BATCH,
                (row, added) -> {
                    row.setString(1, added.graftId());
                    row.setLong(2, added.seen().atMs());
                    row.setString(3, added.seen().status());
                });
    }
}
