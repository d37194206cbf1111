package ink.dreamnet.halo.graft;

import java.time.Clock;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.task.budget.CountedCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts the grafts of each label.
@Configuration(proxyBeanMethods = false)
class GraftCensus {

    @Bean
    SubjectCensus graftsByLabel(GraftFleet fleet, JdbcClient jdbc, Clock clock) {
        return CountedCensus.byLabels(SubjectKind.GRAFT, fleet::current, Graft::labels, jdbc, clock);
    }
}
