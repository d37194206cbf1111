package ink.dreamnet.halo;

import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

import static org.assertj.core.api.Assertions.assertThat;

@Isolated
class LibraryEnvironmentTest {

    private static final String HALO_PROPERTY = "halo.library-environment-test";

    private static LibraryEnvironment environment(Map<String, Object> options) {
        return new LibraryEnvironment(options, LibraryEnvironmentTest.class.getClassLoader());
    }

    @AfterEach
    void restore() {
        System.clearProperty(HALO_PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.url", "SPRING_DATASOURCE_URL", "SPRING_PROFILES_ACTIVE", "server.port",
            "SERVER_PORT", "management.server.port", "logging.level.root", "LOGGING_LEVEL_ROOT", "debug",
            "db-scheduler.threads", "DBSCHEDULER_THREADS", "spring.jpa[x]"})
    void variableOfTheProgramsSpringIsNotForHalo(String name) {
        assertThat(LibraryEnvironment.isForHalo(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HALO_INTERVAL_MS", "halo.endpoints[0].url", "DREAMNET_API_BASE", "SHOP_TOKEN", "PATH",
            "java.io.tmpdir", "SERVERLESS", "springfield"})
    void anyOtherVariableIsForHalo(String name) {
        assertThat(LibraryEnvironment.isForHalo(name)).isTrue();
    }

    @Test
    void optionsComeBeforeSystemProperties() {
        System.setProperty(HALO_PROPERTY, "system");
        assertThat(environment(Map.of()).getProperty(HALO_PROPERTY)).isEqualTo("system");
        assertThat(environment(Map.of(HALO_PROPERTY, "option")).getProperty(HALO_PROPERTY)).isEqualTo("option");
    }

    /// The tests' own dependencies are not HALO's.
    private static Stream<String> ofHalosClassPath() {
        return StreamSupport
                .stream(ImportCandidates.load(AutoConfiguration.class, HaloLoop.class.getClassLoader()).spliterator(),
                        false)
                .filter(name -> !name.contains(".test.") && !name.startsWith("com.example.")
                        && !name.startsWith("org.springdoc."));
    }

    /// A new dependency of HALO that brings auto-configurations is added to [LibraryAutoConfiguration].
    @Test
    void autoConfigurationsThatHaloWasBuiltWithAreKept() {
        assertThat(ofHalosClassPath()).isNotEmpty().allMatch(LibraryAutoConfiguration::builtWith);
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.shop.ShopAutoConfiguration",
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
            "org.springdoc.core.configuration.SpringDocConfiguration",
            "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration"})
    void autoConfigurationsOfTheProgramAreLeftOut(String name) {
        assertThat(LibraryAutoConfiguration.builtWith(name)).isFalse();
    }
}
