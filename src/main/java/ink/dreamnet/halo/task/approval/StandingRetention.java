package ink.dreamnet.halo.task.approval;

import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.HistoryStep;
import ink.dreamnet.halo.core.OldRows;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/// Removes standing approvals that ended long ago and that no task names any more.
@Configuration(proxyBeanMethods = false)
class StandingRetention {

    @Bean
    @Order(21)
    HistoryStep oldStandingApprovals(JdbcTemplate jdbc, HistoryProperties kept) {
        return new OldRows(jdbc, "standing approvals", kept.rules(), "standing_approval", "id", """
                until_at < :before
                and not exists (select 1 from standing_use u where u.standing_id = standing_approval.id)""");
    }
}
