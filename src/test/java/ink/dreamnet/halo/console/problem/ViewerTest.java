package ink.dreamnet.halo.console.problem;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.PageClient;
import ink.dreamnet.halo.support.PageClient.Page;
import ink.dreamnet.halo.support.SecuredHalo;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/// Who may only read sees what is wrong, and nothing to press.
@OnH2
class ViewerTest extends SecuredHalo {

    @Autowired
    Api api;
    @LocalServerPort
    int port;

    private Api.Answer call(String method, String path, String body) {
        return api.send(HttpRequest.newBuilder().method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").header("Authorization", "Bearer " + ADMIN), path);
    }

    private PageClient loggedIn(String token) {
        PageClient browser = new PageClient("http://127.0.0.1:" + port);
        browser.submit(browser.get("/login"), "/login", Map.of("token", token));
        return browser;
    }

    @Test
    void viewerSeesNoButtonsAndOperatorDoes() {
        call("PUT", "/api/halo/endpoints/seen", """
                {"url": "http://127.0.0.1:%d/", "attempts": 1}""".formatted(FleetServer.closedPort()));
        call("POST", "/api/halo/run", "{}");
        String secret = call("POST", "/api/halo/tokens", """
                {"name": "reader", "role": "viewer"}""").body().path("secret").asString();
        PageClient viewer = loggedIn(secret);

        Page seen = viewer.get("/problems?text=seen");
        assertThat(seen.html()).contains("Endpoint seen is down").doesNotContain("Acknowledge<", "/silences/new",
                "Snooze");
        assertThat(viewer.get("/silences").html()).doesNotContain("New silence");
        assertThat(viewer.get("/silences/new?subject=endpoint:seen").html()).contains("open problems")
                .doesNotContain("Silence this");
        assertThat(loggedIn(FIRST).get("/problems?text=seen").html()).contains("Acknowledge<", "/silences/new",
                "Snooze");
    }

    @Test
    void headOfAPageIsAnsweredAsItsGet() {
        for (String path : new String[]{"/silences", "/silences/new"}) {
            assertThat(api.send(HttpRequest.newBuilder().HEAD().header("Accept", "text/html").header("Authorization",
                    "Bearer " + ADMIN), path).status()).as(path).isEqualTo(200);
        }
    }
}
