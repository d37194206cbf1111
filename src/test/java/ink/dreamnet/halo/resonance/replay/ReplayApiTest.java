package ink.dreamnet.halo.resonance.replay;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class ReplayApiTest {

    private static final String REPLAYS = "/api/halo/replays";
    private static final String THREE = """
            {"startAt":"2026-01-05T00:00:00Z","cycleMs":300000,"seed":7,"subjects":[
             {"kind":"endpoint","id":"shop","labels":{"service":"web"},"dependsOn":["endpoint:db","cache"]},
             {"kind":"endpoint","id":"db"},{"kind":"agent","id":"a1","dependsOn":[{"kind":"endpoint","id":"db"}]}],
             "config":{"plan":{"adaptive":false}}}""";

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;

    private final List<String> begun = new ArrayList<>();

    @AfterEach
    void end() {
        begun.forEach(id -> api.delete(REPLAYS + "/" + id));
    }

    private String begin(String order) {
        Answer answer = api.post(REPLAYS, order);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        String id = answer.body().at("/replay/id").stringValue();
        begun.add(id);
        return id;
    }

    private Answer step(String id, String step) {
        return api.post(REPLAYS + "/" + id + "/steps", step);
    }

    private Answer lines(String id, List<String> steps) {
        return api.send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(String.join("\n", steps)))
                .header("Content-Type", "application/x-ndjson"), REPLAYS + "/" + id + "/steps");
    }

    private static String at(int cycle, String states) {
        return "{\"at\":\"2026-01-05T%02d:%02d:00Z\",\"observations\":[%s]}".formatted(cycle / 12, cycle % 12 * 5,
                states);
    }

    private static String state(String subject, String state) {
        return "{\"subject\":\"%s\",\"state\":\"%s\",\"latencyMs\":12.5}".formatted(subject, state);
    }

    @Test
    void beginSaysWhoIsDueAndWhereItIs() {
        Answer answer = api.post(REPLAYS, THREE);
        begun.add(answer.body().at("/replay/id").stringValue());
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().at("/ok").booleanValue()).isTrue();
        assertThat(answer.response().headers().firstValue("Location"))
                .hasValue(REPLAYS + "/" + answer.body().at("/replay/id").stringValue());
        assertThat(texts(answer.body().at("/replay/due"))).containsExactly("endpoint:shop", "endpoint:db", "agent:a1");
        assertThat(answer.body().at("/replay/expiresAt").stringValue()).endsWith("Z");
    }

    @Test
    void stepWhenClosedAnswersEveryMember() {
        String id = begin(THREE);
        Answer answer = step(id, at(0, state("endpoint:shop", "up") + "," + state("agent:a1", "unknown")));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.body().propertyNames()).containsExactly("ok", "at", "fanOut", "due", "opened", "resolved",
                "tasks", "groups", "insights", "forecasts");
        assertThat(answer.body().at("/at").stringValue()).isEqualTo("2026-01-05T00:00:00.000Z");
        assertThat(answer.body().at("/due/0").propertyNames()).containsExactly("subject", "intervalMs", "why");
        assertThat(answer.body().at("/due").size()).isEqualTo(3);
    }

    @Test
    void stepWhenOutOfOrderIsRefusedWhole() {
        String id = begin(THREE);
        refused(step(id, "{\"at\":\"2026-01-04T23:00:00Z\"}"), 409, "before the replay starts");
        refused(step(id, "{\"at\":\"2026-01-05T00:00:00Z\",\"round\":2}"), 409, "no round 1");
        assertThat(step(id, at(1, state("endpoint:db", "up"))).status()).isEqualTo(200);
        refused(step(id, at(1, state("endpoint:shop", "up"))), 409, "already");
        refused(step(id, at(0, state("endpoint:shop", "up"))), 409, "before the last step");
        refused(step(id, at(1, state("endpoint:shop", "up")).replace("{\"at\"", "{\"round\":2,\"at\"")), 409,
                "Nothing was fanned out");
        assertThat(step(id, at(2, state("endpoint:shop", "up"))).status()).isEqualTo(200);
    }

    private static void refused(Answer answer, int status, String message) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.body().at("/ok").booleanValue()).isFalse();
        assertThat(answer.body().at("/error").stringValue()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "[]|body", "{}|at", "{\"at\":\"yesterday\"}|at", "{\"at\":1,\"round\":3}|round",
            "{\"at\":1,\"observation\":[]}|observation",
            "{\"at\":1,\"observations\":{}}|observations",
            "{\"at\":1,\"observations\":[{\"state\":\"up\"}]}|observations[0].subject",
            "{\"at\":1,\"observations\":[{\"subject\":\"endpoint:db\"}]}|observations[0].state",
            "{\"at\":1,\"observations\":[{\"subject\":\"endpoint:db\",\"state\":\"bad\"}]}|observations[0].state",
            "{\"at\":1,\"observations\":[{\"subject\":\"endpoint:x\",\"state\":\"up\"}]}|observations[0].subject",
            "{\"at\":1,\"observations\":[{\"subject\":\"endpoint:db\",\"state\":\"up\",\"latencyMs\":-1}]}|observations[0].latencyMs",
            "{\"at\":1,\"values\":[{\"subject\":\"endpoint:db\",\"value\":1}]}|values[0].metric",
            "{\"at\":1,\"decisions\":[{\"task\":\"7\",\"action\":\"approved\"}]}|decisions[0].task",
            "{\"at\":1,\"outcomes\":[{\"task\":\"019ae000-0000-7000-8000-000000000000\",\"verification\":\"good\"}]}|outcomes[0].verification",
            "{\"at\":1} {\"at\":2}|body", "{\"at\":|body"})
    void stepWhenMalformedNamesTheField(String step, String field) {
        Answer answer = step(begin(THREE), step);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.body().at("/errors/0/field").stringValue()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|startAt", "[]|body", "{\"startAt\":1,\"subjects\":[]}|subjects",
            "{\"startAt\":1,\"subjects\":[{\"kind\":\"pod\",\"id\":\"a\"}]}|subjects[0].kind",
            "{\"startAt\":1,\"subjects\":[{\"kind\":\"agent\",\"id\":\"a b\"}]}|subjects[0].id",
            "{\"startAt\":1,\"subjects\":[{\"kind\":\"agent\",\"id\":\"a\"},{\"kind\":\"agent\",\"id\":\"a\"}]}|subjects[1]",
            "{\"startAt\":1,\"cycleMs\":0,\"subjects\":[{\"kind\":\"agent\",\"id\":\"a\"}]}|cycleMs",
            "{\"startAt\":1,\"subjects\":[{\"kind\":\"agent\",\"id\":\"a\"}],\"config\":{\"plan\":{\"probeBudget\":2}}}|config.plan.probeBudget",
            "{\"startAt\":1,\"subjects\":[{\"kind\":\"agent\",\"id\":\"a\"}],\"config\":{\"plan\":{\"budget\":1}}}|config.plan.budget",
            "{\"startAt\":1,\"subject\":[],\"subjects\":[{\"kind\":\"agent\",\"id\":\"a\"}]}|subject"})
    void beginWhenMalformedNamesTheField(String order, String field) {
        Answer answer = api.post(REPLAYS, order);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.body().at("/errors/0/field").stringValue()).isEqualTo(field);
    }

    /// Twenty that depend on one; it falls while not all of them are due.
    @Test
    void stepWhenClosedTakesOnlyWhatWasAskedFor() {
        String subjects = IntStream.range(0, 20)
                .mapToObj("{\"kind\":\"endpoint\",\"id\":\"s%d\",\"dependsOn\":[\"db\"]}"::formatted)
                .collect(Collectors.joining(","));
        String id = begin("""
                {"startAt":"2026-01-05T00:00:00Z","subjects":[{"kind":"endpoint","id":"db"},%s],
                 "config":{"plan":{"adaptive":true,"probeBudget":0.3}}}""".formatted(subjects));
        List<String> due = new ArrayList<>(List.of("endpoint:db"));
        IntStream.range(0, 20).forEach(i -> due.add("endpoint:s" + i));
        int cycle = 0;
        for (; cycle < 40; cycle++) {
            JsonNode answer = step(id,
                    at(cycle, due.stream().map(one -> state(one, "up")).collect(Collectors.joining(",")))).body();
            due.clear();
            answer.get("due").forEach(one -> due.add(one.get("subject").stringValue()));
        }
        assertThat(due.size()).isBetween(1, 15);
        String left = IntStream.range(0, 20).mapToObj(i -> "endpoint:s" + i).filter(one -> !due.contains(one))
                .findFirst()
                .orElseThrow();
        refused(step(id, at(cycle, state(left, "up"))), 409, left + " was not due");
        while (!due.contains("endpoint:db")) {
            JsonNode answer = step(id, at(cycle++, "")).body();
            due.clear();
            answer.get("due").forEach(one -> due.add(one.get("subject").stringValue()));
        }
        JsonNode first = step(id, at(cycle, state("endpoint:db", "down"))).body();
        List<String> fanOut = first.get("fanOut").valueStream().map(one -> one.get("subject").stringValue()).toList();
        assertThat(fanOut).isNotEmpty().doesNotContain("endpoint:db");
        assertThat(first.at("/fanOut/0").propertyNames()).containsExactly("subject", "why");
        assertThat(first.get("opened").isEmpty()).as("the cycle is not over").isTrue();
        String second = at(cycle, state(fanOut.getFirst(), "up")).replace("{\"at\"", "{\"round\":2,\"at\"");
        refused(step(id, second.replace(fanOut.getFirst(), "endpoint:db")), 409, "endpoint:db was not fanned out");
        JsonNode over = step(id, second).body();
        assertThat(over.at("/opened/0/subject").stringValue()).isEqualTo("endpoint:db");
        refused(step(id, second), 409, "Nothing was fanned out");
        assertThat(over.at("/due/0/subject").stringValue()).as("what is weak is due").isEqualTo("endpoint:db");
    }

    @Test
    void linesAnswerOneLineEach() {
        String id = begin(THREE);
        Answer answer = lines(id, IntStream.range(0, 20).mapToObj(
                i -> at(i, state("endpoint:db", i % 7 == 3 ? "down" : "up"))).toList());
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/x-ndjson");
        assertThat(answer.response().body().lines()).hasSize(20)
                .allMatch(line -> line.startsWith("{\"ok\":true,\"at\":\"2026-01-05T0") && line.endsWith("}"));
        refused(lines(id, List.of(at(30, ""), at(29, ""))), 409, "Line 2");
        refused(lines(id, List.of(at(30, ""), "{")), 400, "line 2");
        assertThat(lines(id, List.of(at(30, ""))).status()).isEqualTo(200);
    }

    @Test
    void replaysWhenThreeOrUnusedEnd() {
        String first = begin(THREE);
        String second = begin(THREE);
        refused(api.post(REPLAYS, THREE), 429, "2 replays are under way");
        clock.advance(Duration.ofMinutes(50));
        assertThat(step(second, at(0, "")).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(11));
        refused(step(first, at(0, "")), 404, first);
        assertThat(api.delete(REPLAYS + "/" + second).body().at("/ok").booleanValue()).isTrue();
        refused(api.delete(REPLAYS + "/" + second), 404, second);
        refused(step("nothing", at(0, "")), 404, "nothing");
    }

    @Test
    void replayStoresNothing() {
        Map<String, Long> before = rows();
        String id = begin(THREE);
        lines(id, IntStream.range(0, 40).mapToObj(i -> at(i, state("endpoint:db", i / 5 % 2 == 1 ? "down" : "up")))
                .toList());
        api.delete(REPLAYS + "/" + id);
        assertThat(rows()).isEqualTo(before);
    }

    /// What jobs of HALO write by themselves is left out.
    private Map<String, Long> rows() {
        return jdbc.queryForList("""
                select table_name from information_schema.tables where table_schema = 'PUBLIC'
                and table_type = 'BASE TABLE'""", String.class).stream()
                .filter(table -> !table.toLowerCase(Locale.ROOT)
                        .matches("scheduled_tasks|.*_state|cycle.*|halo_.*|signal.*"))
                .collect(Collectors.toMap(table -> table,
                        table -> Objects.requireNonNull(
                                jdbc.queryForObject("select count(*) from \"" + table + "\"", Long.class)),
                        (a, b) -> a, TreeMap::new));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList();
    }
}
