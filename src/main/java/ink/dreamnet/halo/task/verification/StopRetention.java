package ink.dreamnet.halo.task.verification;

import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.HistoryStep;
import ink.dreamnet.halo.core.OldRows;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/// Removes stops of strategies that were released long ago.
@Configuration(proxyBeanMethods = false)
class StopRetention {

    @Bean
    @Order(22)
    HistoryStep oldStops(JdbcTemplate jdbc, HistoryProperties kept) {
        return new OldRows(jdbc, "stops of strategies", kept.rules(), "strategy_stop", "id",
                "released_at < :before");
    }
}
