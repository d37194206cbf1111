package ink.dreamnet.halo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import ink.dreamnet.halo.core.OptionalLibrary;
import ink.dreamnet.halo.security.ListenAddress;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/// Puts HALO's defaults (`defaults.yml` beside this class) below everything that is configured, and checks where HALO will
/// listen and that the libraries are there which Spring Boot's properties ask for. It does nothing for another application that has HALO on its class path.
class HaloDefaults implements EnvironmentPostProcessor {

    private static final ClassPathResource FILE = new ClassPathResource("defaults.yml", HaloDefaults.class);
    private static final String PUSHED_METRICS = "management.otlp.metrics.export.enabled";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!HaloApplication.isRunBy(application)) {
            return;
        }
        read().forEach(environment.getPropertySources()::addLast);
        ListenAddress.check(environment);
        if (environment.getProperty(PUSHED_METRICS, Boolean.class, false)) {
            OptionalLibrary.OTLP_METRICS.require(PUSHED_METRICS);
        }
    }

    private static List<PropertySource<?>> read() {
        try {
            return new YamlPropertySourceLoader().load("halo.defaults", FILE);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
