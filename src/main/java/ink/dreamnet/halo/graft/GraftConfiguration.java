package ink.dreamnet.halo.graft;

import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the definitions of grafts.
@Configuration(proxyBeanMethods = false)
class GraftConfiguration {

    @Bean
    Definitions<GraftSpec, Graft> graftDefinitions(Registry registry, ConfiguredGrafts configured) {
        GraftFormat format = new GraftFormat();
        return registry.open(format, configured.declared(format));
    }
}
