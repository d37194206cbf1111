package ink.dreamnet.halo.event;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives committed events their positions. One process at a time does so, under the lock of one row, and only for what is
/// committed: so a reader that has seen a position has seen all before it, however late a transaction ended.
@Component
class Sequencer {

    private static final int BATCH = 10_000;
    private static final String STAGED = """
            select id from wormhole_event where position is null order by staged limit %d""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;

    Sequencer(JdbcClient jdbc, JdbcTemplate batches, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = transaction;
    }

    /// Numbers all events that are committed.
    ///
    /// @return how many
    int run() {
        int numbered = 0;
        while (!staged(1).isEmpty()) {
            Integer some = transaction.execute(tx -> number());
            if (some == null || some == 0) {
                break;
            }
            numbered += some;
        }
        return numbered;
    }

    private int number() {
        long last = jdbc.sql("select last_position from wormhole_sequence where id = 1 for update").query(Long.class)
                .single();
        List<UUID> staged = staged(BATCH);
        if (staged.isEmpty()) {
            return 0;
        }
        List<Object[]> rows = new ArrayList<>(staged.size());
        for (int i = 0; i < staged.size(); i++) {
            rows.add(new Object[]{last + 1 + i, staged.get(i)});
        }
        batches.batchUpdate("update wormhole_event set position = ? where id = ?", rows);
        jdbc.sql("update wormhole_sequence set last_position = ? where id = 1").param(last + staged.size()).update();
        return staged.size();
    }

    private List<UUID> staged(int most) {
        return batches.query(STAGED.formatted(most), (row, number) -> row.getObject(1, UUID.class));
    }
}
