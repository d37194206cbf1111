package ink.dreamnet.halo.squad;

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

/// Counts the squads of each label.
@Component
class SquadCensus implements SubjectCensus {

    private final CountedCensus census;

    SquadCensus(SquadFleet fleet, JdbcClient jdbc, Clock clock) {
        this.census = CountedCensus.byLabels(SubjectKind.SQUAD, () -> labels(fleet), jdbc, clock);
    }

    private static Map<String, Map<String, String>> labels(SquadFleet fleet) {
        Map<String, Map<String, String>> labels = new HashMap<>();
        fleet.current().forEach((id, squad) -> labels.put(id, squad.labels()));
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
