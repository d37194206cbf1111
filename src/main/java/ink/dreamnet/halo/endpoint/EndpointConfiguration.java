package ink.dreamnet.halo.endpoint;

import java.time.Clock;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.endpoint.probe.ProbeOptions;
import ink.dreamnet.halo.endpoint.probe.ProbeRunner;
import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registry;
import ink.dreamnet.halo.task.budget.CountedCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Opens the definitions of endpoints, counts the endpoints of each label, and makes the one prober of the service.
@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

    /// @return what the definition of an endpoint looks like
    static DefinitionFormat<EndpointSpec, Endpoint> format(HeaderReferences references, NetworkPolicy policy) {
        return new DefinitionFormat<EndpointSpec, Endpoint>(SubjectKind.ENDPOINT, DeclaredEndpoints.NAME,
                EndpointSpec.class,
                (id, spec, managedBy, updatedAt) -> references
                        .checked(EndpointParser.parse(id, spec, managedBy, updatedAt, references.files(managedBy)),
                                updatedAt == null))
                .within(policy, endpoint -> endpoint.target().url());
    }

    @Bean
    Definitions<EndpointSpec, Endpoint> endpoints(Registry registry, Environment environment,
            HeaderReferences references, NetworkPolicy policy) {
        DefinitionFormat<EndpointSpec, Endpoint> format = format(references, policy);
        return registry.open(format, environment, next -> DeclaredEndpoints.read(next, format));
    }

    @Bean
    SubjectCensus endpointsByLabel(Definitions<EndpointSpec, Endpoint> endpoints, JdbcClient jdbc, Clock clock) {
        return CountedCensus.byLabels(SubjectKind.ENDPOINT, endpoints::all, Endpoint::labels, jdbc, clock);
    }

    @Bean
    ProbeRunner probeRunner(EndpointProperties properties, NetworkPolicy policy, Clock clock,
            ObjectProvider<BuildProperties> build) {
        BuildProperties version = build.getIfAvailable();
        return new ProbeRunner(new ProbeOptions(properties.globalBound(), properties.perHostBound(),
                properties.confirmationDelay(), properties.keepAlive(), Math.toIntExact(properties.bodyCap().toBytes()),
                version == null ? "HALO" : "HALO/" + version.getVersion()), policy, clock);
    }
}
