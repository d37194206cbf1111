package ink.dreamnet.halo.agent;

import java.time.Clock;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.task.budget.CountedCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts the agents of each squad and label that are judged at present.
@Configuration(proxyBeanMethods = false)
class AgentCensus {

    @Bean
    SubjectCensus agentsBySquadAndLabel(AgentStore store, JdbcClient jdbc, Clock clock) {
        return new CountedCensus(SubjectKind.AGENT, store::groups, jdbc, clock);
    }
}
