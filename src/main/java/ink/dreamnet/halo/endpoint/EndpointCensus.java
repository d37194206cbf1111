package ink.dreamnet.halo.endpoint;

import java.time.Clock;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.task.budget.CountedCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts the endpoints of each label.
@Configuration(proxyBeanMethods = false)
class EndpointCensus {

    @Bean
    SubjectCensus endpointsByLabel(Definitions<EndpointSpec, Endpoint> endpoints, JdbcClient jdbc, Clock clock) {
        return CountedCensus.byLabels(SubjectKind.ENDPOINT, () -> endpoints.current().definitions(), Endpoint::labels,
                jdbc, clock);
    }
}
