package ink.dreamnet.halo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.secret.Planted;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.SecretColumns;
import ink.dreamnet.halo.support.SecretScan;
import ink.dreamnet.halo.support.SecuredHalo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Plants secrets by every road into HALO and then reads all that HALO shows, for [SecretScan] to look at: they are nowhere in clear
/// but in the columns that are encrypted where a key is configured, and there only without one.
class PlantedSecretsTest {

    private static final String GITHUB = Planted.gitHub();
    /// What never ends.
    private static final Set<String> STREAMS = Set.of("/live", "/api/halo/events/stream");

    /// Without a key.
    @HaloTest
    @OnPostgres
    static class InClearTest extends Road {

        @Test
        void showsNoSecretAndKeepsThem() throws Exception {
            leadSecrets(null, null);
            assertThat(SecretColumns.in(jdbc).keySet()).as("the road leads there").contains("definition.definition",
                    "wormhole_event.data", "repair_task.payload", "wormhole_rule.definition");
        }
    }

    /// With a key and with tokens.
    @OnH2
    static class EncryptedTest extends SecuredHalo {

        @Autowired
        Api api;
        @Autowired
        JdbcTemplate jdbc;
        @LocalServerPort
        int port;

        @Test
        void showsAndKeepsNoSecret() throws Exception {
            Road road = new Road();
            road.api = api;
            road.jdbc = jdbc;
            road.port = port;
            road.leadSecrets(ADMIN, FIRST);
            assertThat(SecretColumns.in(jdbc)).isEmpty();
        }
    }

    /// The way of the secrets.
    static class Road {

        @Autowired
        Api api;
        @Autowired
        JdbcTemplate jdbc;
        @LocalServerPort
        int port;

        private Answer call(@Nullable String token, String method, String path, @Nullable String json) {
            return token == null
                    ? api.write(method, path, json)
                    : api.write(method, path, json, "Authorization", "Bearer " + token);
        }

        private Answer good(@Nullable String token, String method, String path, @Nullable String json) {
            Answer answer = call(token, method, path, json);
            assertThat(answer.status()).as("%s %s %s", method, path, answer.body()).isBetween(200, 299);
            return answer;
        }

        void leadSecrets(@Nullable String admin, @Nullable String operator) throws Exception {
            plant(admin, operator);
            look(admin, operator);
        }

        private void plant(@Nullable String admin, @Nullable String operator) {
            String closed = "http://127.0.0.1:" + FleetServer.closedPort();
            good(admin, "PUT", "/api/halo/endpoints/planted", """
                    {"url":"%s/x?sid=s3cretSid","method":"POST","body":"{\\"pin\\":\\"s3cretBody\\"}",
                    "headers":{"X-Vault":"s3cretVault","DPoP":"s3cretDpop","Authorization":"Bearer s3cretBearer"},
                    "labels":{"api-token":"s3cretLabel"}}"""
                    .formatted(closed));
            call(admin, "PUT", "/api/halo/endpoints/wrong",
                    """
                            {"url":"http://ann:s3cretUser@127.0.0.1/?token=s3cretQuery","headers":{"Cookie":"a=s3cret\\n"}}""");
            call(admin, "PUT", "/api/halo/endpoints/wrong", "{\"password\":\"s3cretUnknown\",\"url\":[]}");
            call(admin, "PUT", "/api/halo/repositories/wrong", "{\"url\":\"https://ann:s3cretRepo@127.0.0.1/r\"}");
            call(admin, "PUT", "/api/halo/environments/wrong", """
                    {"sources":[{"id":"a","path":"/nowhere?token=s3cretEnvironment"}]}""");
            call(admin, "GET", "/api/halo/events?limit=password%3Ds3cretLimit", null);
            good(admin, "PUT", "/api/halo/wormholes/planted", """
                    {"match":{"type":"planted.never"},"action":"record","description":"with token=s3cretWormhole"}""");
            good(operator, "POST", "/api/halo/events", """
                    {"sourceType":"system","eventType":"planted.event","severity":"warning","payload":{
                    "password":"s3cretEvent","headers":{"X-Any":"s3cretHeader"},"list":[{"secrets":["s3cretList"]}],
                    "note":"see https://ann:s3cretInfo@127.0.0.1/x?sig=s3cretSig and use %s"}}""".formatted(GITHUB));
            good(operator, "POST", "/api/halo/deploys", """
                    {"service":"planted","version":"1","url":"https://ci.example/run/1?sid=s3cretDeploy"}""");
            good(admin, "PUT", "/api/halo/agents/planter", "{\"name\":\"Planter\",\"role\":\"DeployKeeper\"}");
            good(admin, "PUT", "/api/halo/agents/planted", "{\"name\":\"Planted\",\"role\":\"Climber\"}");
            good(admin, "POST", "/api/halo/agents/planted/heartbeat", """
                    {"status":"degraded","message":"login failed, password=s3cretBeat"}""");
            JsonNode cycle = good(operator, "POST", "/api/halo/run", """
                    {"reason":"token=s3cretReason","subjects":["endpoint:planted"]}""").body().path("cycle");
            // an earlier cycle, which the event asked for, may have made it
            String task = good(operator, "GET", "/api/halo/tasks", null).body().at("/tasks/0/id").asString();
            work(task, cycle.at("/weakPoints/0/id").asString(), operator,
                    token(admin, "{\"name\":\"editor\",\"role\":\"operator\"}"),
                    token(admin, "{\"name\":\"planter\",\"role\":\"agent\",\"agent\":\"planter\"}"));
        }

        private String token(@Nullable String admin, String whose) {
            return good(admin, "POST", "/api/halo/tokens", whose).body().path("secret").asString();
        }

        /// @param editor another than who approves
        private void work(String task, String weakPoint, @Nullable String operator, String editor, String agent) {
            String path = "/api/halo/tasks/" + task;
            good(editor, "PATCH", path, """
                    {"payload":{"login":{"password":"s3cretPayload"}},"targetAgents":["DeployKeeper"]}""");
            JsonNode edited = good(operator, "GET", path, null).body().path("task");
            JsonNode payload = edited.path("payload");
            assertThat(payload.at("/login/password").asString()).isEqualTo("********");
            good(editor, "PUT", path, "{\"payload\":%s}".formatted(payload));
            call(editor, "PUT", path, "{\"payload\":{\"moved\":\"********\"}}");
            good(operator, "POST", path + "/approve", """
                    {"comment":"with password=s3cretComment","contentHash":"%s"}"""
                    .formatted(edited.path("contentHash").asString()));
            good(operator, "POST", "/api/halo/weakpoints/" + weakPoint + "/comments", """
                    {"comment":"try token=s3cretWord"}""");
            JsonNode leased = good(agent, "POST", "/api/halo/tasks/lease", """
                    {"agent":"planter","waitSeconds":10}""").body();
            assertThat(leased.at("/leased/0/task/payload/login/password").asString())
                    .as("what the agent works with: %s %s", leased, edited).isEqualTo("s3cretPayload");
            good(agent, "POST", path + "/result", """
                    {"lease":"%s","outcome":"succeeded","message":"set secret=s3cretMessage",
                    "data":{"token":"s3cretData"}}""".formatted(leased.at("/leased/0/lease/id").asString()));
        }

        /// Reads everything that can be read.
        private void look(@Nullable String admin, @Nullable String operator) throws IOException, InterruptedException {
            good(operator, "POST", "/api/halo/run", "{\"subjects\":[\"endpoint:planted\"]}");
            String rules = new ClassPathResource("halo/access.txt").getContentAsString(StandardCharsets.UTF_8);
            List<String> paths = new ArrayList<>(rules.lines().filter(line -> line.startsWith("GET"))
                    .map(line -> line.split("\\s+")[1]).filter(path -> !path.contains("{") && !path.contains("*"))
                    .filter(path -> !STREAMS.contains(path)).toList());
            for (String list : List.of("events", "history", "tasks", "deploys")) {
                good(admin, "GET", "/api/halo/" + list, null).body().get(list).forEach(each -> paths.addAll(Stream
                        .of("/api/halo/" + list, Map.of("history", "/cycles").getOrDefault(list, "/" + list))
                        .map(path -> path + "/" + each.get("id").asString()).toList()));
            }
            JsonNode points = call(admin, "GET", "/api/halo/weakpoints?state=all", null).body().get("weakPoints");
            points.forEach(each -> paths.addAll(List.of("/problems/" + each.get("id").asString(),
                    "/api/halo/weakpoints/" + each.get("id").asString(),
                    "/api/halo/weakpoints/" + each.get("id").asString() + "/report")));
            paths.addAll(List.of("/subjects/endpoint/planted", "/subjects/agent/planted", "/api/halo/agents/planted",
                    "/api/halo/endpoints/planted", "/api/halo/wormholes/planted", "/api/halo/events?subject=planted",
                    "/api/halo/subjects/endpoint/planted"));
            for (String actuator : List.of("prometheus", "metrics", "env", "configprops", "mappings", "threaddump",
                    "loggers", "beans", "scheduledtasks", "info", "health")) {
                paths.add("/actuator/" + actuator);
            }
            for (String path : paths) {
                assertThat(call(admin, "GET", path, null).status()).as(path).isLessThan(500);
            }
            stream(admin);
        }

        /// Reads the stream of events until it shows the planted one.
        private void stream(@Nullable String token) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:%d/api/halo/events/stream?type=planted.*".formatted(port)))
                    .header("Last-Event-ID", "0");
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<java.io.InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
                try (BufferedReader lines = new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                    String line = lines.readLine();
                    while (line != null && !line.contains("planted.event")) {
                        line = lines.readLine();
                    }
                    assertThat(line).isNotNull();
                    assertThat(SecretScan.in(line)).isNull();
                }
            }
        }
    }
}
