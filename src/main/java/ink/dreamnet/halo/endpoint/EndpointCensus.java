package ink.dreamnet.halo.endpoint;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.task.CountedCensus;
import ink.dreamnet.halo.task.SubjectCensus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts the endpoints of each label.
@Component
class EndpointCensus implements SubjectCensus {

    private final CountedCensus census;

    EndpointCensus(Definitions<EndpointSpec, Endpoint> endpoints, JdbcClient jdbc, Clock clock) {
        this.census = CountedCensus.byLabels(SubjectKind.ENDPOINT, () -> labels(endpoints), jdbc, clock);
    }

    private static Map<String, Map<String, String>> labels(Definitions<EndpointSpec, Endpoint> endpoints) {
        Map<String, Map<String, String>> labels = new HashMap<>();
        endpoints.current().definitions().forEach((id, endpoint) -> labels.put(id, endpoint.labels()));
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
