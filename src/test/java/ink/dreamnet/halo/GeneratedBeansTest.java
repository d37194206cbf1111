package ink.dreamnet.halo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.AotDetector;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.javapoet.ClassName;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.env.MockPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@Isolated
class GeneratedBeansTest {

    /// What is written down of [Conditional] when its code is generated.
    private Resource written = new ByteArrayResource(new byte[0]);

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("shop.open")
    @Import(Listed.class)
    static class Conditional {
    }

    static class Listed implements ImportSelector {

        private final Environment environment;

        Listed(Environment environment) {
            this.environment = environment;
        }

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            environment.getProperty("server.port");
            return Binder.get(environment).bind("shop.without", String[].class).orElse(new String[0]);
        }
    }

    @BeforeEach
    void startAsTheRunnableJarDoes() throws Exception {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources()
                    .addLast(new MockPropertySource().withProperty("shop.open", "yes"));
            context.register(Conditional.class);
            DecidingProperties.record(context);
            new ApplicationContextAotGenerator().processAheadOfTime(context,
                    new DefaultGenerationContext(new ClassNameGenerator(
                            ClassName.get(GeneratedBeansTest.class)), files));
        }
        String path = "ink/dreamnet/halo/deciding.properties";
        written = new ByteArrayResource(Objects.requireNonNull(files.getGeneratedFileContent(Kind.RESOURCE, path))
                .getBytes(StandardCharsets.UTF_8));
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, "true");
    }

    @AfterEach
    void restore() {
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
    }

    private boolean usedWith(String... properties) {
        return usedBy(HaloApplication.class, List.of(), properties);
    }

    private boolean usedBy(Class<?> source, List<String> addedJars, String... properties) {
        MockEnvironment environment = new MockEnvironment().withProperty("shop.open", "yes");
        for (String property : properties) {
            String[] pair = property.split("=", 2);
            environment.setProperty(pair[0], pair[1]);
        }
        new GeneratedBeans(written, addedJars).onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                new DefaultBootstrapContext(), new SpringApplication(source), new String[0], environment));
        return AotDetector.useGeneratedArtifacts();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.open=no", "shop.open=", "shop.without[0]=sales", "spring.profiles.active=demo",
            "management.otlp.metrics.export.enabled=true", "halo.aot.enabled=false"})
    void startThatMayHaveOtherBeansDoesNotUseTheGeneratedCode(String property) {
        assertThat(usedWith(property)).isFalse();
    }

    @Test
    void startWithAJarThatTheCodeWasGeneratedWithoutDoesNotUseIt() {
        assertThat(
                usedBy(HaloApplication.class, List.of("kafka-clients-4.2.0.jar", "micrometer-registry-datadog-1.jar")))
                .isFalse();
    }

    @Test
    void startWhenNothingDecidesOverBeansUsesTheGeneratedCode() {
        assertThat(usedBy(HaloApplication.class, List.of("kafka-clients-4.2.0.jar", "zstd-jni-1.5.6-10.jar"),
                "server.port=8081", "shop.name=any", "management.otlp.metrics.export.enabled=false")).isTrue();
    }

    @Test
    void startWhenAnotherApplicationHasHaloOnItsClassPathIsLeftAlone() {
        assertThat(usedBy(GeneratedBeansTest.class, List.of(), "shop.open=no")).isTrue();
    }
}
