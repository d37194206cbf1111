package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.DeclaredFleet;
import ink.dreamnet.halo.support.OnH2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@OnH2
class EnvironmentApiTest extends DeclaredFleet {

    /// Every planted secret has it, in each of its lines.
    private static final String MARK = "q7Zx";
    private static final String PATH = "/api/halo/environments";

    @Autowired
    Api api;
    @Autowired
    JdbcClient jdbc;

    private final Logger log = (Logger) LoggerFactory.getLogger("ink.dreamnet.halo");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @Primary
    @TestComponent
    static class PlantedVariables implements ProcessVariables {

        @Override
        public Map<String, String> all() {
            return Map.of("PLANTED_PORT", MARK + "-of-the-process", "PLANTED_TOKEN", MARK + "-token-of-process");
        }
    }

    private @Nullable Level before;

    @BeforeEach
    void listen() {
        logged.start();
        before = log.getLevel();
        log.setLevel(Level.TRACE);
        log.addAppender(logged);
    }

    @AfterEach
    void stop() {
        log.detachAppender(logged);
        log.setLevel(before);
        for (JsonNode environment : api.get(PATH + "?limit=200").body().get("environments")) {
            api.delete(PATH + "/" + environment.get("id").asString());
        }
    }

    private static Path write(String name, String text) throws IOException {
        Path file = ENVIRONMENTS.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String sources(Path... files) {
        return "\"sources\":" + JsonMapper.shared().writeValueAsString(
                Stream.of(files).map(file -> Map.of(Files.isDirectory(file) ? "directory" : "file", file.toString()))
                        .toList());
    }

    private JsonNode run(String mode) {
        Answer answer = api.post("/api/halo/run", "{\"mode\":\"" + mode + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().get("cycle");
    }

    private List<JsonNode> weakPoints(String id, String state) {
        return api.get("/api/halo/weakpoints?limit=200&state=" + state).body().get("weakPoints").valueStream()
                .filter(point -> point.get("subject").get("id").asString().equals(id)).toList();
    }

    private List<JsonNode> tasks(String id) {
        return api.get("/api/halo/tasks?limit=200").body().get("tasks").valueStream()
                .filter(task -> task.get("payload").path("environment").asString("").equals(id)).toList();
    }

    @Test
    void putWhenNewIsListedGotChangedAndDeleted() throws IOException {
        String body = "{" + sources(write("rest/.env", "A=1\n"))
                + ",\"variables\":[{\"name\":\"A\",\"default\":\"x\"}]}";
        Answer put = api.put(PATH + "/shop", body);
        assertThat(put.status()).isEqualTo(201);
        assertThat(put.response().headers().firstValue("Location")).hasValue(PATH + "/shop");
        JsonNode shown = api.get(PATH + "/shop").body().get("environment");
        assertThat(shown.get("managedBy").asString()).isEqualTo("api");
        assertThat(shown.get("unknown").asString()).isEqualTo("report");
        assertThat(shown.get("variables").get(0).get("default").asString()).isEqualTo("x");
        assertThat(api.put(PATH + "/shop", shown.toString()).status()).as("an answer can be put back").isEqualTo(200);
        assertThat(api.get(PATH).body().get("environments").valueStream().map(e -> e.get("id").asString()))
                .contains("declared", "shop");
        assertThat(api.put(PATH + "/declared", body).status()).isEqualTo(409);
        assertThat(api.delete(PATH + "/declared").status()).isEqualTo(409);
        Answer bad = api.put(PATH + "/bad",
                "{\"sources\":[{\"file\":\"/etc/passwd\"}],\"variables\":[{\"name\":\"A\",\"type\":\"x\"}]}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().get("errors").valueStream().map(e -> e.get("field").asString()))
                .containsExactlyInAnyOrder("sources[0].file", "variables[0].type");
        assertThat(api.put(PATH + "/bad", "{\"sourcs\":[]}").status()).isEqualTo(400);
        assertThat(api.delete(PATH + "/shop").status()).isEqualTo(200);
        assertThat(api.get(PATH + "/shop").status()).isEqualTo(404);
    }

    @Test
    void cycleWhenAnEnvironmentBreaksProposesOneTaskAndResolvesItOnceHealed() throws IOException {
        Path schema = write("cycle/.env.example", "# the port\n# required\nPORT=\nHOST=\n");
        Path file = write("cycle/.env", "HOST=h\n");
        api.put(PATH + "/cycle", "{" + sources(file) + ",\"schema\":\"" + schema + "\"}");
        JsonNode cycle = run("full");
        assertThat(cycle.get("analysis").valueStream().map(run -> run.get("name").asString()))
                .contains("environment-consistency");
        assertThat(weakPoints("cycle", "open")).singleElement().satisfies(
                point -> assertThat(point.get("code").asString()).isEqualTo(Codes.MISSING));
        JsonNode task = tasks("cycle").getFirst();
        assertThat(task.get("type").asString()).isEqualTo("env.audit");
        assertThat(task.get("strategy").asString()).isEqualTo("environment-sync");
        assertThat(task.get("targetAgents").get(0).asString()).isEqualTo("EnvKeeper");
        assertThat(task.get("payload").get("variables").get(0).asString()).isEqualTo("PORT");
        Files.writeString(file, "# moved\n\nHOST=h\n");
        run("full");
        assertThat(tasks("cycle")).singleElement().satisfies(
                same -> assertThat(same.get("contentHash")).isEqualTo(task.get("contentHash")));
        Files.writeString(file, "HOST=h\nPORT=1\n");
        run("light");
        assertThat(weakPoints("cycle", "resolved")).singleElement().satisfies(
                point -> assertThat(point.get("resolution").asString()).isEqualTo("observed-clean"));
    }

    @Test
    void cycleWhenSecretsAreEverywhereLetsNoneOut() throws IOException {
        plant();
        JsonNode cycle = run("full");
        run("light");
        List<String> texts = new ArrayList<>(List.of(cycle.toString()));
        List<String> codes = cycle.get("weakPoints").valueStream().map(point -> point.get("code").asString()).toList();
        assertThat(codes).contains(Codes.WRONG_TYPE, Codes.MALFORMED, Codes.DUPLICATE, Codes.PLACEHOLDER,
                Codes.NOT_DIFFERENT, Codes.UNKNOWN, Codes.MISSING, Codes.SCHEMA_INVALID, Codes.UNREADABLE, Codes.DRIFT);
        for (String path : List.of(PATH, "/api/halo/weakpoints?state=all&limit=200", "/api/halo/history",
                "/api/halo/history/" + cycle.get("id").asString(), "/api/halo/tasks?limit=200", "/api/halo/status",
                "/actuator/health", "/actuator/info", "/actuator/metrics", "/actuator/prometheus", "/v3/api-docs")) {
            Answer answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            texts.add(answer.response().body());
        }
        for (String list : List.of("environments", "weakpoints", "tasks")) {
            JsonNode items = api.get("/api/halo/" + list + "?limit=200").body();
            items.valueStream().flatMap(JsonNode::valueStream).filter(item -> item.has("id")).forEach(
                    item -> texts
                            .add(api.get("/api/halo/" + list + "/" + item.get("id").asString()).response().body()));
        }
        assertThat(texts).hasSizeGreaterThan(30);
        // a copy, because the context on the other database logs too
        List.copyOf(logged.list).forEach(event -> texts.add(event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()))));
        List<String> stored = database();
        assertThat(stored).as("the search does see what is stored")
                .anySatisfy(text -> assertThat(text).contains("PLANTED_PORT"));
        texts.addAll(stored);
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain(MARK));
    }

    /// Secrets in every kind of source, in every style, right and wrong.
    private void plant() throws IOException {
        Path example = write("secret/.env.example", "API_TOKEN=" + MARK + "-example\n# OLD_KEY=" + MARK
                + "-commented\nPORT=" + MARK + "-port\nDB_PASSWORD=\nABSENT=" + MARK + "\n");
        String dotenv = """
                API_TOKEN=Q-example
                PORT="Q-double"
                DB_PASSWORD='Q-single-quoted-value'
                DB_PASSWORD=Q-again-and-something-else
                BACK=`Q-back`
                EXPANDED=${PORT}-${NO:-Q-default}
                Q stray words
                Q=
                =Q-without-name
                OPEN="Q-open
                AFTER="Q-a" Q-b
                LONE_KEY=-----BEGIN PRIVATE KEY-----
                QAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
                QEwnsDtSS==
                QshortA=
                -----END PRIVATE KEY-----
                MULTI='-----BEGIN PRIVATE KEY-----
                QAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
                -----END PRIVATE KEY-----'
                HASH=abc#Q-hash
                DATABASE_URL=postgres://app:Q-in-a-url@db/shop
                DOLLAR_PASSWORD=Q$Q-unset
                KEPT_TOKEN=changeme
                """.replace("Q", MARK);
        Path local = write("secret/.env.local", dotenv);
        api.put(PATH + "/secret-local", "{\"group\":\"s\"," + sources(local) + ",\"schema\":\"" + example + "\"}");
        Path production = write("secret/.env.production", dotenv.replace("BACK", "FRONT"));
        api.put(PATH + "/secret-production", "{\"group\":\"s\"," + sources(production) + ",\"variables\":["
                + Stream.of("integer", "boolean", "url", "email", "duration", "port").map(
                        type -> "{\"name\":\"%s\",\"type\":\"%s\"}".formatted(type.equals("port")
                                ? "PORT"
                                : type.equals("url") ? "DB_PASSWORD" : "N_" + type, type))
                        .toList().toString().replaceAll("^\\[|]$", "")
                + ",{\"name\":\"EXPANDED\",\"values\":[\"a\"]},{\"name\":\"FRONT\",\"pattern\":\"[0-9]\"}]}");
        Files.createDirectories(ENVIRONMENTS.resolve("secret/mount"));
        write("secret/mount/CERTIFICATE_KEY", MARK + "-mounted\n");
        write("secret/mount/PORT", MARK + "-mounted-port\n");
        Path yaml = write("secret/schema.yaml",
                "variables:\n  PORT: {type: port}\n  A: " + MARK + "\n  B: {type: " + "port" + "}\n");
        api.put(PATH + "/secret-mount",
                "{" + sources(ENVIRONMENTS.resolve("secret/mount")) + ",\"schema\":\"" + yaml + "\"}");
        Path notYaml = write("secret/broken.yml", "A: [" + MARK + "\nB: {" + MARK + ": \"\n");
        Path binary = Files.write(ENVIRONMENTS.resolve("secret/.env.binary"),
                ("A=" + MARK + "\u00e4").getBytes(StandardCharsets.ISO_8859_1));
        api.put(PATH + "/secret-broken", "{" + sources(binary) + ",\"schema\":\"" + notYaml + "\"}");
    }

    private List<String> database() {
        List<String> texts = new ArrayList<>();
        List<String> tables = jdbc.sql("""
                select table_name from information_schema.tables
                where lower(table_schema) = 'public' and table_type like '%TABLE%'""")
                .query((row, number) -> row.getString(1)).list();
        assertThat(tables).hasSizeGreaterThan(8);
        for (String table : tables) {
            jdbc.sql("select * from \"" + table + "\"").query(row -> {
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    Object value = row.getObject(column);
                    byte[] bytes = value instanceof byte[] || value instanceof java.sql.Blob
                            ? row.getBytes(column)
                            : null;
                    String text = bytes == null
                            ? row.getString(column)
                            : new String(bytes, StandardCharsets.ISO_8859_1);
                    if (text != null) {
                        texts.add(text);
                    }
                }
            });
        }
        return texts;
    }
}
