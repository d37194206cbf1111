package ink.dreamnet.halo.squad;

import java.time.Clock;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.task.budget.CountedCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts the squads of each label.
@Configuration(proxyBeanMethods = false)
class SquadCensus {

    @Bean
    SubjectCensus squadsByLabel(SquadFleet fleet, JdbcClient jdbc, Clock clock) {
        return CountedCensus.byLabels(SubjectKind.SQUAD, fleet::current, Squad::labels, jdbc, clock);
    }
}
