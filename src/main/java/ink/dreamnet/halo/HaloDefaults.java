package ink.dreamnet.halo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import ink.dreamnet.halo.configuration.LogSettings;
import ink.dreamnet.halo.configuration.Placeholders;
import ink.dreamnet.halo.core.DatabaseChoice;
import ink.dreamnet.halo.core.OptionalLibrary;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.security.ListenAddress;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// Puts HALO's defaults (`defaults.yml` beside this class) below everything that is configured, and with the profile [#DEMO_PROFILE] what
/// the demo fleet needs above the operator's file. Checks what must be right before the application starts: placeholders, the log, the database, where HALO will
/// listen, and the libraries that Spring Boot's properties ask for. It does nothing for another application that has HALO on its class path.
class HaloDefaults implements EnvironmentPostProcessor {

    private static final ClassPathResource FILE = new ClassPathResource("defaults.yml", HaloDefaults.class);
    private static final ClassPathResource DEMO = new ClassPathResource("demo/demo.yml", HaloDefaults.class);
    private static final String DATABASE = "spring.datasource.url";
    private static final String IN_MEMORY = "jdbc:h2:mem:";

    /// The profile with which HALO plays a fleet to itself.
    static final String DEMO_PROFILE = "demo";

    /// What the source of the defaults is called.
    static final String SOURCE = "halo.defaults";
    private static final String PUSHED_METRICS = "management.otlp.metrics.export.enabled";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!HaloApplication.isRunBy(application)) {
            return;
        }
        MutablePropertySources sources = environment.getPropertySources();
        read(SOURCE, FILE).forEach(sources::addLast);
        if (environment.matchesProfiles(DEMO_PROFILE)) {
            // an operator's file would be above it otherwise, and its fleet watched too
            read("halo.demo", DEMO).forEach(source -> sources.addAfter(
                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source));
            requireOwnDatabase(environment.getProperty(DATABASE, ""));
        }
        Placeholders.check(environment);
        LogSettings.check(environment);
        DatabaseChoice.check(environment);
        ListenAddress.check(environment);
        if (environment.getProperty(PUSHED_METRICS, Boolean.class, false)) {
            OptionalLibrary.OTLP_METRICS.require(PUSHED_METRICS);
        }
    }

    /// The demo fleet gives out tokens and standing approvals, which would hold for whatever is watched from that database later.
    private static void requireOwnDatabase(String url) {
        if (!url.startsWith(IN_MEMORY)) {
            throw new StartRefusedException(
                    "The profile %s keeps nothing, but %s names a database.".formatted(DEMO_PROFILE, DATABASE),
                    "Leave out %s (SPRING_DATASOURCE_URL), or the profile.".formatted(DATABASE));
        }
    }

    private static List<PropertySource<?>> read(String name, ClassPathResource file) {
        try {
            return new YamlPropertySourceLoader().load(name, file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
