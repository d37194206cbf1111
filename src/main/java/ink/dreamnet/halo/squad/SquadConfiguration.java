package ink.dreamnet.halo.squad;

import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the definitions of squads.
@Configuration(proxyBeanMethods = false)
class SquadConfiguration {

    @Bean
    Definitions<SquadSpec, Squad> squadDefinitions(Registry registry, ConfiguredSquads configured) {
        SquadFormat format = new SquadFormat();
        return registry.open(format, configured.declared(format));
    }
}
