package ink.dreamnet.halo;

import java.io.File;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.OptionalLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/// Decides whether a start uses the code of its beans that Spring AOT generated when the runnable jar was built. That code has the beans of
/// HALO's defaults and evaluates no condition again, so a start that may have others is made without it, which takes a little longer.
class GeneratedBeans implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final Logger log = LoggerFactory.getLogger(GeneratedBeans.class);

    private static final String WANTED = "halo.aot.enabled";
    /// Decides over beans only where its optional library is, which is not when the code is generated.
    private static final String PUSHED_METRICS = "management.otlp.metrics.export.enabled";

    private final Resource properties;
    private final List<String> added;

    GeneratedBeans() {
        this(DecidingProperties.FILE, addedJars());
    }

    /// @param properties what [DecidingProperties] wrote
    /// @param added the names of the jars that are on the class path beside HALO's own; those of optional libraries decide over no bean by being
    /// there
    GeneratedBeans(Resource properties, List<String> added) {
        this.properties = properties;
        this.added = added;
    }

    /// Has the generated code used where there is any. For the beginning of a start: what forbids it comes afterwards.
    static void use() {
        if (SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null && DecidingProperties.FILE.exists()) {
            SpringProperties.setProperty(AotDetector.AOT_ENABLED, "true");
        }
    }

    private static List<String> addedJars() {
        Stream<String> jars = GeneratedBeans.class.getClassLoader() instanceof JarClassLoader loader
                ? Arrays.stream(loader.outside()).map(URL::getPath)
                : Arrays.stream(StringUtils.delimitedListToStringArray(System.getProperty("java.class.path"),
                        File.pathSeparator)).skip(1);
        return jars.filter(path -> path.endsWith(".jar")).map(path -> new File(path).getName()).toList();
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (!HaloApplication.isRunBy(event.getSpringApplication())) {
            return;
        }
        if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            event.getSpringApplication().addInitializers(DecidingProperties::record);
        }
        if (AotDetector.useGeneratedArtifacts()) {
            otherBeans(event.getEnvironment()).ifPresent(reason -> {
                SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
                log.info("Starting without the code of Spring AOT, which was generated {}", reason);
            });
        }
    }

    private Optional<String> otherBeans(Environment environment) {
        if (environment.matchesProfiles(HaloDefaults.DEMO_PROFILE)) {
            return Optional.of("for another profile");
        }
        return changed(environment).map(property -> "for another " + property)
                .or(() -> added.stream().filter(jar -> !OptionalLibrary.isOneOf(jar)).findFirst()
                        .map(jar -> "without " + jar));
    }

    private Optional<String> changed(Environment environment) {
        if (!environment.getProperty(WANTED, "true").equals("true")) {
            return Optional.of(WANTED);
        }
        if (!environment.getProperty(PUSHED_METRICS, "false").equals("false")) {
            return Optional.of(PUSHED_METRICS);
        }
        return DecidingProperties.changed(properties, environment);
    }
}
