package ink.dreamnet.halo.endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointPropertiesTest {

    private final ApplicationContextRunner start = new ApplicationContextRunner().withUserConfiguration(Only.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(EndpointProperties.class)
    static class Only {
    }

    @Test
    void startWhenNothingIsSetTakesTheDefaults() {
        start.run(context -> {
            EndpointProperties properties = context.getBean(EndpointProperties.class);
            assertThat(properties.globalBound()).isEqualTo(256);
            assertThat(properties.perHostBound()).isEqualTo(8);
            assertThat(properties.confirmationDelay()).hasMillis(500);
            assertThat(properties.keepAlive()).isFalse();
            assertThat(properties.bodyCap().toKilobytes()).isEqualTo(64);
            assertThat(properties.canary()).isEmpty();
            assertThat(properties.certificate()).isEqualTo(new EndpointProperties.Certificate(21, 14, 7));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            halo.endpoint.global-bound=0; globalBound
            halo.endpoint.per-host-bound=x; per-host-bound
            halo.endpoint.confirmation-delay=-1s; confirmationDelay
            halo.endpoint.body-cap=17MB; halo.endpoint.body-cap
            halo.endpoint.body-cap=0B; halo.endpoint.body-cap
            halo.endpoint.canary=gopher://a; halo.endpoint.canary
            halo.endpoint.certificate.medium-days=3; halo.endpoint.certificate
            halo.endpoint.certificate.critical-days=-1; criticalDays
            """)
    void startWhenValueIsWrongNamesTheProperty(String property, String name) {
        start.withPropertyValues(property).run(context -> {
            assertThat(context).hasFailed();
            StringBuilder messages = new StringBuilder();
            for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
                messages.append(cause).append('\n');
            }
            assertThat(messages).contains(name);
        });
    }
}
