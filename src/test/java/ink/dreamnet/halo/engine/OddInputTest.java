package ink.dreamnet.halo.engine;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/// What nobody should send, and everybody does: each is refused with the field's name, and nothing is an error of HALO.
@HaloTest
@OnH2
class OddInputTest {

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {"subjects": [null]}                         ~ subjects[0]
            {"subjects": ["endpoint:a", 7]}              ~ subjects[1]
            {"subjects": ["endpoint:"]}                  ~ subjects[0]
            {"subjects": ["endpoint:a b"]}               ~ subjects[0]
            {"subjects": ["endpoint:a\\u0000b"]}         ~ subjects[0]
            {"subjects": ["endpoint:a\\ud800b"]}         ~ subjects[0]
            {"subjects": [{"kind": "endpoint"}]}         ~ subjects[0]
            {"subjects": "endpoint:a"}                   ~ subjects
            {"subjects": ["galaxy:a"]}                   ~ subjects[0]
            {"shard": {"index": 1}}                      ~ shard.of
            {"shard": {"of": 2}}                         ~ shard.index
            {"shard": {"index": null, "of": 2}}          ~ shard.index
            {"shard": {"index": 1.5, "of": 2}}           ~ shard.index
            {"shard": {"index": 1, "of": 99999999999}}   ~ shard.of
            {"shard": {"index": 0, "of": 2}}             ~ shard.index
            {"shard": 3}                                 ~ shard
            {"mode": ["full"]}                           ~ mode
            {"mode": ""}                                 ~ mode
            {"reason": {"a": 1}}                         ~ reason
            {"reason": "a\\u0000b"}                      ~ reason
            {"reason": "a\\ud800b"}                      ~ reason
            """)
    void runWhenBodyIsOddNamesTheField(String body, String field) {
        Api.Answer answer = api.post("/api/halo/run", body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.body().get("errors").get(0).get("field").asString()).as(answer.response().body())
                .isEqualTo(field);
    }

    @Test
    void decideWhenCommentIsOddNamesTheField() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        api.post("/api/halo/run", null);
        String point = api.get("/api/halo/weakpoints?subject=endpoint:scripted-subject").body().get("weakPoints")
                .get(0).get("id").asString();
        String task = api.get("/api/halo/tasks").body().get("tasks").get(0).get("id").asString();
        List<String> calls = new ArrayList<>();
        calls.add("/api/halo/weakpoints/" + point + "/acknowledge");
        calls.add("/api/halo/tasks/" + task + "/approve");
        calls.add("/api/halo/tasks/" + task + "/reject");
        for (String call : calls) {
            for (String comment : List.of("\"a\\u0000b\"", "\"\\udc00\"", "[1]", "\"" + "x".repeat(2001) + "\"")) {
                Api.Answer answer = api.post(call, "{\"comment\": " + comment + "}");
                assertThat(answer.status()).as(call + comment).isEqualTo(400);
                assertThat(answer.body().get("errors").get(0).get("field").asString()).isEqualTo("comment");
            }
        }
        analyzer.reset();
        api.post("/api/halo/run", null);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /api/halo/history?before=x,              before
            /api/halo/history?limit=201,             limit
            /api/halo/history?limit=x,               limit
            /api/halo/history?view=,                 view
            /api/halo/tasks?before=endpoint:a,       before
            /api/halo/tasks?status=,                 status
            /api/halo/tasks?status=approved%2Cgone,  status
            /api/halo/weakpoints?before=x,           before
            /api/halo/weakpoints?before=0197a1c4-0000-7000-8000-000000000000, before
            /api/halo/weakpoints?severity=awful,     severity
            /api/halo/weakpoints?state=closed,       state
            /api/halo/weakpoints?subject=checkout,   subject
            /api/halo/weakpoints?subject=endpoint:a%00, subject
            """)
    void listWhenParameterIsOddNamesIt(String path, String field) {
        Api.Answer answer = api.get(path);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.body().get("errors").get(0).get("field").asString()).isEqualTo(field);
    }

    @Test
    void listWhenBeforeIsAnIdOfAnotherKindPagesByItsTime() {
        api.post("/api/halo/run", null);
        String cycle = api.get("/api/halo/status").body().get("status").get("lastCycleId").asString();
        assertThat(api.get("/api/halo/tasks?before=" + cycle).status()).isEqualTo(200);
    }
}
