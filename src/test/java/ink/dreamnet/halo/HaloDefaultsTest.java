package ink.dreamnet.halo;

import java.util.Map;

import ink.dreamnet.halo.core.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HaloDefaultsTest {

    private static MockEnvironment environmentOf(Class<?> application, Map<String, String> configured) {
        MockEnvironment environment = new MockEnvironment();
        configured.forEach(environment::setProperty);
        new HaloDefaults().postProcessEnvironment(environment, new SpringApplication(application));
        return environment;
    }

    @Test
    void defaultsWhenHaloStartsAreBelowWhatIsConfigured() {
        MockEnvironment environment = environmentOf(HaloApplication.class, Map.of("db-scheduler.threads", "3"));
        assertThat(environment.getProperty("spring.datasource.url")).startsWith("jdbc:h2:async:./data/halo");
        assertThat(environment.getProperty("db-scheduler.threads")).isEqualTo("3");
        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    }

    @Test
    void defaultsWhenAnotherApplicationHasHaloOnItsClassPathAreNotPut() {
        MockEnvironment environment = environmentOf(HaloDefaultsTest.class, Map.of("server.address", "0.0.0.0"));
        assertThat(environment.getProperty("spring.datasource.url")).isNull();
        assertThat(environment.getProperty("server.address")).isEqualTo("0.0.0.0");
    }

    @Test
    void demoWhenADatabaseIsNamedIsRefused() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.setActiveProfiles("demo");
        environment.getPropertySources().addFirst(
                new MapPropertySource("arguments", Map.of("spring.datasource.url", "jdbc:postgresql://db/halo")));
        assertThatThrownBy(() -> new HaloDefaults().postProcessEnvironment(environment,
                new SpringApplication(HaloApplication.class))).isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("spring.datasource.url");
    }

    @Test
    void demoWhenItsProfileIsActiveReplacesTheFleetOfTheOperatorsFile() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.setActiveProfiles("demo");
        environment.getPropertySources()
                .addLast(new MapPropertySource("the operator's file", Map.of("halo.endpoints[0].id", "shop",
                        "halo.triggers.time.interval", "5m", "spring.datasource.url", "jdbc:postgresql://db/halo")));
        environment.getPropertySources()
                .addFirst(new MapPropertySource("arguments", Map.of("halo.demo.step", "1s")));
        new HaloDefaults().postProcessEnvironment(environment, new SpringApplication(HaloApplication.class));
        assertThat(environment.getProperty("spring.datasource.url")).startsWith("jdbc:h2:mem:");
        assertThat(environment.getProperty("halo.triggers.time.interval")).isEqualTo("10s");
        assertThat(environment.getProperty("halo.demo.step")).isEqualTo("1s");
        assertThat(Binder.get(environment).bind("halo.endpoints", Bindable.listOf(Object.class)).get()).isEmpty();
    }
}
