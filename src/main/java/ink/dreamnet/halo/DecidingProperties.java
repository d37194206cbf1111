package ink.dreamnet.halo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/// The properties that decide over beans: those that conditions asked for while Spring AOT generated the code of HALO's beans, with the
/// values that they had. They are written beside that code, so that a start can tell whether it would have the same beans.
final class DecidingProperties {

    /// Where they are; absent where there is no generated code.
    static final Resource FILE = new ClassPathResource("ink/dreamnet/halo/deciding.properties");

    /// What a condition asks for and yet decides over nothing: every value has the same beans.
    private static final Set<String> ANY_VALUE = Set.of("server.port", "spring.datasource.url");

    private DecidingProperties() {
    }

    /// Writes down what is asked for from now on. For the JVM that generates the code.
    static void record(ConfigurableApplicationContext context) {
        Asked asked = new Asked();
        // what the machine of the build has set is nobody's default
        context.getEnvironment().getPropertySources()
                .remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        context.getEnvironment().getPropertySources().addFirst(asked);
        BeanFactoryInitializationAotProcessor writer = _ -> file(asked.getSource(), context.getEnvironment());
        context.getBeanFactory().registerSingleton(DecidingProperties.class.getName(), writer);
    }

    private static BeanFactoryInitializationAotContribution file(Collection<String> names, Environment environment) {
        String lines = names.stream()
                .filter(name -> ConfigurationPropertyName.isValid(name) && !ANY_VALUE.contains(name))
                .map(name -> "%s=%s\n".formatted(name, environment.getProperty(name, "")))
                .collect(Collectors.joining());
        return (generation, _) -> generation.getGeneratedFiles()
                .addResourceFile(((ClassPathResource) FILE).getPath(), lines);
    }

    /// @param file what was written
    /// @return one that has another value now; empty is as good as not set
    static Optional<String> changed(Resource file, Environment environment) {
        Properties then = read(file);
        return then.stringPropertyNames().stream()
                .filter(name -> !environment.getProperty(name, "").equals(then.getProperty(name))).sorted().findFirst();
    }

    private static Properties read(Resource file) {
        try {
            return PropertiesLoaderUtils.loadProperties(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Has nothing, and keeps the names that it was asked for.
    private static final class Asked extends PropertySource<Set<String>> {

        Asked() {
            super("halo.asked", new ConcurrentSkipListSet<>());
        }

        @Override
        public @Nullable Object getProperty(String name) {
            getSource().add(name);
            return null;
        }
    }
}
