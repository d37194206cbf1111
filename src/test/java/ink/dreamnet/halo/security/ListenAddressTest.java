package ink.dreamnet.halo.security;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.core.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
@Isolated
class ListenAddressTest {

    private static MockEnvironment processed(Map<String, String> properties) {
        MockEnvironment environment = new MockEnvironment();
        properties.forEach(environment::setProperty);
        ListenAddress.check(environment);
        return environment;
    }

    @Test
    void startWhenNothingIsSetListensOnLoopbackOnly() {
        assertThat(processed(Map.of()).getProperty("server.address")).isEqualTo("127.0.0.1");
        assertThat(processed(Map.of("server.address", "")).getProperty("server.address")).isEqualTo("127.0.0.1");
        assertThat(processed(Map.of("management.server.port", "9000")).getProperty("management.server.address"))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void startWhenTokenIsSetListensEverywhereOrWhereItIsTold() {
        String token = "0123456789abcdef";
        assertThat(processed(Map.of("halo.security.admin-token", token)).getProperty("server.address")).isNull();
        assertThat(processed(Map.of("halo.security.admin-token", token, "server.address", "0.0.0.0")).getProperty(
                "server.address")).isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.9.9.9"})
    void startWhenAddressIsLoopbackKeepsIt(String address) {
        assertThat(processed(Map.of("server.address", address)).getProperty("server.address")).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"server.address,0.0.0.0", "server.address,::", "server.address,192.0.2.1",
            "server.address,no.such.invalid",
            "management.server.address,0.0.0.0"})
    void startWhenAddressIsOpenWithoutTokenIsRefused(String property, String address) {
        assertThatExceptionOfType(StartRefusedException.class).isThrownBy(() -> processed(Map.of(property, address)))
                .withMessageContaining(address).withMessageContaining(property)
                .withMessageContaining("HALO_ADMIN_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fifteen-chars-1", "with a blank inside", "ünïcödé-ünïcödé"})
    void startWhenTokenIsWeakIsRefusedWithoutTellingIt(String token) {
        assertThatExceptionOfType(StartRefusedException.class).isThrownBy(
                () -> processed(Map.of("halo.security.admin-token", token))).withMessageContaining("at least 16")
                .satisfies(
                        refused -> assertThat(refused.getMessage()).doesNotContain(token));
    }

    @Test
    void runWhenRefusedTellsWhatToDoWithoutAStackTrace(CapturedOutput output) {
        SpringApplication application = new SpringApplication(HaloApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatCode(() -> application.run("--server.address=0.0.0.0", "--halo.security.admin-token="))
                .hasMessageContaining("HALO_ADMIN_TOKEN is not set");
        assertThat(output).contains("APPLICATION FAILED TO START", "HALO is told to listen on 0.0.0.0 (server.address)",
                "Set HALO_ADMIN_TOKEN to a secret of at least 16 characters").doesNotContain("Application run failed");
        assertThatCode(() -> application.run("--halo.security.admin-token=too-short-7731")).isInstanceOf(
                StartRefusedException.class);
        assertThat(output).contains("is not at least 16 visible ASCII characters").doesNotContain("too-short-7731");
    }

    @Test
    void toStringWhenTokenIsSetDoesNotTellIt() {
        assertThat(new ApiSecurityProperties("0123456789abcdef", false,
                List.of(new ApiSecurityProperties.Operator("ann", "fedcba9876543210")), Duration.ofHours(12)))
                .hasToString(
                        "ApiSecurityProperties[adminToken=***, openReads=false, operators=[Operator[name=ann]]]");
    }
}
