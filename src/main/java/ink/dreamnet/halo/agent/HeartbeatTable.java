package ink.dreamnet.halo.agent;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps each agent's last heartbeat. The counts of one batched update tell which agents are unknown.
@Component
class HeartbeatTable implements HeartbeatLog {

    private static final int BATCH = 1000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    HeartbeatTable(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Set<String> store(Collection<Heartbeat> heartbeats) {
        // in the order of the ids, so that two replicas cannot wait for each other's rows
        List<Heartbeat> ordered = new ArrayList<>(heartbeats);
        ordered.sort(Comparator.comparing(Heartbeat::agent));
        return transaction.execute(tx -> {
            int[][] counts = jdbc.batchUpdate(
                    "update agent_heartbeat set seen_at = ?, status = ?, message = ? where agent_id = ?", ordered,
                    BATCH, (row, heartbeat) -> {
                        row.setObject(1, heartbeat.at().atOffset(ZoneOffset.UTC));
                        row.setString(2, heartbeat.status().wire());
                        row.setString(3, heartbeat.message());
                        row.setString(4, heartbeat.agent());
                    });
            Set<String> unknown = new HashSet<>();
            for (int i = 0; i < ordered.size(); i++) {
                if (counts[i / BATCH][i % BATCH] == 0) {
                    unknown.add(ordered.get(i).agent());
                }
            }
            return unknown;
        });
    }
}
