package ink.dreamnet.halo;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.SpringProperties;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

@Isolated
class GeneratedBeansTest {

    @BeforeEach
    void startAsTheImageDoes() {
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, "true");
    }

    @AfterEach
    void restore() {
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
    }

    private static boolean usedWith(String... properties) {
        return usedBy(HaloApplication.class, properties);
    }

    private static boolean usedBy(Class<?> source, String... properties) {
        MockEnvironment environment = new MockEnvironment();
        for (String property : properties) {
            String[] pair = property.split("=", 2);
            environment.setProperty(pair[0], pair[1]);
        }
        new GeneratedBeans().onApplicationEvent(new ApplicationEnvironmentPreparedEvent(new DefaultBootstrapContext(),
                new SpringApplication(source), new String[0], environment));
        return AotDetector.useGeneratedArtifacts();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "management.opentelemetry.tracing.export.otlp.endpoint=http://collector.example:4318/v1/traces",
            "management.otlp.metrics.export.enabled=true", "management.server.port=8081",
            "halo.aot.enabled=false"})
    void startWhenOtherBeansAreConfiguredDoesNotUseTheGeneratedCode(String property) {
        assertThat(usedWith(property)).isFalse();
    }

    @Test
    void startOfTheDemoDoesNotUseTheGeneratedCode() {
        assertThat(usedWith("spring.profiles.active=demo")).isFalse();
    }

    @Test
    void startWhenNothingDecidesOverBeansUsesTheGeneratedCode() {
        assertThat(usedWith("management.otlp.metrics.export.enabled=false",
                "management.opentelemetry.tracing.export.otlp.endpoint=", "server.port=8081")).isTrue();
    }

    @Test
    void startWhenAnotherApplicationHasHaloOnItsClassPathIsLeftAlone() {
        assertThat(usedBy(GeneratedBeansTest.class, "management.server.port=8081")).isTrue();
    }
}
