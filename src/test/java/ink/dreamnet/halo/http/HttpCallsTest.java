package ink.dreamnet.halo.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.http.ExpectedAnswer.Form;
import ink.dreamnet.halo.http.ExpectedAnswer.Refusals;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.Networks;
import ink.dreamnet.halo.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class HttpCallsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final ExpectedAnswer ANY = new ExpectedAnswer(Form.ACKNOWLEDGEMENT, Refusals.FINAL, List.of());

    private final FleetServer server = FleetServer.start(1);
    private final TestClock clock = new TestClock();
    private final HttpCalls http = new HttpCalls(new SecretReferences(Map.of("TOKEN", " s3cret\n")::get),
            Networks.LOCAL,
            JsonMapper.builder().build(), clock);

    @AfterEach
    void stop() {
        http.destroy();
        server.close();
    }

    private static HttpCall.Limits limits(Duration connect, Duration whole) {
        return new HttpCall.Limits(connect, whole, 64 * 1024);
    }

    private HttpCall get(Map<String, String> headers) {
        return HttpCall.get(URI.create(server.url(0)), "text/plain", headers, limits(MINUTE, MINUTE));
    }

    private HttpCall post() {
        return new HttpCall(URI.create(server.url(0)), Map.of(), BODY, limits(MINUTE, MINUTE));
    }

    private static String text(HttpAnswer answer) throws IOException {
        return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void getWhenAHeaderIsAReferenceSendsWhatItRefersTo() throws Exception {
        server.set(0,
                (exchange, fleet) -> FleetServer.answer(200, exchange.getRequestHeaders().getFirst("X-Token") + " "
                        + exchange.getRequestHeaders().getFirst("Accept")).serve(exchange, fleet));
        assertThat(http.get(get(Map.of("X-Token", "env:TOKEN")), Form.DOCUMENT, HttpCallsTest::text))
                .isEqualTo("s3cret text/plain");
        assertThatThrownBy(() -> http.get(get(Map.of("X-Token", "env:OTHER")), Form.DOCUMENT, HttpCallsTest::text))
                .isInstanceOf(CallFailedException.class)
                .hasMessage("the header 'X-Token' refers to env:OTHER, which is not set");
        assertThat(server.hits()).isEqualTo(1);
    }

    @Test
    void callWhenItsAddressIsNotAllowedIsNotMade() throws Exception {
        HttpCalls calls = new HttpCalls(new SecretReferences(name -> null),
                Networks.secured(name -> new InetAddress[]{InetAddress.ofLiteral("169.254.169.254")}),
                JsonMapper.shared(), new TestClock());
        for (String url : List.of("http://metadata.test/", "http://[::ffff:169.254.169.254]/", "http://2852039166/")) {
            assertThat(calls.post(new HttpCall(URI.create(url), Map.of(), BODY, limits(MINUTE, MINUTE)), ANY))
                    .asString()
                    .contains("it is not asked: the address 169.254.169.254", "is that of a cloud's metadata");
        }
        assertThat(calls.post(post(), ANY)).as("configuration names what it likes")
                .isInstanceOf(SendResult.Accepted.class);
        calls.destroy();
    }

    @Test
    void getWhenTheAnswerIsTooLargeDoesNotReadItsRest() {
        server.set(0, FleetServer.ENDLESS);
        assertThatThrownBy(() -> http.get(get(Map.of()), Form.DOCUMENT, HttpCallsTest::text))
                .hasMessage("its answer is larger than 65536 bytes");
    }

    @Test
    void getWhenTheReaderHasEnoughDoesNotReadTheRest() throws Exception {
        server.set(0, FleetServer.ENDLESS);
        assertThat(http.<Integer>get(get(Map.of()), Form.DOCUMENT, answer -> answer.body().read())).isEqualTo('x');
    }

    @Test
    void postWhenTheAnswerNeverEndsIsTakenByItsStatus() throws Exception {
        server.set(0, FleetServer.ENDLESS);
        assertThat(http.post(post(), ANY)).isEqualTo(new SendResult.Accepted(200));
    }

    @Test
    void postWhenItHangsOrDripsEndsInTime() throws Exception {
        for (FleetServer.Behaviour slow : List.of(FleetServer.HANG, FleetServer.DRIP)) {
            server.set(0, slow);
            assertThat(http.post(new HttpCall(URI.create(server.url(0)), Map.of(), BODY,
                    limits(MINUTE, Duration.ofMillis(1500))), ANY))
                    .isEqualTo(new SendResult.Failed(null, "it did not answer within 1500 ms", null));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 'HTTP/1.1 100 Continue\r\n\r\n', informational answers",
            "'HTTP/1.1 200 OK\r\n', 'X: y\r\n', Maximum header count",
            "'HTTP/1.1 200 OK\r\nX: ', yyyyyyyy, Maximum line length"})
    void postWhenTheHeadNeverEndsEndsSoon(String begin, String rest, String why) throws Exception {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = endless.accept()) {
                    socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        socket.getOutputStream().write(rest.getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException closed) {
                    // it has enough
                }
            });
            assertThat(http.post(new HttpCall(URI.create("http://127.0.0.1:" + endless.getLocalPort()), Map.of(), BODY,
                    limits(MINUTE, MINUTE)), ANY))
                    .isInstanceOfSatisfying(SendResult.Failed.class,
                            failed -> assertThat(failed.error()).contains(why));
        }
    }

    /// Nobody accepts, and no more connections fit into the queue.
    @Test
    void postWhenNoConnectionIsMadeEndsAfterItsTime() throws Exception {
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                queued.add(socket);
                try {
                    socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 100);
                } catch (IOException isFull) {
                    break;
                }
            }
            SendResult result = http.post(new HttpCall(URI.create("http://127.0.0.1:" + full.getLocalPort()), Map.of(),
                    BODY, limits(Duration.ofMillis(200), MINUTE)), ANY);
            assertThat(result).isInstanceOfSatisfying(SendResult.Failed.class,
                    failed -> assertThat(failed.error()).contains("it cannot be asked", "Timeout"));
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    @Test
    void postWhenRepeatedKeepsItsConnectionAndGetDoesNot() throws Exception {
        Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();
        server.set(0, (exchange, fleet) -> {
            callers.add(exchange.getRemoteAddress());
            FleetServer.UP.serve(exchange, fleet);
        });
        for (int i = 0; i < 5; i++) {
            http.post(post(), ANY);
        }
        assertThat(callers).hasSize(1);
        for (int i = 0; i < 5; i++) {
            http.get(get(Map.of()), Form.DOCUMENT, HttpCallsTest::text);
        }
        assertThat(callers).hasSizeBetween(5, 6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // form, refusals, status, content type, body, what it means
            "ACKNOWLEDGEMENT | FINAL | 202 |                  | moved on                | accepted",
            "ACKNOWLEDGEMENT | FINAL | 204 |                  | ''                      | accepted",
            "ACKNOWLEDGEMENT | FINAL | 200 | application/json | {\"ok\":false}          | accepted",
            "ACKNOWLEDGEMENT | FINAL | 200 | Text/HTML; a=b   | <p>                     | failed it does not answer as a receiver does, but with status 200 with text/html: <p>",
            "ACKNOWLEDGEMENT | FINAL | 200 |                  | <!doctype html>         | failed it does not answer as a receiver does, but with status 200: <!doctype html>",
            "OK | FINAL            | 200 | application/json | {\"ok\":false,\"error\":\"no\"} | refused it answers ok: false (no)",
            "OK | FINAL_OF_CONTENT | 200 | application/json | {\"ok\":false}            | failed it answers ok: false (no reason given)",
            "OK | FINAL            | 200 |                  | ''                         | failed it does not answer as DreamNet does, but with status 200",
            "OK | FINAL            | 200 | application/json | 200                        | failed it does not answer as DreamNet does, but with status 200: 200",
            "OK | FINAL            | 200 | application/json | [true]                     | failed it does not answer as DreamNet does, but with status 200: [true]",
            "OK | FINAL            | 200 | application/json | {\"ok\":\"true\",\"id\":1}   | failed it does not answer as DreamNet does, but with status 200: {\"ok\":\"true\",\"id\":1}",
            "OK | FINAL            | 200 | application/json | {\"ok\":true}             | failed it does not answer as DreamNet does, but with status 200: {\"ok\":true}",
            "OK | FINAL            | 200 | text/html        | {\"ok\":true,\"id\":1}    | failed it does not answer as DreamNet does, but with status 200 with text/html: {\"ok\":true,\"id\":1}",
            "OK | FINAL            | 200 | application/json | {\"ok\":true,\"id\":1}    | accepted {\"ok\":true,\"id\":1}",
            "OK | FINAL            | 201 | application/a+json | {\"ok\":true,\"id\":1}  | accepted {\"ok\":true,\"id\":1}",
            "ACKNOWLEDGEMENT | FINAL            | 302 | | ''                     | refused status 302; redirects are not followed",
            "ACKNOWLEDGEMENT | FINAL_OF_CONTENT | 302 | | ''                     | failed status 302; redirects are not followed",
            "ACKNOWLEDGEMENT | FINAL            | 404 | | gone                   | refused status 404: gone",
            "ACKNOWLEDGEMENT | FINAL_OF_CONTENT | 404 | | gone                   | failed status 404: gone",
            "ACKNOWLEDGEMENT | FINAL_OF_CONTENT | 422 | | ''                     | refused status 422",
            "ACKNOWLEDGEMENT | FINAL            | 408 | | ''                     | failed status 408",
            "ACKNOWLEDGEMENT | FINAL            | 500 | | token=abc              | failed status 500: token=********"})
    void postWhenAnsweredSaysWhatThatMeans(Form form, Refusals refusals, int status, @Nullable String type,
            String body, String expected) throws Exception {
        server.set(0, FleetServer.answer(status, type, body));
        SendResult result = http.post(post(),
                new ExpectedAnswer(form, refusals, form == Form.OK ? List.of("/id") : List.of()));
        assertThat(switch (result) {
            case SendResult.Accepted(int said, JsonNode answer) ->
                "accepted" + (form == Form.OK ? " " + answer : "");
            case SendResult.Refused(int said, String error) -> "refused " + error;
            case SendResult.Failed(Integer said, String error, Duration wait) -> "failed " + error;
        }).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"DOCUMENT,200,true,false", "DOCUMENT,204,false,false", "LIST,203,true,false", "LIST,302,false,false",
            "LIST,404,false,false", "DOCUMENT,429,false,true", "LIST,503,false,true"})
    void getWhenAnsweredTakesOnlyTheStatusOfItsForm(Form form, int status, boolean taken, boolean repeatable)
            throws Exception {
        server.set(0, FleetServer.answer(status, status == 204 ? "" : "{}"));
        if (taken) {
            assertThat(http.get(get(Map.of()), form, HttpCallsTest::text)).isEqualTo("{}");
        } else {
            assertThatThrownBy(() -> http.get(get(Map.of()), form, HttpCallsTest::text))
                    .hasMessage("it answers with status " + status
                            + (status == 302 ? "; redirects are not followed" : ""))
                    .isInstanceOfSatisfying(CallFailedException.class, failed -> {
                        assertThat(failed.repeatable()).isEqualTo(repeatable);
                        assertThat(failed.absent()).isEqualTo(status == 404);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // form, content type, body, why it is refused
            "LIST     | application/json; charset=utf-8   | {\"ok\":true}        | ",
            "LIST     | APPLICATION/PROBLEM+JSON          | {}                    | ",
            "LIST     | ''                                | {}                    | ",
            "LIST     | text/html; charset=UTF-8 | <!doctype html><p>token=abc | text/html instead of JSON: `<!doctype html><p>token=********`",
            "LIST     | text/plain                        | {}                    | text/plain instead of JSON: `{}`",
            "LIST     | application/json                  | 200                   | application/json instead of a JSON object: `200`",
            "LIST     | application/json                  | ''                    | an empty body instead of a JSON object",
            "LIST     | ''       | <html>        | a body without a content type instead of a JSON object: `<html>`",
            "DOCUMENT | text/html                         | requests_total 7      | ",
            "DOCUMENT | text/plain                        | <html>                | text/plain: `<html>`",
            "DOCUMENT | text/plain                        | ''                    | an empty body",
            "JSON     | application/json                  | [1]                   | ",
            "JSON     | ''                                | [1]                   | ",
            "JSON     | text/html                         | {\"ok\":true}          | text/html instead of JSON: `{\"ok\":true}`",
            "JSON     | application/json                  | ''                    | an empty body"})
    void getWhenTheBodyIsNotOfItsFormSaysWhatWasReceived(Form form, String type, String body, @Nullable String why)
            throws Exception {
        server.set(0, (exchange, fleet) -> {
            if (!type.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", type);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        if (why == null) {
            assertThat(http.get(get(Map.of()), form, HttpCallsTest::text)).isEqualTo(body);
        } else {
            assertThatThrownBy(() -> http.get(get(Map.of()), form, HttpCallsTest::text))
                    .hasMessage("it answers with " + why)
                    .isInstanceOfSatisfying(CallFailedException.class, failed -> assertThat(failed.absent())
                            .as("a page for whatever is not there").isEqualTo(type.startsWith("text/html")));
        }
    }

    @Test
    void getWhenThePageIsLongShowsItsBeginningAndReadsALongList() throws Exception {
        server.set(0, FleetServer.answer(200, "é<p>".repeat(2000)));
        assertThatThrownBy(() -> http.get(get(Map.of()), Form.LIST, HttpCallsTest::text))
                .satisfies(failed -> assertThat(failed.getMessage()).endsWith("…`").hasSizeLessThan(150));
        String list = "{\"names\":[\"é\"" + ",\"é\"".repeat(2000) + "]}";
        server.set(0, FleetServer.answer(200, list));
        assertThat(http.get(get(Map.of()), Form.LIST, HttpCallsTest::text)).isEqualTo(list);
    }
}
