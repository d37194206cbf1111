package ink.dreamnet.halo.graft;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.CountedCensus;
import ink.dreamnet.halo.task.SubjectCensus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts the grafts of each label.
@Component
class GraftCensus implements SubjectCensus {

    private final CountedCensus census;

    GraftCensus(GraftFleet fleet, JdbcClient jdbc, Clock clock) {
        this.census = CountedCensus.byLabels(SubjectKind.GRAFT, () -> labels(fleet), jdbc, clock);
    }

    private static Map<String, Map<String, String>> labels(GraftFleet fleet) {
        Map<String, Map<String, String>> labels = new HashMap<>();
        fleet.current().forEach((id, graft) -> labels.put(id, graft.labels()));
        return labels;
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
