package ink.dreamnet.halo.agent;

import java.time.Clock;
import java.util.List;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.budget.CountedCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts the agents of each squad and label that are judged at present.
@Component
class AgentCensus implements SubjectCensus {

    private final CountedCensus census;

    AgentCensus(AgentStore store, JdbcClient jdbc, Clock clock) {
        this.census = new CountedCensus(SubjectKind.AGENT, store::groups, jdbc, clock);
    }

    @Override
    public List<Group> groupsOf(SubjectRef subject) {
        return census.groupsOf(subject);
    }

    @Override
    public void countAnew() {
        census.countAnew();
    }
}
