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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ink.dreamnet.halo.core.EncryptedColumn;
import ink.dreamnet.halo.core.secret.Planted;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.SecuredHalo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Plants secrets by every road into HALO, and then looks for them wherever HALO shows or keeps something: they are nowhere in clear
/// but in the columns that are encrypted where a key is configured, and there only without one.
class PlantedSecretsTest {

    /// In each secret that is planted.
    private static final String MARK = "Pl4n7ed";
    private static final String GITHUB = Planted.gitHub();
    /// What never ends.
    private static final Set<String> STREAMS = Set.of("/live", "/api/halo/events/stream");

    /// Without a key.
    @HaloTest
    @OnPostgres
    static class InClearTest extends Road {

        @Test
        void showsNoSecretAndKeepsThemInTheDocumentedColumnsOnly() throws Exception {
            plantAndLook(null, null);
            assertThat(columns()).isSubsetOf(Arrays.stream(EncryptedColumn.values()).map(EncryptedColumn::toString)
                    .toList());
            assertThat(columns()).as("the road leads there").contains("definition.definition", "wormhole_event.data",
                    "repair_task.payload", "wormhole_rule.definition");
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
            road.plantAndLook(ADMIN, FIRST);
            assertThat(road.columns()).isEmpty();
            for (String configured : List.of(ADMIN, FIRST, SECOND, OLD_GITHUB_SECRET, GITLAB_TOKEN, SIGNING_SECRET,
                    SLACK_SECRET)) {
                assertThat(road.shown).noneMatch(text -> text.contains(configured));
                assertThat(road.logged).noneMatch(text -> text.contains(configured));
            }
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

        final List<String> shown = new ArrayList<>();
        final Queue<String> logged = new ConcurrentLinkedQueue<>();

        private Answer call(@Nullable String token, String method, String path, @Nullable String json) {
            Answer answer = token == null
                    ? api.write(method, path, json)
                    : api.write(method, path, json, "Authorization", "Bearer " + token);
            shown.add(method + " " + path + ": " + answer.response().body());
            return answer;
        }

        private Answer good(@Nullable String token, String method, String path, @Nullable String json) {
            Answer answer = call(token, method, path, json);
            assertThat(answer.status()).as("%s %s %s", method, path, answer.body()).isBetween(200, 299);
            return answer;
        }

        void plantAndLook(@Nullable String admin, @Nullable String operator) throws Exception {
            AppenderBase<ILoggingEvent> log = capture();
            try {
                String made = plant(admin, operator);
                look(admin, operator);
                assertThat(shown).noneMatch(text -> text.contains(made));
                assertThat(shown).allSatisfy(PlantedSecretsTest::hasNone);
                assertThat(logged).isNotEmpty().allSatisfy(PlantedSecretsTest::hasNone);
                assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                        .allSatisfy(PlantedSecretsTest::hasNone);
            } finally {
                root().detachAppender(log);
            }
        }

        /// @return a token that HALO made
        private String plant(@Nullable String admin, @Nullable String operator) {
            String closed = "http://127.0.0.1:" + FleetServer.closedPort();
            good(admin, "PUT", "/api/halo/endpoints/planted", """
                    {"url":"%s/x?sid=Pl4n7edSid","method":"POST","body":"{\\"pin\\":\\"Pl4n7edBody\\"}",
                    "headers":{"X-Vault":"Pl4n7edVault","DPoP":"Pl4n7edDpop","Authorization":"Bearer Pl4n7edBearer"},
                    "labels":{"api-token":"Pl4n7edLabel"}}"""
                    .formatted(closed));
            call(admin, "PUT", "/api/halo/endpoints/wrong",
                    """
                            {"url":"http://ann:Pl4n7edUser@127.0.0.1/?token=Pl4n7edQuery","headers":{"Cookie":"a=Pl4n7ed\\n"}}""");
            call(admin, "PUT", "/api/halo/endpoints/wrong", "{\"password\":\"Pl4n7edUnknown\",\"url\":[]}");
            call(admin, "PUT", "/api/halo/repositories/wrong", "{\"url\":\"https://ann:Pl4n7edRepo@127.0.0.1/r\"}");
            call(admin, "PUT", "/api/halo/environments/wrong", """
                    {"sources":[{"id":"a","path":"/nowhere?token=Pl4n7edEnvironment"}]}""");
            call(admin, "GET", "/api/halo/events?limit=password%3DPl4n7edLimit", null);
            good(admin, "PUT", "/api/halo/wormholes/planted", """
                    {"match":{"type":"planted.never"},"action":"trigger","mode":"light",
                    "description":"with token=Pl4n7edWormhole"}""");
            good(operator, "POST", "/api/halo/events", """
                    {"sourceType":"system","eventType":"planted.event","severity":"warning","payload":{
                    "password":"Pl4n7edEvent","headers":{"X-Any":"Pl4n7edHeader"},"list":[{"secrets":["Pl4n7edList"]}],
                    "note":"see https://ann:Pl4n7edInfo@127.0.0.1/x?sig=Pl4n7edSig and use %s"}}""".formatted(GITHUB));
            good(operator, "POST", "/api/halo/deploys", """
                    {"service":"planted","version":"1","url":"https://ci.example/run/1?sid=Pl4n7edDeploy"}""");
            good(admin, "PUT", "/api/halo/agents/planter", "{\"name\":\"Planter\",\"role\":\"DeployKeeper\"}");
            good(admin, "POST", "/api/halo/agents/planter/heartbeat", """
                    {"status":"working","message":"login failed, password=Pl4n7edBeat"}""");
            JsonNode cycle = good(operator, "POST", "/api/halo/run", """
                    {"reason":"token=Pl4n7edReason","subjects":["endpoint:planted"]}""").body().path("cycle");
            Answer made = admin == null ? null : api.write("POST", "/api/halo/tokens", """
                    {"name":"planter","role":"agent","agent":"planter"}""", "Authorization", "Bearer " + admin);
            String agent = made == null ? null : made.body().path("secret").asString();
            work(cycle.at("/generatedTasks/0/id").asString(), cycle.at("/weakPoints/0/id").asString(), operator, agent);
            return agent == null ? "no token" : agent;
        }

        private void work(String task, String weakPoint, @Nullable String operator, @Nullable String agent) {
            String path = "/api/halo/tasks/" + task;
            // by another than who approves
            String editor = operator == null ? null : "second-shift-token-4242";
            good(editor, "PATCH", path, """
                    {"payload":{"login":{"password":"Pl4n7edPayload"}},"comment":"use Bearer Pl4n7edEdit"}""");
            JsonNode payload = good(operator, "GET", path, null).body().at("/task/payload");
            assertThat(payload.at("/login/password").asString()).isEqualTo("********");
            good(editor, "PUT", path, "{\"payload\":%s}".formatted(payload));
            call(editor, "PUT", path, "{\"payload\":{\"moved\":\"********\"}}");
            good(operator, "POST", path + "/approve", "{\"comment\":\"with password=Pl4n7edComment\"}");
            good(operator, "POST", "/api/halo/weakpoints/" + weakPoint + "/comments", """
                    {"comment":"try token=Pl4n7edWord"}""");
            JsonNode leased = agent == null
                    ? api.post("/api/halo/tasks/lease", "{\"agent\":\"planter\"}").body()
                    : api.post("/api/halo/tasks/lease", "{\"agent\":\"planter\"}", "Authorization", "Bearer " + agent)
                            .body();
            assertThat(leased.at("/leased/0/task/payload/login/password").asString())
                    .as("what the agent works with: %s", leased).isEqualTo("Pl4n7edPayload");
            good(agent, "POST", path + "/result", """
                    {"lease":"%s","outcome":"succeeded","message":"set secret=Pl4n7edMessage",
                    "data":{"token":"Pl4n7edData"}}""".formatted(leased.at("/leased/0/lease/id").asString()));
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
            paths.addAll(List.of("/subjects/endpoint/planted", "/subjects/agent/planter", "/api/halo/agents/planter",
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
                    shown.add("stream: " + line);
                }
            }
        }

        /// @return the columns of the database that have a secret in clear
        Set<String> columns() {
            Set<String> found = new TreeSet<>();
            for (String table : jdbc.queryForList("""
                    select lower(table_name) from information_schema.tables
                    where lower(table_schema) = 'public' and table_type = 'BASE TABLE'""", String.class)) {
                for (Map<String, Object> row : jdbc.queryForList("select * from " + table)) {
                    row.forEach((column, value) -> {
                        String text = value instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.ISO_8859_1)
                                : String.valueOf(value);
                        if (text.contains(MARK) || text.contains(GITHUB)) {
                            found.add(table + "." + column.toLowerCase(java.util.Locale.ROOT));
                        }
                    });
                }
            }
            return found;
        }

        private static ch.qos.logback.classic.Logger root() {
            return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
        }

        /// Takes down the log as HALO writes it.
        private AppenderBase<ILoggingEvent> capture() {
            PatternLayout layout = new PatternLayout();
            layout.setContext(root().getLoggerContext());
            layout.setPattern("%thread %m%n%wEx");
            LogLines.install(layout);
            AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    logged.add(layout.doLayout(event));
                }
            };
            appender.setContext(root().getLoggerContext());
            appender.start();
            root().addAppender(appender);
            return appender;
        }
    }

    private static void hasNone(String text) {
        int at = Math.max(text.indexOf(MARK), text.indexOf(GITHUB));
        assertThat(at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60))).isEmpty();
    }
}
