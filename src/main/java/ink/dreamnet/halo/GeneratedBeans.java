package ink.dreamnet.halo;

import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.Environment;

/// Sees to it that what is configured has its beans. The code that Spring AOT generates at build time has the beans of
/// HALO's defaults and evaluates no condition again, so a start that asks for others is made without that code: it takes
/// a little longer.
class GeneratedBeans implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final Logger log = LoggerFactory.getLogger(GeneratedBeans.class);

    /// What decides over beans, and what it was when the code was generated (empty: not set).
    private static final Map<String, String> AT_BUILD_TIME = Map.of("halo.aot.enabled", "true",
            "management.opentelemetry.tracing.export.otlp.endpoint", "",
            "management.opentelemetry.logging.export.otlp.endpoint", "", "management.otlp.metrics.export.enabled",
            "false", "management.server.port", "");

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (!HaloApplication.isRunBy(event.getSpringApplication()) || !AotDetector.useGeneratedArtifacts()) {
            return;
        }
        changed(event.getEnvironment()).ifPresent(property -> {
            SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
            log.info("Starting without the code of Spring AOT, which was generated for another {}", property);
        });
    }

    private static Optional<String> changed(Environment environment) {
        if (environment.matchesProfiles(HaloDefaults.DEMO_PROFILE)) {
            return Optional.of("profile");
        }
        return AT_BUILD_TIME.entrySet().stream()
                .filter(built -> !environment.getProperty(built.getKey(), built.getValue()).equals(built.getValue()))
                .map(Map.Entry::getKey).sorted().findFirst();
    }
}
