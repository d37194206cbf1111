package ink.dreamnet.halo.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Effort;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// Calls made from the API's own description, right and wrong: none is answered with a fault of HALO's, none shows a class name, and
/// one that is refused changes nothing. `-Dhalo.fuzz.calls` says how many, `-Dhalo.fuzz.seed` which.
@HaloTest
@OnPostgres
class FuzzTest {

    private static final int CALLS = Integer.getInteger("halo.fuzz.calls", Effort.of(150, 20_000));
    private static final long SEED = Long.getLong("halo.fuzz.seed", 20261130);
    private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");
    private static final Pattern INSIDE = Pattern
            .compile("JsonNode|java\\.|ink\\.dreamnet|[a-z]\\$[A-Z]\\w*@|Exception");
    /// What a listener waits for never ends, and what shuts the loop off would slow the other tests.
    private static final List<String> LEFT_OUT = List.of("/api/halo/events/stream", "/api/halo/run", "/disable");

    private static final Object[] VALUES = {null, true, 0, 1, -1, 1L << 31, Long.MAX_VALUE, 1.5, 1e308, "", "a",
            "x".repeat(300), "x".repeat(5000), "\u0000", "a\u0000b", "\ud83d\ude00", "\u202e", "<b>", "{zz}", "%zz",
            "../..",
            "endpoint:a", "2026-11-30T00:00:00Z", "+1000000000-12-31T23:59:59Z", "1e999", "critical", "http://[::1",
            "http://a b", "file:///etc/passwd", "tcp://127.0.0.1:99999", "len([BODY].x) == 1", "(a+)+$", "*".repeat(50),
            "' or 1=1", "\n\r", "5m", "999999999999999999999d", "/dev/zero", "env:HOME", "\u0130", List.of(), Map.of(),
            Map.of("a", 1), List.of("a"), List.of(List.of())};
    private static final Map<String, List<Object>> RIGHT = Map.ofEntries(Map.entry("role", List.of("Leaser", "viewer")),
            Map.entry("url", List.of("http://127.0.0.1:1/x", "tcp://127.0.0.1:1")), Map.entry("name", List.of("fuzz")),
            Map.entry("reason", List.of("because")), Map.entry("comment", List.of("because")),
            Map.entry("severity", List.of("high", "medium")), Map.entry("subjects", List.of(List.of("endpoint:a"))),
            Map.entry("subject", List.of("endpoint:a")), Map.entry("source", List.of("fuzz")),
            Map.entry("service", List.of("fuzz")), Map.entry("version", List.of("1")),
            Map.entry("requests", List.of(1)),
            Map.entry("endsAt", List.of("2099-12-02T00:00:00Z")), Map.entry("type", List.of("endpoint", "x.y")),
            Map.entry("specversion", List.of("1.0")), Map.entry("id", List.of("1")), Map.entry("limit", List.of("5")),
            Map.entry("kind", List.of("endpoint")), Map.entry("state", List.of("all", "open")));
    private static final String[] IDS = {"x", "a", "%7Bzz%7D", "%00", "..", "a%20b", "%C3%A9", "x".repeat(250),
            "00000000-0000-0000-0000-000000000000", "a%3Ab", "%25", "*", "%ED%A0%BD"};
    private static final String[] TYPES = {"*/*", "application/*", "text/plain", "garbage",
            "application/json;charset=utf-16",
            "application/x-ndjson", "application/cloudevents+json", "multipart/form-data",
            "application/x-www-form-urlencoded"};
    private static final String[] ACCEPTED = {"text/html", "garbage", "application/problem+json", ";q=1",
            "application/json;q=2"};
    private static final String[] QUERIES = {"&&&", "a=b=c", "=", "%00=1", "limit=%ff%fe", "since=%ED%A0%BD"};

    @Autowired
    Api api;
    @Autowired
    JdbcTemplate jdbc;
    @LocalServerPort
    int port;

    private final Random random = new Random(SEED);
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http = HttpClient.newHttpClient();
    private JsonNode schemas = json.missingNode();

    private record Operation(String method, String path, JsonNode description) {
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private Object any(JsonNode given, int depth, String name) {
        List<Object> right = RIGHT.get(name);
        if (right != null && random.nextInt(4) > 0) {
            return right.get(random.nextInt(right.size()));
        }
        JsonNode schema = given;
        while (schema.has("$ref")) {
            schema = schemas.path(schema.path("$ref").asString().replaceFirst(".*/", ""));
        }
        if (depth > 4 || random.nextInt(8) == 0 || !schema.has("properties") && !schema.has("type")) {
            return any(VALUES);
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size())).asString();
        }
        if (schema.path("type").asString("").equals("array")) {
            List<Object> items = new ArrayList<>();
            for (int n = random.nextInt(3); n > 0; n--) {
                items.add(any(schema.path("items"), depth + 1, name));
            }
            return items;
        }
        if (!schema.has("properties")) {
            return any(VALUES);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            if (random.nextInt(5) > 1) {
                members.put(member.getKey(), any(member.getValue(), depth + 1, member.getKey()));
            }
        }
        return members;
    }

    private HttpRequest request(Operation operation) {
        Matcher variables = VARIABLE.matcher(operation.path());
        StringBuilder path = new StringBuilder(variables.replaceAll(variable -> Matcher.quoteReplacement(any(IDS))));
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.description().path("parameters")) {
            if (parameter.path("in").asString().equals("query") && random.nextInt(5) < 2) {
                String name = parameter.path("name").asString();
                query.add(name + "=" + URLEncoder.encode(String.valueOf(any(parameter.path("schema"), 1, name)),
                        StandardCharsets.UTF_8));
            }
        }
        if (random.nextInt(20) == 0) {
            query.add(any(QUERIES));
        }
        path.append(query.isEmpty() ? "" : "?" + String.join("&", query));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
        if (operation.method().equals("GET")) {
            request.GET();
        } else {
            JsonNode content = operation.description().at("/requestBody/content");
            String body = json.writeValueAsString(any(
                    content.isEmpty() ? content : content.values().iterator().next().path("schema"), 0, ""));
            request.method(operation.method(), BodyPublishers.ofString(switch (random.nextInt(30)) {
                case 0 -> body.substring(0, body.length() / 2);
                case 1 -> "[".repeat(3000);
                case 2 -> "{\"a\":1E+9999999999}";
                default -> body;
            })).header("Content-Type", random.nextInt(12) == 0 ? any(TYPES) : "application/json");
        }
        if (random.nextInt(12) == 0) {
            request.header("Accept", any(ACCEPTED));
        }
        return request.build();
    }

    private List<Operation> operations() {
        JsonNode description = api.get("/v3/api-docs").body();
        schemas = description.at("/components/schemas");
        List<Operation> operations = new ArrayList<>();
        description.path("paths").properties().stream()
                .filter(path -> LEFT_OUT.stream().noneMatch(path.getKey()::contains))
                .forEach(path -> path.getValue().properties().forEach(method -> operations.add(new Operation(
                        method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return operations;
    }

    private long changes() {
        return Objects.requireNonNull(
                jdbc.queryForObject("select coalesce(max(seq), 0) from audit_entry", Long.class));
    }

    @Test
    void callWhenAnythingIsSentIsNeverAFaultAndARefusedOneChangesNothing() throws IOException, InterruptedException {
        List<Operation> operations = operations();
        List<String> wrong = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            Operation operation = operations.get(random.nextInt(operations.size()));
            HttpRequest request = request(operation);
            long before = operation.method().equals("GET") ? 0 : changes();
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            String answer = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
            if (response.statusCode() >= 500 || response.statusCode() >= 400 && INSIDE.matcher(answer).find()) {
                wrong.add("%s of seed %d: %d %s".formatted(request, SEED, response.statusCode(), answer));
            }
            if (before != 0 && response.statusCode() >= 400 && changes() != before) {
                wrong.add("%s of seed %d was refused with %d, and changed something".formatted(request, SEED,
                        response.statusCode()));
            }
        }
        api.post("/api/halo/resume", "{\"reason\": \"the next test\"}");
        assertThat(wrong).isEmpty();
    }
}
