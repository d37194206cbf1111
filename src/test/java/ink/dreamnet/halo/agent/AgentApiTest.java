package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@OnH2
class AgentApiTest extends AgentTest {

    private static final String AGENTS = "/api/halo/agents";

    @Autowired
    Api api;

    @Test
    void putWhenNewIsCreatedAndThenReplaced() {
        String agent = """
                {"name":"Scout","role":"DreamOps","squad":"blue","capabilities":["logs"],"labels":{"tier":"1"},
                 "heartbeatPeriodMs":5000,"graceMs":0,"dependsOn":["endpoint:checkout"]}""";
        Answer created = api.put(AGENTS + "/scout", agent);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.response().headers().firstValue("Location")).contains(AGENTS + "/scout");
        assertThat(created.body().at("/ok").booleanValue()).isTrue();
        assertThat(created.body().at("/agent/liveness").stringValue()).isEqualTo("new");
        assertThat(created.body().at("/agent/managedBy").stringValue()).isEqualTo("api");
        assertThat(created.body().at("/agent/dependsOn/0").stringValue()).isEqualTo("endpoint:checkout");
        assertThat(created.body().at("/agent/heartbeatPeriodMs").longValue()).isEqualTo(5000);
        assertThat(api.put(AGENTS + "/scout", agent).status()).isEqualTo(200);
        Answer bare = api.put(AGENTS + "/bare", "{}");
        assertThat(bare.body().at("/agent/role").stringValue()).isEqualTo("Custom");
        assertThat(bare.body().at("/agent/heartbeatPeriodMs").longValue()).isEqualTo(30_000);
        assertThat(bare.body().at("/agent/graceMs").longValue()).isEqualTo(60_000);
        assertThat(api.get(AGENTS + "?limit=1").body().at("/next").stringValue()).isEqualTo("bare");
        assertThat(api.get(AGENTS + "?limit=1&before=bare").body().at("/agents/0/id").stringValue()).isEqualTo("scout");
        assertThat(api.get(AGENTS + "?squad=blue").body().at("/agents").size()).isEqualTo(1);
        assertThat(api.delete(AGENTS + "/scout").status()).isEqualTo(200);
        assertThat(api.get(AGENTS + "/scout").status()).isEqualTo(404);
    }

    @Test
    void heartbeatWhenKnownIsSeenAndMaskedAndWhenUnknownIs404() {
        register("beating", "DreamOps", null);
        assertThat(api.post(AGENTS + "/beating/heartbeat", null).status()).isEqualTo(200);
        assertThat(state("beating")).isEqualTo(AgentState.UP);
        Answer degraded = api.post(AGENTS + "/beating/heartbeat",
                "{\"status\":\"degraded\",\"message\":\"login failed, password=hunter-s3cret\\u0000\"}");
        assertThat(degraded.status()).isEqualTo(200);
        Answer shown = api.get(AGENTS + "/beating");
        assertThat(shown.body().at("/agent/status").stringValue()).isEqualTo("degraded");
        assertThat(shown.body().at("/agent/message").stringValue()).isEqualTo("login failed, password=********");
        assertThat(shown.body().at("/agent/lastSeenAt").stringValue()).endsWith("Z");
        assertThat(api.post(AGENTS + "/nobody/heartbeat", null).status()).isEqualTo(404);
    }

    @Test
    void heartbeatsWhenBatchTellsAcceptedAndUnknown() {
        register("one", "DreamOps", null);
        register("two", "DreamOps", null);
        Answer answer = api.post(AGENTS + "/heartbeats", """
                {"heartbeats":[{"agent":"one"},{"agent":"x"},{"agent":"two","status":"ok"},{"agent":"one"},
                {"agent":"x"}]}""");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/accepted").intValue()).isEqualTo(3);
        assertThat(answer.body().at("/unknown").toString()).isEqualTo("[\"x\"]");
        assertThat(state("two")).isEqualTo(AgentState.UP);
    }

    @Test
    void heartbeatsWhenBatchIsWrongNamesEachField() {
        String tooMany = IntStream.range(0, 1001).mapToObj(i -> "{\"agent\":\"a\"}").collect(Collectors.joining(","));
        assertThat(fields(api.post(AGENTS + "/heartbeats", "{\"heartbeats\":[" + tooMany + "]}")))
                .containsExactly("heartbeats");
        assertThat(fields(api.post(AGENTS + "/heartbeats", "{}"))).containsExactly("heartbeats");
        assertThat(fields(api.post(AGENTS + "/heartbeats",
                "{\"heartbeats\":[{\"agent\":\"a\",\"status\":\"dead\"},{},{\"agent\":\"b c\"},null]}")))
                .containsExactly("heartbeats[0].status", "heartbeats[1].agent", "heartbeats[2].agent",
                        "heartbeats[3].agent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":" "}                               | name
            {"name":"a\\u0000b"}                       | name
            {"role":""}                                | role
            {"squad":"two words"}                      | squad
            {"capabilities":["ok",""]}                 | capabilities[1]
            {"capabilities":[null]}                    | capabilities[0]
            {"capabilities":"x"}                       | capabilities
            {"labels":{"bad name":"x"}}                | labels
            {"labels":{"tier":null}}                   | labels.tier
            {"heartbeatPeriodMs":999}                  | heartbeatPeriodMs
            {"heartbeatPeriodMs":604800001}            | heartbeatPeriodMs
            {"heartbeatPeriodMs":"soon"}               | heartbeatPeriodMs
            {"graceMs":-1}                             | graceMs
            {"dependsOn":["checkout"]}                 | dependsOn[0]
            {"dependsOn":["agent:bad"]}                | dependsOn[0]
            {"heartbeatPeriod":1000}                   | heartbeatPeriod
            """)
    void putWhenFieldIsWrongNamesIt(String json, String field) {
        assertThat(fields(api.put(AGENTS + "/bad", json))).containsExactly(field);
        assertThat(store.exists("bad")).isFalse();
    }

    @Test
    void putWhenSeveralFieldsAreWrongNamesAll() {
        assertThat(fields(api.put(AGENTS + "/bad", "{\"name\":\"\",\"graceMs\":-1,\"dependsOn\":[\"x\"]}")))
                .containsExactly("name", "graceMs", "dependsOn[0]");
        assertThat(fields(api.put(AGENTS + "/two%20words", "{}"))).containsExactly("id");
        assertThat(fields(api.get(AGENTS + "?limit=0"))).containsExactly("limit");
        assertThat(fields(api.get(AGENTS + "?liveness=dead"))).containsExactly("liveness");
        assertThat(fields(api.post(AGENTS + "/bad/heartbeat", "{\"status\":\"dead\"}"))).containsExactly("status");
    }

    @Test
    void pauseAndResumeWhenThereShowTheState() {
        register("tired", "DreamOps", null);
        Answer paused = api.post(AGENTS + "/tired/pause", "{\"reason\":\"holiday\"}");
        assertThat(paused.body().at("/agent/liveness").stringValue()).isEqualTo("paused");
        assertThat(paused.body().at("/agent/pauseReason").stringValue()).isEqualTo("holiday");
        assertThat(api.get(AGENTS + "?liveness=paused").body().at("/agents/0/id").stringValue()).isEqualTo("tired");
        clock.advance(Duration.ofMinutes(1));
        assertThat(api.post(AGENTS + "/tired/resume", null).body().at("/agent/liveness").stringValue())
                .isEqualTo("new");
        assertThat(api.post(AGENTS + "/nobody/pause", null).status()).isEqualTo(404);
    }

    private static List<String> fields(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        return answer.body().at("/errors").valueStream().map(error -> error.at("/field").stringValue()).toList();
    }
}
