package ink.dreamnet.halo.console.login;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.PageClient;
import ink.dreamnet.halo.support.PageClient.Page;
import ink.dreamnet.halo.support.RawHttp;
import ink.dreamnet.halo.support.SecuredHalo;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// Logging in at the console, what a session may do and when it ends, and that nothing is changed but by HALO's own pages.
@OnH2
class LoginTest extends SecuredHalo {

    @Autowired
    Api api;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;
    @LocalServerPort
    int port;

    private PageClient browser() {
        return new PageClient("http://127.0.0.1:" + port);
    }

    private PageClient loggedIn(String token) {
        PageClient browser = browser();
        Page page = browser.submit(browser.get("/login"), "/login", Map.of("token", token));
        assertThat(page.path()).isEqualTo("/");
        return browser;
    }

    private Api.Answer call(String method, String path, String body) {
        return api.send(HttpRequest.newBuilder().method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").header("Authorization", "Bearer " + ADMIN), path);
    }

    @Test
    void pageWhenNobodyIsLoggedInLeadsToTheLoginAndBack() {
        PageClient browser = browser();

        Page login = browser.get("/tasks?status=approved");
        assertThat(login.path()).startsWith("/login?next=");
        Page tasks = browser.submit(login, "/login", Map.of("token", FIRST));

        assertThat(tasks.path()).isEqualTo("/tasks?status=approved");
        assertThat(tasks.html()).contains("first-shift").contains("Log out");
    }

    @Test
    void loginWhenTheTokenIsWrongIsRefusedAndOpensNothing() {
        // the trail has one refusal a minute of an address
        clock.advance(Duration.ofMinutes(1));
        PageClient browser = browser();

        Page refused = browser.submit(browser.get("/login"), "/login", Map.of("token", "not-the-s3cret-at-all"));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.html()).contains("not a token").doesNotContain("not-the-s3cret-at-all");
        assertThat(browser.get("/tasks").path()).startsWith("/login");
        assertThat(call("GET", "/api/halo/audit?action=access.refused", "").body().path("audit").path(0)
                .path("subjectId").asString()).isEqualTo("POST /login");
    }

    /// Nobody is known yet, and a container reads as many bytes as are announced.
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 8193", "Transfer-Encoding: chunked"})
    void loginWhenItsFormIsLargerThanALoginIsRefusedUnread(String body) {
        assertThat(RawHttp.exchange(port, "POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + body
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n")).startsWith("HTTP/1.1 413");
    }

    @Test
    void redirectWhenAProxySpeaksTlsStaysThere() {
        assertThat(RawHttp.exchange(port, "POST /logout HTTP/1.1\r\nHost: halo.example\r\nConnection: close\r\n"
                + "Content-Length: 0\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"))
                .contains("\r\nLocation: /login\r\n");
    }

    @Test
    void loginWhenNextLeadsElsewhereStaysHere() {
        for (String elsewhere : List.of("/x{y}", "//other.example/", "https://other.example/", "/\\other.example")) {
            PageClient browser = browser();
            Map<String, String> form = new HashMap<>(Map.of("token", FIRST, "next", elsewhere));
            assertThat(browser.submit(browser.get("/login"), "/login", form).path()).isEqualTo("/");
        }
    }

    @Test
    void loginWhenTheTokenIsAnAgentsIsRefused() {
        String secret = call("POST", "/api/halo/tokens", """
                {"name": "worker", "role": "agent", "agent": "a1"}""").body().path("secret").asString();
        PageClient browser = browser();

        assertThat(browser.submit(browser.get("/login"), "/login", Map.of("token", secret)).status()).isEqualTo(401);
    }

    @Test
    void sessionWhenItsTokenIsRevokedEndsWithIt() {
        Api.Answer made = call("POST", "/api/halo/tokens", """
                {"name": "reader", "role": "viewer"}""");
        PageClient browser = loggedIn(made.body().path("secret").asString());
        assertThat(browser.get("/tasks").path()).isEqualTo("/tasks");

        call("DELETE", "/api/halo/tokens/" + made.body().path("token").path("id").asString(), "");

        assertThat(browser.get("/tasks").path()).startsWith("/login");
    }

    @Test
    void sessionOfAnIssuersTokenHasItsRolesAndEndsWithItAtTheLatest() {
        PageClient browser = loggedIn(ISSUER.token("ann", clock.instant(), "operator"));
        PageClient viewer = loggedIn(ISSUER.token("bob", clock.instant(), "viewer"));

        assertThat(browser.get("/approvals").html()).contains("ann").contains("action=\"/pause\"");
        assertThat(viewer.get("/approvals").html()).contains("bob").doesNotContain("action=\"/pause\"");
        assertThat(jdbc.queryForList("select name from browser_session where name is not null", String.class))
                .containsExactlyInAnyOrder("ann", "bob");
        clock.advance(Duration.ofMinutes(5));
        assertThat(browser.get("/tasks").path()).startsWith("/login");
    }

    @Test
    void liveWhenTheTokenOfItsReaderIsRevokedEndsWithinSeconds() throws Exception {
        Api.Answer made = call("POST", "/api/halo/tokens", """
                {"name": "watcher", "role": "viewer"}""");
        HttpResponse<InputStream> live = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/live"))
                        .header("Authorization", "Bearer " + made.body().path("secret").asString()).build(),
                BodyHandlers.ofInputStream());
        assertThat(live.statusCode()).isEqualTo(200);

        call("DELETE", "/api/halo/tokens/" + made.body().path("token").path("id").asString(), "");

        assertThat(CompletableFuture.supplyAsync(() -> {
            try (InputStream stream = live.body()) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException cutOff) {
                throw new UncheckedIOException(cutOff);
            }
        }, Thread::startVirtualThread)).succeedsWithin(Duration.ofSeconds(30)).asString().startsWith("retry:");
    }

    @Test
    void sessionWhenItsTimeIsOverOrItIsClosedEnds() {
        PageClient late = loggedIn(FIRST);
        PageClient leaving = loggedIn(FIRST);

        leaving.submit(leaving.get("/tasks"), "/logout", Map.of());
        assertThat(leaving.get("/tasks").path()).startsWith("/login");
        assertThat(late.get("/tasks").path()).isEqualTo("/tasks");
        clock.advance(Duration.ofHours(12));

        assertThat(late.get("/tasks").path()).startsWith("/login");
    }

    @Test
    void sessionsAreKeptAsHashesOnly() {
        PageClient browser = loggedIn(FIRST);
        assertThat(browser.get("/tasks").status()).isEqualTo(200);

        assertThat(jdbc.queryForList("select digest, token_digest from browser_session")).isNotEmpty()
                .allSatisfy(row -> assertThat(row.values()).allSatisfy(
                        value -> assertThat(String.valueOf(value)).matches("[0-9a-f]{64}")));
    }

    @Test
    void formWhenItDoesNotProveItsPageIsRefusedAndChangesNothing() {
        PageClient browser = loggedIn(FIRST);

        Page refused = browser.post("/pause", Map.of("reason", "because", "back", "/"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(browser().post("/%6Cogin", Map.of("token", FIRST)).status()).isEqualTo(403);
        // the page of another host of the same site, which has set the other cookie
        assertThat(browser.post("/pause", Map.of("reason", "because"), "Sec-Fetch-Site", "same-site").status())
                .isEqualTo(401);
        // the cookie opens the API for reading only: writing takes the same proof
        assertThat(browser.post("/api/halo/pause", Map.of("reason", "because")).status()).isEqualTo(403);
        assertThat(browser.get("/api/halo/status").status()).isEqualTo(200);

        assertThat(call("GET", "/api/halo/status", "").body().path("status").path("paused").asBoolean()).isFalse();
    }

    @Test
    void pauseWhenAnOperatorSendsItsFormStopsEverythingAndSaysSoOnce() {
        PageClient browser = loggedIn(FIRST);

        Page paused = browser.submit(browser.get("/tasks"), "/pause", Map.of("reason", "the <b>night</b>"));

        assertThat(paused.path()).isEqualTo("/tasks");
        assertThat(paused.html()).contains("HALO is paused").contains("the &lt;b&gt;night&lt;/b&gt;")
                .doesNotContain("<b>night");
        assertThat(browser.get("/tasks").html()).doesNotContain("Nothing is dispatched until");
        assertThat(call("GET", "/api/halo/audit?action=halo.paused", "").body().path("audit").path(0).path("actor")
                .asString()).isEqualTo("first-shift");
        Page again = browser.submit(browser.get("/tasks"), "/resume", Map.of("reason", ""));
        assertThat(again.html()).contains("reason: is missing");
        browser.submit(again, "/resume", Map.of("reason", "it is over"));
    }

    @Test
    void viewerSeesNoFormsThatTheyMayNotSendAndSendsThemInVain() {
        String secret = call("POST", "/api/halo/tokens", """
                {"name": "reader", "role": "viewer"}""").body().path("secret").asString();
        PageClient browser = loggedIn(secret);
        Page page = browser.get("/approvals");

        assertThat(page.html()).doesNotContain("action=\"/pause\"").doesNotContain("action=\"/approvals/approve\"");
        Map<String, String> form = new HashMap<>(Map.of("reason", "because"));
        form.put("_csrf", page.html().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]*)\".*", "$1"));
        assertThat(browser.post("/pause", form).status()).isEqualTo(403);
    }
}
