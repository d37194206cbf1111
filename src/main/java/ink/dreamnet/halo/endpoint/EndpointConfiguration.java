package ink.dreamnet.halo.endpoint;

import java.time.Clock;

import ink.dreamnet.halo.endpoint.probe.ProbeOptions;
import ink.dreamnet.halo.endpoint.probe.ProbeRunner;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Opens the definitions of endpoints, and makes the one prober of the service.
@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

    @Bean
    Definitions<EndpointSpec, Endpoint> endpoints(Registry registry, Environment environment) {
        EndpointFormat format = new EndpointFormat();
        return registry.open(format, DeclaredEndpoints.read(environment, format));
    }

    @Bean
    ProbeRunner probeRunner(EndpointProperties properties, Clock clock, ObjectProvider<BuildProperties> build) {
        BuildProperties version = build.getIfAvailable();
        return new ProbeRunner(new ProbeOptions(properties.globalBound(), properties.perHostBound(),
                properties.confirmationDelay(), properties.keepAlive(), Math.toIntExact(properties.bodyCap().toBytes()),
                version == null ? "HALO" : "HALO/" + version.getVersion()), clock);
    }
}
