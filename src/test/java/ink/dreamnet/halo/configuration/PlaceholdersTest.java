package ink.dreamnet.halo.configuration;

import java.util.Map;

import ink.dreamnet.halo.core.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlaceholdersTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    private void check(Map<String, Object> properties) {
        environment.getPropertySources().addFirst(new MapPropertySource("some", properties));
        Placeholders.check(environment);
    }

    @Test
    void checkWhenSomethingIsNotSetNamesAllThatReferToIt() {
        assertThatThrownBy(() -> check(Map.of("halo.security.admin-token", "${NOPE}", "server.port", "${NONE:${NOR}}",
                "HALO_ENDPOINTS_0_URL", "http://${SHOP}/", "a", "${b}", "b", "${a}", "logging.file.name", "${a}")))
                .isInstanceOf(StartRefusedException.class).message()
                .contains("halo.security.admin-token: some; ${NOPE} is not set",
                        "server.port: some; ${NOR} is not set",
                        "HALO_ENDPOINTS_0_URL: some; ${SHOP} is not set",
                        "logging.file.name: some; ${a} refers to itself");
    }

    @Test
    void checkWhenASourceAboveReplacesTheValueLetsItPass() {
        environment.getPropertySources().addFirst(new MapPropertySource("file",
                Map.of("spring.datasource.password", "${NOPE}", "halo.endpoints[0].check-every", "${NOPE}")));
        assertThatCode(() -> check(Map.of("SPRING_DATASOURCE_PASSWORD", "x", "HALO_ENDPOINTS_0_CHECKEVERY", "1m")))
                .doesNotThrowAnyException();
    }

    @Test
    void checkWhenAllIsSetOrNotHalosOrMeantAsItIsWrittenLetsItPass() {
        assertThatCode(() -> check(Map.of("halo.a", "${b} ${none:default}", "b", "1", "acme.x", "${NOPE}", "halo.c",
                "\\${NOPE}", "halo.d", "${open", "halogen", "${NOPE}"))).doesNotThrowAnyException();
        assertThat(Binder.get(environment).bind("halo.c", String.class).get()).isEqualTo("${NOPE}");
        assertThatCode(() -> check(Map.of("logging.pattern.console", "%d ${PID} %m%n"))).as("Logback's")
                .doesNotThrowAnyException();
    }
}
