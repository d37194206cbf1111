package ink.dreamnet.halo.security;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class LocalApiSecurityTest {

    @Autowired
    Api api;
    @LocalServerPort
    int port;

    private String post(String... headers) {
        return RawHttp.exchange(port, "POST /api/halo/who HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n");
    }

    @Test
    void requestWhenFromThisMachineIsTheLocalOperators() {
        assertThat(api.post("/api/halo/who", null).body().path("actor").asString()).isEqualTo("local");
        assertThat(api.get("/actuator/health").body().has("components")).isTrue();
        assertThat(api.get("/v3/api-docs").status()).isEqualTo(200);
        assertThat(api.get("/api/halo/who").response().headers().map()).containsKeys("X-Content-Type-Options",
                "X-Frame-Options", "Content-Security-Policy", "Cache-Control").doesNotContainKey("Set-Cookie");
    }

    @ParameterizedTest
    @CsvSource({"localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.8.8.8", "[::1]:8080", "localhost.:80"})
    void requestWhenHostIsLoopbackIsServed(String host) {
        assertThat(post("Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1",
            "[2001:db8::1]", "1localhost"})
    void requestWhenHostIsForeignIsRefused(String host) {
        assertThat(post("Host: " + host)).startsWith("HTTP/1.1 403").contains("application/problem+json").contains(
                "\"ok\":false").contains("HALO_ADMIN_TOKEN");
    }

    @Test
    void requestWhenAnotherPageSentItIsRefused() {
        String host = "Host: localhost:8080";
        assertThat(post(host, "Origin: http://localhost:8080")).startsWith("HTTP/1.1 200");
        assertThat(post(host, "Sec-Fetch-Site: same-origin")).startsWith("HTTP/1.1 200");
        assertThat(post(host, "Origin: http://localhost:3000")).startsWith("HTTP/1.1 403");
        assertThat(post(host, "Origin: https://localhost:8080")).startsWith("HTTP/1.1 403");
        assertThat(post(host, "Origin: http://evil.example")).startsWith("HTTP/1.1 403").contains("evil.example");
        assertThat(post(host, "Origin: null")).startsWith("HTTP/1.1 403");
        assertThat(post(host, "Sec-Fetch-Site: cross-site")).startsWith("HTTP/1.1 403");
        assertThat(post(host, "Sec-Fetch-Site: same-site")).startsWith("HTTP/1.1 403");
    }
}
