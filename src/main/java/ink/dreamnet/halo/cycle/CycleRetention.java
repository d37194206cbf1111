package ink.dreamnet.halo.cycle;

import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.HistoryStep;
import ink.dreamnet.halo.core.OldRows;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/// Which records of cycles are removed.
@Configuration(proxyBeanMethods = false)
class CycleRetention {

    /// The lists of a cycle, and by which subjects it is found.
    @Bean
    @Order(10)
    HistoryStep oldCycleLists(JdbcTemplate jdbc, HistoryProperties kept) {
        return new OldRows(jdbc, "lists of cycles", kept.detail(), "halo_cycle_detail", "cycle_id", """
                exists (select 1 from halo_cycle c where c.id = cycle_id and c.started_at < :before)""")
                .with("cycle_subject", "cycle_id");
    }

    /// The rest of it; what it is found by goes with it.
    @Bean
    @Order(11)
    HistoryStep oldCycles(JdbcTemplate jdbc, HistoryProperties kept) {
        return new OldRows(jdbc, "cycles", kept.summaries(), "halo_cycle", "id",
                "started_at < :before and status <> 'RUNNING'")
                .with("halo_cycle_detail", "cycle_id");
    }
}
