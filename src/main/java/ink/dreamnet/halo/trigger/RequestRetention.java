package ink.dreamnet.halo.trigger;

import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.HistoryStep;
import ink.dreamnet.halo.core.OldRows;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/// Removes old requests that wait for nothing any more.
@Configuration(proxyBeanMethods = false)
class RequestRetention {

    @Bean
    @Order(12)
    HistoryStep oldRequests(JdbcTemplate jdbc, HistoryProperties kept) {
        return new OldRows(jdbc, "requests", kept.summaries(), "cycle_request", "id",
                "requested_at < :before and status not in ('PENDING', 'SERVING')");
    }
}
