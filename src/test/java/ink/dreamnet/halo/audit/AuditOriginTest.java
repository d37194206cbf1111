package ink.dreamnet.halo.audit;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.PageClient;
import ink.dreamnet.halo.support.RawHttp;
import ink.dreamnet.halo.support.SecuredHalo;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Who did what by which request, as the trail says it.
@OnH2
class AuditOriginTest extends SecuredHalo {

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @LocalServerPort
    int port;

    private Answer call(String method, String path, String body, String token, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder().method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").header("Authorization", "Bearer " + token);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return api.send(request, path);
    }

    private JsonNode of(String request) {
        return call("GET", "/api/halo/audit?requestId=" + request, "", ADMIN).body().path("audit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | /api/halo/run                      | {"reason": "a look"}                         | cycle.requested
            POST   | /api/halo/events                   | {"sourceType": "shop", "eventType": "sold"}  | event.accepted
            POST   | /api/halo/pause                    | {"reason": "x"}                              | halo.paused
            POST   | /api/halo/resume                   | {"reason": "x"}                              | halo.resumed
            POST   | /api/halo/deploys                  | {"service": "shop", "version": "7"}          | deploy.recorded
            POST   | /api/halo/silences                 | {"matchers": ["subject=endpoint:none"], "comment": "x", "endsAt": "{soon}"} | silence.created
            POST   | /api/halo/memory/rebuild           |                                              | memory.rebuilt
            POST   | /api/halo/triggers/time/disable    |                                              | trigger.disabled
            POST   | /api/halo/triggers/time/enable     |                                              | trigger.enabled
            PUT    | /api/halo/agents/origin            | {"role": "X"}                                | agent.registered
            DELETE | /api/halo/agents/origin            |                                              | agent.deleted
            PUT    | /api/halo/endpoints/origin         | {"url": "http://127.0.0.1:1/"}               | endpoint.put
            DELETE | /api/halo/endpoints/origin         |                                              | endpoint.deleted
            POST   | /api/halo/tokens                   | {"name": "origin", "role": "viewer"}         | token.created""")
    void changeHasItsCallerAndItsRequest(String method, String path, String body, String action) {
        String request = "origin-" + UUID.randomUUID();
        boolean operators = action.startsWith("silence") || action.startsWith("halo");
        String sent = body == null
                ? ""
                : body.replace("{soon}", clock.instant().plus(Duration.ofHours(1)).toString());
        Answer answer = call(method, path, sent, operators ? FIRST : ADMIN, "X-Request-Id", request,
                "Prefer", "respond-async");
        assertThat(answer.status()).as(answer.response().body()).isBetween(200, 202);
        assertThat(answer.response().headers().firstValue("X-Request-Id")).hasValue(request);
        assertThat(of(request)).as(path).anySatisfy(entry -> {
            assertThat(entry.path("action").asString()).isEqualTo(action);
            assertThat(entry.path("actor").asString()).isEqualTo(operators ? "first-shift" : "admin");
            assertThat(entry.path("role").asString()).isEqualTo(operators ? "operator" : "admin");
            assertThat(entry.path("token").asString()).hasSize(8);
            assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void loginAndLogoutHaveTheirCaller() {
        PageClient browser = new PageClient("http://127.0.0.1:" + port);
        browser.submit(browser.get("/login"), "/login", Map.of("token", FIRST));
        browser.submit(browser.get("/audit"), "/logout", Map.of());
        JsonNode entries = call("GET", "/api/halo/audit?subjectType=session&actor=first-shift&limit=2", "", ADMIN)
                .body().path("audit");
        assertThat(entries.valueStream().map(entry -> entry.path("action").asString())).containsExactly(
                "session.closed", "session.opened");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.path("role").asString()).isEqualTo("operator");
            assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
            assertThat(entry.path("requestId").asString()).hasSize(32);
        });
    }

    @Test
    void webhookWhenItsSignatureIsWrongIsARefusedWrite() {
        clock.advance(Duration.ofMinutes(2));
        Answer refused = api.post("/api/halo/deploys/github", "{}", "X-GitHub-Event", "ping", "X-Hub-Signature-256",
                "sha256=00");
        assertThat(refused.status()).isEqualTo(401);
        String request = refused.body().path("requestId").asString();
        assertThat(of(request)).singleElement().satisfies(entry -> {
            assertThat(entry.path("action").asString()).isEqualTo("access.refused");
            assertThat(entry.path("subjectId").asString()).isEqualTo("POST /api/halo/deploys/github");
            assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "a%0Ab", "x'y", "",
            "12345678901234567890123456789012345678901234567890123456789012345"})
    void requestIdWhenItIsNotHarmlessIsMadeAnew(String given) {
        Answer answer = call("GET", "/api/halo/nothing", "", ADMIN, "X-Request-Id", given);
        String made = answer.response().headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(made).isNotEqualTo(given).matches("[0-9a-f]{32}");
        assertThat(answer.body().path("requestId").asString()).isEqualTo(made);
    }

    @Test
    void requestIdWhenTheCallerHasATraceNamesTheSpanToo() {
        Answer answer = call("GET", "/api/halo/audit", "", ADMIN, "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(answer.response().headers().firstValue("X-Request-Id").orElseThrow())
                .matches("[0-9a-f]{32}-[0-9a-f]{16}");
        assertThat(RawHttp.exchange(port, "GET /[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .as("what Tomcat refuses").contains("X-Request-Id: ").contains("\"requestId\":");
    }

    @Test
    void verifyAnswersTheHeadAndTakesItBack() {
        JsonNode found = call("GET", "/api/halo/audit/verify", "", FIRST).body().path("verification");
        assertThat(found.path("intact").booleanValue()).isTrue();
        String head = found.at("/head/link").asString() + ":" + found.at("/head/hash").asString();
        assertThat(call("GET", "/api/halo/audit/verify?head=" + head, "", FIRST).body()
                .at("/verification/intact").booleanValue()).isTrue();
        JsonNode other = call("GET", "/api/halo/audit/verify?head=" + head.substring(0, head.length() - 4) + "0000", "",
                FIRST).body().path("verification");
        assertThat(other.at("/broken/kind").asString()).isEqualTo("changed");
        assertThat(call("GET", "/api/halo/audit/verify?head=7", "", FIRST).body().at("/errors/0/field").asString())
                .isEqualTo("head");
        assertThat(call("GET", "/api/halo/audit/verify?after=x", "", FIRST).status()).isEqualTo(400);
    }
}
