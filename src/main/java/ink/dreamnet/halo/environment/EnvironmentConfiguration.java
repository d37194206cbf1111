package ink.dreamnet.halo.environment;

import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Opens the definitions of environments.
@Configuration(proxyBeanMethods = false)
class EnvironmentConfiguration {

    /// Where it stands what is allowed.
    static final String HELP = "docs/analyzers/environment-consistency.md";

    @Bean
    Definitions<EnvironmentSpec, WatchedEnvironment> environments(Registry registry, Environment environment,
            EnvironmentProperties properties) {
        EnvironmentFormat format = new EnvironmentFormat(properties.roots());
        return registry.open(format, DeclaredEnvironments.read(environment, format));
    }

    @Bean
    ProcessVariables processVariables() {
        return System::getenv;
    }
}
