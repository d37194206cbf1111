package ink.dreamnet.halo.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.http.StandardWebhook;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.SecuredHalo;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The secret of GitHub's webhook in a file, so that it can be replaced; GitLab's of both kinds.
@OnH2
class HookTest extends SecuredHalo {

    private static final String GITHUB = "/api/halo/events/github";
    private static final String GITLAB = "/api/halo/events/gitlab";

    @LocalServerPort
    int port;
    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;

    @BeforeEach
    void forget() {
        jdbc.update("delete from deploy");
        clock.advance(Duration.ofHours(2));
    }

    private String gitHubBody(String state, long id) {
        return """
                {"action": "created",
                 "deployment_status": {"id": %d, "state": "%s", "environment": "production", "target_url": "",
                   "environment_url": "https://shop.example", "created_at": "%s", "updated_at": "%s"},
                 "deployment": {"id": 145988746, "sha": "f95f852bd8fca8fcc58a9a2d6c842781e32a215e", "ref": "v2.3.0",
                   "task": "deploy", "payload": {}, "environment": "production"},
                 "repository": {"id": 186853002, "name": "webshop", "full_name": "acme/webshop",
                   "html_url": "https://github.example/acme/webshop", "default_branch": "main"},
                 "sender": {"login": "octocat"}}""".formatted(id, state, clock.instant(), clock.instant());
    }

    private String gitLabBody(String status) {
        String at = clock.instant().atOffset(java.time.ZoneOffset.ofHours(2))
                .format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z"));
        return """
                {"object_kind": "deployment", "status": "%s", "status_changed_at": "%s", "deployment_id": 15,
                 "deployable_id": 796, "deployable_url": "https://gitlab.example/acme/mail/-/jobs/796",
                 "environment": "staging", "environment_slug": "staging", "environment_external_url": "",
                 "project": {"id": 30, "name": "mail", "web_url": "https://gitlab.example/acme/mail",
                   "path_with_namespace": "acme/mail", "default_branch": "main"},
                 "ref": "main", "short_sha": "279484c0", "commit_title": "Send mail"}""".formatted(status, at);
    }

    private static HttpRequest.Builder signed(String body, String secret) {
        return HttpRequest.newBuilder().POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").header("X-GitHub-Event", "deployment_status")
                .header("X-GitHub-Delivery", UUID.randomUUID().toString()).header("X-Hub-Signature-256",
                        "sha256=" + GitHubSender.sign(secret, body.getBytes(StandardCharsets.UTF_8)));
    }

    private Answer gitHub(String body, String secret, String... headers) {
        HttpRequest.Builder request = signed(body, secret);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return api.send(request, GITHUB);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private Answer gitLab(String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder().POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").header("X-Gitlab-Event", "Deployment Hook");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return api.send(request, GITLAB);
    }

    private Answer gitLabSigned(String body, long secondsAgo) {
        long at = clock.instant().getEpochSecond() - secondsAgo;
        return gitLab(body, "webhook-id", "m1", "webhook-timestamp", "" + at, "webhook-signature",
                StandardWebhook.sign(List.of(SIGNING_SECRET), "m1", at, body.getBytes(StandardCharsets.UTF_8)));
    }

    private long recorded() {
        Long count = jdbc.queryForObject("select count(*) from deploy", Long.class);
        return count == null ? 0 : count;
    }

    @Test
    void gitHubWhenDeploymentSucceededRecordsTheDeploy() {
        Answer answer = gitHub(gitHubBody("success", 1), OLD_GITHUB_SECRET);

        assertThat(answer.status()).isEqualTo(201);
        JsonNode deploy = answer.body().at("/deploy");
        assertThat(deploy.at("/service").stringValue()).isEqualTo("shop");
        assertThat(deploy.at("/version").stringValue()).isEqualTo("v2.3.0");
        assertThat(deploy.at("/environment").stringValue()).isEqualTo("production");
        assertThat(deploy.at("/source").stringValue()).isEqualTo("github");
        assertThat(deploy.at("/recordedBy").stringValue()).isEqualTo("github");
        assertThat(deploy.at("/url").stringValue()).isEqualTo("https://shop.example");
    }

    @Test
    void gitHubWhenDeliveredAgainIsTheSameDeploy() {
        String body = gitHubBody("success", 2);
        assertThat(gitHub(body, OLD_GITHUB_SECRET, "X-GitHub-Delivery", "one").status()).isEqualTo(201);

        Answer again = gitHub(body, OLD_GITHUB_SECRET, "X-GitHub-Delivery", "one");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().at("/created").booleanValue()).isFalse();
        assertThat(gitHub(body, OLD_GITHUB_SECRET, "X-GitHub-Delivery", "replayed-under-another-id").status())
                .isEqualTo(200);
        assertThat(recorded()).isEqualTo(1);
    }

    /// A pipeline told of it first, in its own words.
    @Test
    void gitHubWhenWhatWasKnownAnotherWayIsDeliveredAgainIsKnown() {
        HttpRequest.Builder told = HttpRequest.newBuilder().POST(BodyPublishers.ofString("""
                {"service": "shop", "version": "1.4.2", "environment": "production",
                 "commit": "f95f852bd8fca8fcc58a9a2d6c842781e32a215e"}""")).header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ADMIN);
        Answer first = api.send(told, "/api/halo/deploys");
        assertThat(first.status()).isEqualTo(201);
        String body = gitHubBody("success", 7).replace("v2.3.0", "main");
        assertThat(gitHub(body, OLD_GITHUB_SECRET).status()).isEqualTo(200);

        Answer again = gitHub(body, OLD_GITHUB_SECRET);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().at("/created").booleanValue()).isFalse();
        assertThat(again.body().at("/deploy/id")).isEqualTo(first.body().at("/deploy/id"));
        assertThat(gitHub(body.replace("f95f852b", "0a0a0a0a"), OLD_GITHUB_SECRET).status()).as("another version")
                .isEqualTo(409);
    }

    @Test
    void gitHubWhenSecretIsReplacedTakesBothAndThenTheNew() throws IOException {
        assertThat(gitHub(gitHubBody("success", 3), "the-new-s3cret-of-github").status()).isEqualTo(401);
        Files.writeString(GITHUB_SECRET, "the-new-s3cret-of-github\n");
        assertThat(gitHub(gitHubBody("success", 3), "the-new-s3cret-of-github").status()).isEqualTo(201);
        assertThat(gitHub(gitHubBody("success", 3), OLD_GITHUB_SECRET).status()).isEqualTo(200);
        Files.delete(GITHUB_SECRET);
    }

    @Test
    void gitHubWhenSignatureIsWrongOrMissingIsRefused() {
        String body = gitHubBody("success", 4);
        Answer wrong = gitHub(body, "another-s3cret-altogether");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body().at("/error").stringValue()).contains("X-Hub-Signature-256")
                .doesNotContain(OLD_GITHUB_SECRET);
        assertThat(gitHub(body, OLD_GITHUB_SECRET, "X-Hub-Signature-256", "sha256=").status()).isEqualTo(401);
        assertThat(gitHub(body, OLD_GITHUB_SECRET, "X-Hub-Signature-256", "sha1=00").status()).isEqualTo(401);
        String signature = "sha256=" + GitHubSender.sign(OLD_GITHUB_SECRET, body.getBytes(StandardCharsets.UTF_8));
        assertThat(gitHub(body.replace("production", "staging"), OLD_GITHUB_SECRET, "X-Hub-Signature-256", signature)
                .status())
                .isEqualTo(401);
        assertThat(api.post(GITHUB, body, "X-GitHub-Event", "deployment_status").status()).isEqualTo(401);
        assertThat(api.post(GITHUB, body, "X-GitHub-Event", "deployment_status", "Authorization",
                "Bearer " + ADMIN).status()).isEqualTo(401);
        assertThat(recorded()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"ping,success", "push,success", "deployment_status,failure", "deployment_status,in_progress",
            "deployment_status,inactive"})
    void gitHubWhenItTellsOfNoDeployIsAcceptedAndIgnored(String event, String state) {
        Answer answer = gitHub(gitHubBody(state, 5), OLD_GITHUB_SECRET, "X-GitHub-Event", event);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().at("/ignored").stringValue()).isNotBlank();
        assertThat(recorded()).isZero();
    }

    @Test
    void gitHubWhenTheStatusIsOldOrMalformedIsRefused() {
        String old = gitHubBody("success", 6);
        clock.advance(Duration.ofHours(25));
        assertThat(gitHub(old, OLD_GITHUB_SECRET).status()).isEqualTo(400);
        assertThat(gitHub("{\"deployment_status\":{\"state\":\"success\"}}", OLD_GITHUB_SECRET).body()
                .at("/errors/0/field")
                .stringValue()).isEqualTo("deployment.sha");
        assertThat(gitHub("[", OLD_GITHUB_SECRET).status()).isEqualTo(400);
        assertThat(
                gitHub(gitHubBody("success", 6), OLD_GITHUB_SECRET, "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
        assertThat(recorded()).isZero();
    }

    @Test
    void deploymentsAreEventsWhateverBecameOfThem() {
        String failed = gitHubBody("failure", 4711);
        for (int delivery = 0; delivery < 2; delivery++) {
            assertThat(gitHub(failed, OLD_GITHUB_SECRET).status()).isEqualTo(202);
        }
        assertThat(gitLab(gitLabBody("success"), "X-Gitlab-Token", GITLAB_TOKEN).status()).isEqualTo(201);
        JsonNode events = events("type=github.*&severity=error");
        assertThat(events).hasSize(1);
        assertThat(events.at("/0/source").stringValue()).isEqualTo("/github/acme/webshop");
        assertThat(events.at("/0/labels/state").stringValue()).isEqualTo("failure");
        assertThat(events("source=/gitlab/acme/mail").at("/0/labels/state").stringValue()).isEqualTo("success");
    }

    private JsonNode events(String query) {
        return api.send(HttpRequest.newBuilder().GET().header("Authorization", "Bearer " + ADMIN),
                "/api/halo/events?" + query).body().path("events");
    }

    @Test
    void gitHubWhenASenderWithholdsItsBodyIsPutOffForThatSenderOnly() throws Exception {
        String message = "{\"a\":\"" + "x".repeat(16_000) + "\"}";
        InetAddress other = InetAddress.ofLiteral("127.0.0.2");
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port, other, 0);
                HttpClient neighbour = HttpClient.newBuilder().localAddress(other).build()) {
            slow.getOutputStream()
                    .write("""
                            POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=00\r
                            Content-Length: 65000\r\n\r\n"""
                            .formatted(GITHUB).getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().write("x".repeat(60_000).getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
            HttpResponse<String> later = Awaitility.await().until(
                    () -> neighbour.send(signed(message, OLD_GITHUB_SECRET).uri(uri(GITHUB)).build(),
                            BodyHandlers.ofString()),
                    answer -> answer.statusCode() == 429);
            assertThat(later.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(later.body()).contains("halo.web.max-unauthenticated");
            assertThat(neighbour.send(HttpRequest.newBuilder(uri("/api/halo/events"))
                    .header("Authorization", "Bearer " + ADMIN).header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(message)).build(), BodyHandlers.discarding()).statusCode())
                    .isNotEqualTo(429);
            assertThat(gitHub(message, OLD_GITHUB_SECRET).status()).isNotEqualTo(429);

            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408").contains("\"error\":\"The request did not arrive in time\"");
            assertThat(neighbour
                    .send(signed(message, OLD_GITHUB_SECRET).uri(uri(GITHUB)).build(), BodyHandlers.discarding())
                    .statusCode()).isNotEqualTo(429);
        }
    }

    @Test
    void writeWhenNotAuthenticatedIsRefusedBeforeItsBodyIsRead() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            slow.getOutputStream().write("""
                    POST /api/halo/run HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r
                    Content-Length: 60000\r\n\r\nmode=""".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void gitHubWhenBodyIsTooLargeIsRefused() {
        String large = "{\"a\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(gitHub(large, OLD_GITHUB_SECRET).status()).isEqualTo(413);
        HttpRequest.Builder chunked = HttpRequest.newBuilder().header("Content-Type", "application/json")
                .header("X-GitHub-Event", "ping").POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(large)));
        assertThat(api.send(chunked, GITHUB).status()).isEqualTo(413);
    }

    @Test
    void gitLabWhenTokenIsRightRecordsTheDeployOnce() {
        Answer answer = gitLab(gitLabBody("success"), "X-Gitlab-Token", GITLAB_TOKEN);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().at("/deploy/service").stringValue()).isEqualTo("mail");
        assertThat(answer.body().at("/deploy/version").stringValue()).isEqualTo("279484c0");
        assertThat(answer.body().at("/deploy/environment").stringValue()).isEqualTo("staging");
        assertThat(gitLab(gitLabBody("success"), "X-Gitlab-Token", GITLAB_TOKEN).status()).isEqualTo(200);
        assertThat(recorded()).isEqualTo(1);
    }

    @Test
    void gitLabWhenTokenIsWrongOrMissingIsRefused() {
        assertThat(gitLab(gitLabBody("success")).status()).isEqualTo(401);
        assertThat(gitLab(gitLabBody("success"), "X-Gitlab-Token", GITLAB_TOKEN + "x").status()).isEqualTo(401);
        assertThat(gitLab(gitLabBody("success"), "X-Gitlab-Token", SIGNING_SECRET).status()).isEqualTo(401);
        assertThat(recorded()).isZero();
    }

    @Test
    void gitLabWhenSignedIsTakenInUnlessOldOrChanged() {
        assertThat(gitLabSigned(gitLabBody("success"), 330).status()).isEqualTo(401);
        assertThat(gitLabSigned(gitLabBody("success"), -330).status()).isEqualTo(401);
        assertThat(gitLab(gitLabBody("success"), "webhook-id", "m1", "webhook-timestamp",
                "" + clock.instant().getEpochSecond(), "webhook-signature", "v1,AAAA").status()).isEqualTo(401);
        assertThat(recorded()).isZero();
        assertThat(gitLabSigned(gitLabBody("success"), 60).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"running", "failed", "canceled", "blocked", "approved"})
    void gitLabWhenItTellsOfNoDeployIsAcceptedAndIgnored(String status) {
        assertThat(gitLab(gitLabBody(status), "X-Gitlab-Token", GITLAB_TOKEN).status()).isEqualTo(202);
        assertThat(gitLab("{\"object_kind\":\"push\"}", "X-Gitlab-Token", GITLAB_TOKEN).status()).isEqualTo(202);
        assertThat(recorded()).isZero();
    }

    @Test
    void senderWhenSignedMayNothingElse() {
        String body = gitHubBody("success", 9);
        String signature = "sha256=" + GitHubSender.sign(OLD_GITHUB_SECRET, body.getBytes(StandardCharsets.UTF_8));
        assertThat(api.post("/api/halo/deploys", body, "X-Hub-Signature-256", signature).status()).isEqualTo(401);
        assertThat(api.post(GITHUB + "/", body, "X-Hub-Signature-256", signature).status()).isEqualTo(401);
        assertThat(api.post("/api/halo/run", null, "X-Gitlab-Token", GITLAB_TOKEN).status()).isEqualTo(401);
    }

    private Answer event(String body, String id, long secondsAgo, String secret) {
        long at = clock.instant().getEpochSecond() - secondsAgo;
        return api.post("/api/halo/events", body, "webhook-id", id, "webhook-timestamp", "" + at, "webhook-signature",
                StandardWebhook.sign(List.of(secret), id, at, body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void eventWhenSignedIsTakenInOnceWithoutTheToken() {
        String body = "{\"sourceType\":\"system\",\"eventType\":\"disk.full\",\"severity\":\"info\",\"payload\":{}}";
        String id = "m-" + UUID.randomUUID();
        assertThat(api.post("/api/halo/events", body).status()).isEqualTo(401);
        assertThat(event(body, id, 301, SIGNING_SECRET).status()).isEqualTo(401);
        assertThat(event(body, id, 0, "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=").status()).isEqualTo(401);

        long now = clock.instant().getEpochSecond();
        Answer dressed = api.post("/api/halo/events", body, "webhook-id", id, "webhook-timestamp", "" + now,
                "webhook-signature", StandardWebhook.sign(List.of(SIGNING_SECRET), id, now, body.getBytes(
                        StandardCharsets.UTF_8)),
                "ce-specversion", "1.0", "ce-id", "other", "ce-source", "/x", "ce-type", "squad.task.completed");
        assertThat(dressed.status()).as("headers are not covered by the signature").isEqualTo(401);

        Answer first = event(body, id, 10, SIGNING_SECRET);
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body().at("/accepted").intValue()).isEqualTo(1);
        Answer replayed = event(body, id, 5, SIGNING_SECRET);
        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.body().at("/accepted").intValue()).isZero();
        assertThat(replayed.body().at("/duplicates").intValue()).isEqualTo(1);
    }
}
