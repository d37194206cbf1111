package ink.dreamnet.halo.security;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.RawHttp;
import ink.dreamnet.halo.support.SecuredHalo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@OnH2
class TokenApiSecurityTest extends SecuredHalo {

    @Autowired
    Api api;
    @LocalServerPort
    int port;

    static void assertUnauthorized(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate")).hasValueSatisfying(
                challenge -> assertThat(challenge).startsWith("Bearer"));
        assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body().path("ok").asBoolean(true)).isFalse();
        assertThat(answer.body().path("error").asString()).contains("Bearer <token>");
        assertThat(answer.response().headers().firstValue("Set-Cookie")).isEmpty();
    }

    private Answer with(String method, String path, String authorization) {
        return api.send(HttpRequest.newBuilder().method(method, BodyPublishers.noBody()).header("Authorization",
                authorization), path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/halo/who", "/v3/api-docs", "/swagger-ui/index.html", "/actuator/prometheus",
            "/actuator/metrics", "/actuator/info", "/actuator", "/api/halo/no-such-thing"})
    void getWhenTokenIsMissingIsRefusedAndWithItServed(String path) {
        assertUnauthorized(api.get(path));
        assertThat(with("GET", path, "Bearer " + ADMIN).status()).isIn(200, 404);
    }

    @Test
    void postWhenTokenIsRightIsServedAsAdmin() {
        assertUnauthorized(api.post("/api/halo/who", null));
        Answer answer = with("POST", "/api/halo/who", "bearer  " + ADMIN + " ");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("actor").asString()).isEqualTo("admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer correct-horse-battery-stapl", "Bearer " + ADMIN + "x",
            "Bearer x" + ADMIN, "Basic YWRtaW46YWRtaW4=", ADMIN, "Bearer Bearer " + ADMIN, "Bearer ünïcödé-ünïcödé-ü"})
    void getWhenAuthorizationIsWrongIsRefused(String authorization) {
        String answer = RawHttp.exchange(port, "GET /api/halo/who HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: " + authorization + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 401").contains("error=\"invalid_token\"").contains("\"ok\":false");
    }

    @Test
    void getWhenAuthorizationIsGivenTwiceIsRefused() {
        String twice = "Authorization: Bearer " + ADMIN + "\r\n";
        assertThat(RawHttp.exchange(port, "GET /api/halo/who HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + twice
                + twice + "\r\n")).startsWith("HTTP/1.1 401");
    }

    @Test
    void healthWhenTokenIsMissingIsOpenWithoutDetails() {
        for (String path : new String[]{"/actuator/health", "/actuator/health/liveness",
                "/actuator/health/readiness"}) {
            Answer anyone = api.get(path);
            assertThat(anyone.status()).as(path).isEqualTo(200);
            assertThat(anyone.body().has("components")).isFalse();
        }
        assertThat(with("GET", "/actuator/health", "Bearer wrong-but-nobody-asked").status()).isEqualTo(200);
        assertThat(with("GET", "/actuator/health", "Bearer " + ADMIN).body().has("components")).isTrue();
    }

    /// Handlers are found by the decoded path, so who may call them is decided by it, too.
    @ParameterizedTest
    @ValueSource(strings = {"/api/halo/slack/%69nteractions", "/api/halo/events/%67ithub", "/api/halo/%65vents/gitlab"})
    void postWhenItMustBeSignedIsRefusedHoweverItsPathIsEncoded(String path) {
        assertThat(with("POST", path, "Bearer " + FIRST).status()).isIn(401, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/halo/%74asks/x/approve", "/tasks/x/%61pprove"})
    void approvalWhenAnAdminEncodesItsPathIsRefused(String path) {
        assertThat(with("POST", path, "Bearer " + ADMIN).status()).isEqualTo(403);
    }

    @Test
    void getWhenHostIsForeignIsServedBecauseTheTokenDecides() {
        assertThat(RawHttp.exchange(port, "GET /api/halo/who HTTP/1.1\r\nHost: halo.example\r\nConnection: close\r\n"
                + "Authorization: Bearer " + ADMIN + "\r\n\r\n")).startsWith("HTTP/1.1 200").contains("admin");
    }
}
