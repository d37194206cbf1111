package ink.dreamnet.halo.environment;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.registry.DefinitionFormat;
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
            AllowedFiles allowed) {
        DefinitionFormat<EnvironmentSpec, WatchedEnvironment> format = format(allowed);
        return registry.open(format, environment, next -> DeclaredEnvironments.read(next, format));
    }

    /// What the definition of an environment looks like.
    ///
    /// @param allowed the files that may be named over the API
    static DefinitionFormat<EnvironmentSpec, WatchedEnvironment> format(AllowedFiles allowed) {
        return new DefinitionFormat<>(SubjectKind.ENVIRONMENT, "halo.environments", EnvironmentSpec.class,
                (id, spec, managedBy, updatedAt) -> new EnvironmentParser(spec, managedBy.files(allowed)).parse(id,
                        managedBy, updatedAt, false));
    }

    @Bean
    ProcessVariables processVariables() {
        return System::getenv;
    }
}
