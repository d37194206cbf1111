package ink.dreamnet.halo.weakpoint;

import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.HistoryStep;
import ink.dreamnet.halo.core.OldRows;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/// Removes weak points that were resolved long ago, and silences that ended long ago.
@Configuration(proxyBeanMethods = false)
class WeakPointRetention {

    @Bean
    @Order(30)
    HistoryStep oldWeakPoints(JdbcTemplate jdbc, HistoryProperties kept) {
        return new OldRows(jdbc, "weak points", kept.weakPoints(), "weak_point", "id",
                "state not in ('OPEN', 'ACKNOWLEDGED') and resolved_at < :before")
                .with("weak_point_event", "weak_point_id");
    }

    @Bean
    @Order(31)
    HistoryStep oldSilences(JdbcTemplate jdbc, HistoryProperties kept) {
        return new OldRows(jdbc, "silences", kept.rules(), "silence", "id", "ends_at < :before");
    }
}
