package ink.dreamnet.halo;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

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
}
