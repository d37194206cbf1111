package ink.dreamnet.halo.web;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@HaloTest
@OnH2
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
class ProblemsTest {

    private static final String SHAPES = "/api/halo/shapes";

    @Autowired
    Api api;

    private static void assertProblem(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.response().headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body().path("ok").asBoolean(true)).isFalse();
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("title").asString()).isNotBlank();
        assertThat(answer.body().path("type").asString()).isNotBlank();
        assertThat(answer.body().path("instance").asString()).isEqualTo(answer.response().uri().getPath());
        assertThat(answer.body().path("detail").asString()).contains(detail);
        assertThat(answer.body().path("error")).isEqualTo(answer.body().path("detail"));
    }

    private static void assertField(Answer answer, String field, String message) {
        assertProblem(answer, 400, field);
        assertThat(answer.body().path("type").asString()).isEqualTo("urn:halo:problem:invalid-input");
        assertThat(answer.body().path("errors").valueStream()).anySatisfy(error -> {
            assertThat(error.path("field").asString()).isEqualTo(field);
            assertThat(error.path("message").asString()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"a","count":1,"colour":"red"}               | colour     | is not known here; known: at, count
            {"name":"a","count":1,"items":[{"name":"x","count":1,"c":1}]} | items[0].c | known: count, name
            {"name":"a","count":"many"}                         | count      | 'many' is not a whole number
            {"name":"a","count":1.5}                            | count      | a whole number
            {"name":"a"}                                        | count      | must be given, as a whole number
            {"name":"a","count":1,"severity":"bad"}             | severity   | 'bad' is not one of low, medium, high, critical
            {"name":"a","count":1,"severity":1}                 | severity   | one of low, medium, high, critical
            {"name":"a","count":1,"subject":{"kind":"agent","id":"a b"}} | subject | is not an id
            {"name":"a","count":1,"items":[{"name":"x","count":[]}]} | items[0].count | a whole number
            {"name":"a","count":1,"items":{}}                   | items      | must be a list
            {"name":{"x":1},"count":1}                          | name       | must be a text
            {"name":"a","count":1,"at":"soon"}                  | at         | 'soon' is not a time such as
            {"name":"a","count":1,"waitMs":"PT5S"}              | waitMs     | a number of milliseconds
            {"name":" ","count":1}                              | name       | must not be blank
            {"name":"a","count":0}                              | count      | must be greater than 0
            {"name":"a","count":1                               | body       | is not JSON: Unexpected end-of-input
            {"name":"a",,"count":1}                             | body       | (line 1, column 13)
            [1,2]                                               | body       | must be an object
            {"name":"a","count":1} x                            | body       | is not JSON
            """)
    void postWhenBodyIsWrongNamesTheField(String json, String field, String message) {
        assertField(api.post(SHAPES, json), field, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /params                          | size     | must be given as a parameter
            /params?size=big                 | size     | 'big' is not a whole number
            /params?size=1&severity=bad      | severity | 'bad' is not one of low, medium, high, critical
            /params?size=1&subject=checkout  | subject  | is not of the form kind:id
            /params?size=1&subject=car:x     | subject  | 'car' is not one of agent, squad
            /params?size=1&since=soon        | since    | 'soon' is not a time such as
            /bounded?size=11                 | size     | must be less than or equal to 10
            /page?limit=0                    | limit    | 0 is not between 1 and 200
            /page?limit=201                  | limit    | 201 is not between 1 and 200
            /page?limit=abc                  | limit    | 'abc' is not a whole number between 1 and 200
            /page?limit=                     | limit    | a whole number
            /not-a-uuid                      | id       | 'not-a-uuid' is not a UUID
            /page?limits=3                   | limits   | did you mean limit? known: before, limit, pretty
            /params?size=1&colour=red        | colour   | is not known here; known: pretty, severity, since, size, subject
            /times?x=1                       | x        | is not known here; known: pretty
            /fail/invalid                    | corners  | -1 is not between 0 and 12
            """)
    void getWhenParameterIsWrongNamesIt(String path, String field, String message) {
        assertField(api.get(SHAPES + path), field, message);
    }

    @Test
    void getWhenParametersAreRightBindsThem() {
        Answer params = api.get(SHAPES + "/params?size=3&severity=HIGH&subject=endpoint:a:b");
        assertThat(params.body().path("severity").asString()).isEqualTo("high");
        assertThat(params.body().path("subject").asString()).isEqualTo("endpoint:a:b");
        Answer page = api.get(SHAPES + "/page?limit=200&before=x");
        assertThat(page.body().path("limit").asInt()).isEqualTo(200);
        assertThat(page.body().path("before").asString()).isEqualTo("x");
        Answer first = api.get(SHAPES + "/page");
        assertThat(first.body().path("limit").asInt()).isEqualTo(20);
        assertThat(first.body().has("before")).isFalse();
    }

    @Test
    void getWhenPrettyIsIndentedAndEveryAnswerEndsWithALineBreak() {
        assertThat(api.get(SHAPES + "/page?pretty&limit=3").response().body())
                .isEqualTo("{\n  \"ok\" : true,\n  \"limit\" : 3\n}\n");
        assertThat(api.get(SHAPES + "/page?limit=3").response().body()).isEqualTo("{\"ok\":true,\"limit\":3}\n");
        assertThat(api.get(SHAPES + "/fail/conflict?pretty=true").response().body()).startsWith("{\n  ")
                .endsWith("}\n");
        assertThat(api.get("/api/halo/nothing").response().body()).endsWith("}\n").hasLineCount(1);
    }

    /// DreamNet's own callers may send more than is read.
    @Test
    void getWhenTheCallIsDreamNetsIgnoresWhatItDoesNotKnow() {
        assertThat(api.get("/api/dna/agent?colour=red").status()).isEqualTo(200);
        assertThat(api.get("/api/resonance/insights?colour=red").status()).isEqualTo(200);
    }

    @Test
    void postWhenSeveralFieldsAreWrongListsAll() {
        Answer answer = api.post(SHAPES, "{\"name\":\"\",\"count\":0}");
        assertThat(answer.body().path("errors").size()).isEqualTo(2);
        assertThat(answer.body().path("error").asString()).endsWith("(and 1 more)");
    }

    @Test
    void getWhenThrownByARoomMapsTheStatus() {
        assertProblem(api.get(SHAPES + "/01890000-0000-7000-8000-000000000000"), 404,
                "There is no shape '01890000-0000-7000-8000-000000000000'");
        assertProblem(api.get(SHAPES + "/fail/conflict"), 409, "The shape is already a circle");
        Answer unavailable = api.get(SHAPES + "/fail/unavailable");
        assertProblem(unavailable, 503, "Too many shapes");
        assertThat(unavailable.response().headers().firstValue("Retry-After")).hasValue("2");
        Answer database = api.get(SHAPES + "/fail/database");
        assertProblem(database, 503, "The database cannot be reached just now");
        assertThat(database.response().body()).doesNotContain("secret");
    }

    @Test
    void getWhenUnexpectedHidesTheInsideAndLogsTheRequest(CapturedOutput output) {
        Answer answer = api.get(SHAPES + "/fail/bug");
        String request = answer.response().headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(answer.body().path("requestId").asString()).isEqualTo(request);
        assertProblem(answer, 500, request);
        assertThat(answer.response().body()).doesNotContain("secret").doesNotContain("Exception");
        assertThat(output).contains("request " + request).contains("secret inside");
    }

    @Test
    void sendWhenRouteMethodOrTypeIsWrongSaysWhatIsPossible() {
        assertProblem(api.get("/api/halo/nothing"), 404, "There is nothing at /api/halo/nothing");

        assertProblem(api.get("/error"), 404, "There is nothing at /error");
        Answer method = api.delete(SHAPES + "/page");
        assertProblem(method, 405, "DELETE is not possible here; possible: GET");
        assertThat(method.response().headers().firstValue("Allow")).hasValue("GET");
        assertProblem(api.post(SHAPES, "name=a", "Content-Type", "text/plain"), 415,
                "Content-Type 'text/plain' is not understood here; understood: application/json");
        assertThat(api.post(SHAPES, "name: a", "Content-Type", "application/yaml").status()).isEqualTo(415);
        assertProblem(api.post(SHAPES, "name=a", "Content-Type", "application/x-www-form-urlencoded"), 415,
                "not understood");
        assertProblem(api.post(SHAPES, null, "Content-Type", "application/json"), 400, "The request needs a body");
        Answer accept = api.send(HttpRequest.newBuilder().GET().header("Accept", "text/html"), SHAPES + "/page");
        assertProblem(accept, 406, "application/json");
        Answer browser = api.send(HttpRequest.newBuilder().GET().header("Accept", "text/html"), "/api/halo/nothing");
        assertProblem(browser, 404, "There is nothing at");
    }

    @Test
    void postWhenJsonIsABombIsRefused() {
        assertField(api.post(SHAPES + "/any", "[".repeat(100_000)), "body", "exceeds a limit");
        assertField(api.post(SHAPES, "{\"name\":\"a\",\"count\":" + "9".repeat(2000) + "}"), "body", "exceeds a limit");
        assertField(api.post(SHAPES, "{\"name\":\"a\",\"count\":" + "9".repeat(50) + "}"), "count", "is out of range");
    }

    @Test
    void getWhenAnswerHasTimesWritesThreeDigitsInUtc() {
        Answer answer = api.get(SHAPES + "/times");
        assertThat(answer.body().path("whole").asString()).isEqualTo("2026-11-22T22:22:03.000Z");
        assertThat(answer.body().path("nanos").asString()).isEqualTo("2026-11-22T22:22:03.123Z");
        assertThat(answer.body().path("wait").asInt()).isEqualTo(90_000);
        Answer echoed = api.post(SHAPES, """
                {"name":"a","count":1,"at":"2026-11-23T01:02:03+02:00","waitMs":1500,"severity":"HIGH"}""");
        assertThat(echoed.body().path("thing").path("at").asString()).isEqualTo("2026-11-22T23:02:03.000Z");
        assertThat(echoed.body().path("thing").path("waitMs").asInt()).isEqualTo(1500);
        assertThat(echoed.body().path("thing").path("severity").asString()).isEqualTo("high");
        assertThat(echoed.body().path("thing").has("items")).isFalse();
    }

    @Test
    void postWhenBodyIsTooLargeIsRefusedBeforeAndWhileReading() {
        byte[] tenMegabytes = ("{\"name\":\"" + "a".repeat(10_000_000) + "\"}").getBytes(
                StandardCharsets.UTF_8);
        HttpRequest.Builder announced = HttpRequest.newBuilder().header("Content-Type", "application/json").POST(
                BodyPublishers.ofByteArray(tenMegabytes));
        assertProblem(api.send(announced, SHAPES), 413, "larger than 2097152 bytes");
        HttpRequest.Builder chunked = HttpRequest.newBuilder().header("Content-Type", "application/json").POST(
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tenMegabytes)));
        assertProblem(api.send(chunked, SHAPES), 413, "larger than 2097152 bytes");
    }

    @Test
    void callWhenItsAnswerIsNotAcceptedDoesNothing() {
        Answer refused = api.post("/api/halo/pause", "{\"reason\": \"x\"}", "Accept", "image/png");
        assertThat(refused.status()).isEqualTo(406);
        assertThat(refused.body().path("error").asString()).contains("application/json");
        assertThat(api.get("/api/halo/budgets").body().path("paused").asBoolean()).isFalse();
    }

    /// Whatever is wrong with it, an input does not come back whole.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/halo/endpoints/long    | {"url":"http://127.0.0.1:1/","conditions":["long"]} | conditions[0]
            /api/halo/endpoints/long    | {"url":"http://127.0.0.1:1/","long":1}              | body
            /api/halo/repositories/long | {"url":"long"}                                      | url
            /api/halo/endpoints/long    | {"url":"https://127.0.0.1:1/","trustStore":{"path":"deep"}} | trustStore.path
            """)
    void putWhenAValueIsLongAnswersSoonAndQuotesALittleOfIt(String path, String body, String field) {
        Answer answer = assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> api.put(path, body.replace("\"long\"", "\"" + "long".repeat(70_000) + "\"")
                        .replace("\"deep\"", "\"" + "/deep".repeat(56_000) + "\"")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).hasSizeLessThan(5000).contains(field);
    }

    @Test
    void putWhenVeryMuchIsWrongListsAHundred() {
        Answer answer = api.put("/api/halo/endpoints/many", """
                {"url":"http://127.0.0.1:1/","dependsOn":[%s]}""".formatted(
                String.join(",", Collections.nCopies(5000, "1"))));
        assertProblem(answer, 400, "and at least 999 more");
        assertThat(answer.body().path("errors").size()).isEqualTo(100);
    }

    @Test
    void putWhenTheIdIsOddIsStoredAndItsPlaceNamed() {
        Answer put = api.put("/api/halo/endpoints/%7Bzz%7D", "{\"url\": \"http://127.0.0.1:1/\"}");
        assertThat(put.status()).isEqualTo(201);
        String place = put.response().headers().firstValue("Location").orElseThrow();
        assertThat(api.get(place.replaceFirst("^https?://[^/]+", "")).body().at("/endpoint/id").asString())
                .isEqualTo("{zz}");
        assertThat(api.delete(place.replaceFirst("^https?://[^/]+", "")).status()).isEqualTo(200);
    }
}
