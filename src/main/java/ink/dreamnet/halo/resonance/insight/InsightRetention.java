package ink.dreamnet.halo.resonance.insight;

import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.OldRows;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Removes insights that ended or were dismissed long ago.
@Component
@Order(40)
class InsightRetention extends OldRows {

    InsightRetention(JdbcTemplate jdbc, HistoryProperties kept) {
        super(jdbc, "insights", kept.insights(), "insight", "id", "(ended_at < :before or dismissed_at < :before)");
        with("insight_subject", "insight_id");
    }
}
