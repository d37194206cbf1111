package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.support.Networks;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static ink.dreamnet.halo.endpoint.probe.TargetBuilder.target;
import static org.assertj.core.api.Assertions.assertThat;

/// Every way in which an HTTP server answers, or does not, gives its own clear verdict in bounded time.
class HttpProbeTest {

    /// What drips would take longer, what has no end for ever.
    private static final Duration BOUNDED = Duration.ofSeconds(20);
    private final ProbeRunner runner = new ProbeRunner(ProbeOptions.DEFAULTS, Networks.LOCAL, Clock.systemUTC());

    @AfterEach
    void close() {
        runner.close();
    }

    /// The first probe of all loads classes, which is no matter of any server's.
    @BeforeAll
    static void warmUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> exchange.answer(200, "", ""));
                ProbeRunner runner = new ProbeRunner(ProbeOptions.DEFAULTS, Networks.LOCAL, Clock.systemUTC())) {
            runner.probe(List.of(target(server.url("/")).build()), Clock.systemUTC().instant().plusSeconds(10));
        }
    }

    private ProbeResult probe(TargetBuilder target) {
        Clock clock = Clock.systemUTC();
        List<ProbeResult> results = runner.probe(List.of(target.build()), clock.instant().plusSeconds(30));
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    /// Probes with a timeout of 2 s and checks that it is kept. Before that, what the test is about must have come: a connection, a header.
    private ProbeResult probeBounded(ScriptedServer server) {
        long started = System.nanoTime();
        ProbeResult result = probe(target(server.url("/")).timeout(2_000));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUNDED);
        return result;
    }

    @Test
    void probeWhenServerAnswersIsUpWithTimings() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.linger(30);
            exchange.answer(200, "", "fine");
        })) {
            ProbeResult result = probe(target(server.url("/health?deep=true")).headers(Map.of("X-Key", "k")));
            assertThat(result.verdict()).isEqualTo(Verdict.UP);
            assertThat(result.status()).isEqualTo(200);
            assertThat(result.message()).startsWith("status 200 in ");
            assertThat(result.attempts()).isEqualTo(1);
            Timings timings = result.timings();
            assertThat(timings.dnsMs()).isNotNull();
            assertThat(timings.connectMs()).isNotNull();
            assertThat(timings.tlsMs()).isNull();
            assertThat(timings.firstByteMs()).isBetween(25.0, 1_000.0);
            assertThat(timings.totalMs()).isGreaterThanOrEqualTo(timings.firstByteMs());
            assertThat(server.requests.getFirst()).startsWith("GET /health?deep=true HTTP/1.1\n")
                    .contains("X-Key: k\n").contains("User-Agent: HALO\n").doesNotContain("Accept-Encoding");
        }
    }

    @Test
    void probeWhenPostSendsMethodAndBody() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(201, "", "");
        })) {
            ProbeResult result = probe(target(server.url("/")).method("post", "{}")
                    .headers(Map.of("Content-Type", "application/json", "User-Agent", "mine")));
            assertThat(result.verdict()).isEqualTo(Verdict.UP);
            assertThat(server.requests.getFirst()).startsWith("POST / HTTP/1.1\n").contains("Content-Length: 2\n")
                    .contains("Content-Type: application/json\n").contains("User-Agent: mine\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"200, UP", "302, UP", "404, CONDITION_FAILED", "429, CONDITION_FAILED", "500, SERVER_ERROR",
            "503, SERVER_ERROR"})
    void probeWhenNoStatusConditionJudgesByStatusClass(int status, Verdict verdict) throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(status, "", "");
        })) {
            ProbeResult result = probe(target(server.url("/")).followRedirects(false));
            assertThat(result.verdict()).isEqualTo(verdict);
            assertThat(result.message()).contains("status " + status);
        }
    }

    @Test
    void probeWhenStatusConditionGivenItReplacesTheDefault() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(404, "", "");
        })) {
            assertThat(probe(target(server.url("/")).conditions("[STATUS] == 404")).verdict()).isEqualTo(Verdict.UP);
            ProbeResult failed = probe(target(server.url("/")).conditions("[STATUS] == 200"));
            assertThat(failed.verdict()).isEqualTo(Verdict.CONDITION_FAILED);
            assertThat(failed.failedConditions()).containsExactly("[STATUS] == 200 but was 404");
        }
    }

    @Test
    void probeWhenStatusConditionFailsBy503IsServerError() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(503, "", "");
        })) {
            ProbeResult result = probe(target(server.url("/")).conditions("[STATUS] == 200"));
            assertThat(result.verdict()).isEqualTo(Verdict.SERVER_ERROR);
            assertThat(result.failedConditions()).containsExactly("[STATUS] == 200 but was 503");
        }
    }

    @Test
    void probeWhenConditionsOnHeaderBodyAndIpSeesThem() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(200, "Content-Type: application/json\r\nX-A: 1\r\nX-A: 2\r\n",
                    "{\"status\":\"DOWN\",\"parts\":[{\"name\":\"db\"}]}");
        })) {
            ProbeResult result = probe(target(server.url("/")).conditions("[BODY].status == UP",
                    "[HEADER].content-type == application/json", "[HEADER].X-A == \"1, 2\"",
                    "[BODY].parts[0].name == db", "len([BODY].parts) == 1", "[IP] == 127.0.0.1"));
            assertThat(result.verdict()).isEqualTo(Verdict.CONDITION_FAILED);
            assertThat(result.failedConditions()).containsExactly("[BODY].status == UP but was DOWN");
            assertThat(result.message()).isEqualTo("[BODY].status == UP but was DOWN");
        }
    }

    @Test
    void probeWhenAnswerTakesLongerThanSlowAfterIsSlow() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.linger(80);
            exchange.answer(200, "", "");
        })) {
            ProbeResult result = probe(target(server.url("/")).slowAfter(50));
            assertThat(result.verdict()).isEqualTo(Verdict.SLOW);
            assertThat(result.verdict().down()).isFalse();
            assertThat(result.message()).endsWith("slow after 50 ms");
        }
    }

    @Test
    void probeWhenServerNeverAnswersTimesOut() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Exchange::hang)) {
            ProbeResult result = probeBounded(server);
            assertThat(result.verdict()).isEqualTo(Verdict.TIMED_OUT);
            assertThat(result.message()).isEqualTo("connected, but no answer within 2000 ms");
        }
    }

    @Test
    void probeWhenHeaderDripsTimesOut() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> exchange
                .drip("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 100))) {
            ProbeResult result = probeBounded(server);
            assertThat(result.verdict()).isEqualTo(Verdict.TIMED_OUT);
            assertThat(result.message()).isEqualTo("the answer's header was not complete within 2000 ms");
        }
    }

    @Test
    void probeWhenInformationalAnswersNeverEndIsProtocolError() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            while (true) {
                exchange.send("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100));
            }
        })) {
            ProbeResult result = probe(target(server.url("/")));
            assertThat(result.verdict()).isEqualTo(Verdict.PROTOCOL_ERROR);
            assertThat(result.message()).contains("without end");
        }
    }

    @Test
    void probeWhenBodyDripsTimesOut() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            exchange.drip("x".repeat(1_000), 100);
        })) {
            ProbeResult result = probeBounded(server);
            assertThat(result.verdict()).isEqualTo(Verdict.TIMED_OUT);
            assertThat(result.message()).startsWith("the answer's body was not complete within 2000 ms (");
            assertThat(result.status()).isEqualTo(200);
        }
    }

    @Test
    void probeWhenHeadersNeverEndIsProtocolError() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.send("HTTP/1.1 200 OK\r\n");
            while (true) {
                exchange.send("X-More: and more\r\n");
            }
        })) {
            ProbeResult result = probe(target(server.url("/")));
            assertThat(result.verdict()).isEqualTo(Verdict.PROTOCOL_ERROR);
            assertThat(result.message()).contains("header count");
        }
    }

    @ParameterizedTest
    @CsvSource({"'Transfer-Encoding: chunked\r\n', '1000\r\n'", "'', ''", "'Content-Length: 99999999999\r\n', ''"})
    void probeWhenBodyNeverEndsJudgesItsBeginning(String header, String chunk) throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.send("HTTP/1.1 200 OK\r\n" + header + "\r\n");
            while (true) {
                exchange.send(chunk + "y".repeat(4_096) + (chunk.isEmpty() ? "" : "\r\n"));
            }
        })) {
            long started = System.nanoTime();
            ProbeResult result = probe(target(server.url("/")).conditions("len([BODY]) == 65536"));
            assertThat(result.message()).startsWith("status 200");
            assertThat(result.verdict()).isEqualTo(Verdict.UP);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUNDED);
            Awaitility.await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void probeWhenRedirectsInACircleSaysSo() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            String request = exchange.request();
            exchange.answer(302, "Location: " + (String.valueOf(request).startsWith("GET /a ") ? "/b" : "/a") + "\r\n",
                    "");
        })) {
            ProbeResult result = probe(target(server.url("/a")));
            assertThat(result.verdict()).isEqualTo(Verdict.REDIRECT_LOOP);
            assertThat(result.message()).isEqualTo("redirects in a circle, back to " + server.url("/a"));
        }
    }

    @Test
    void probeWhenRedirectsForEverSaysSo() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            String request = String.valueOf(exchange.request());
            exchange.answer(307, "Location: " + request.split(" ", -1)[1] + "x\r\n", "");
        })) {
            ProbeResult result = probe(target(server.url("/")));
            assertThat(result.verdict()).isEqualTo(Verdict.REDIRECT_LOOP);
            assertThat(result.message()).startsWith("redirects more than 10 times");
            assertThat(server.requests).hasSize(11);
        }
    }

    @Test
    void probeWhenRedirectedElsewhereKeepsHeadersAtHome() throws IOException {
        try (ScriptedServer other = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(200, "", "");
        }); ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(301, "Location: " + other.url("/x") + "\r\n", "");
        })) {
            ProbeResult result = probe(target(server.url("/")).headers(Map.of("Authorization", "Bearer secret")));
            assertThat(result.verdict()).isEqualTo(Verdict.UP);
            assertThat(server.requests.getFirst()).contains("Authorization: Bearer secret");
            assertThat(other.requests.getFirst()).startsWith("GET /x ").doesNotContain("secret");
        }
    }

    @Test
    void probeWhenRedirectedToAnotherSchemeIsProtocolError() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(302, "Location: file:///etc/passwd\r\n", "");
        })) {
            ProbeResult result = probe(target(server.url("/")));
            assertThat(result.verdict()).isEqualTo(Verdict.PROTOCOL_ERROR);
            assertThat(result.message()).contains("redirects to what is no HTTP URL: 'file:///etc/passwd'");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', closed the connection without an answer",
            "'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc', closed the connection before its answer was complete",
            "'SSH-2.0-OpenSSH_9.2\r\n', no proper answer"})
    void probeWhenServerClosesEarlyOrSendsGarbageIsProtocolError(String sent, String message) throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.send(sent);
        })) {
            ProbeResult result = probeBounded(server);
            assertThat(result.verdict()).isEqualTo(Verdict.PROTOCOL_ERROR);
            assertThat(result.message()).startsWith(message);
        }
    }

    @Test
    void probeWhenNobodyListensIsConnectFailed() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        ProbeResult result = probe(target("http://127.0.0.1:" + port + "/"));
        assertThat(result.verdict()).isEqualTo(Verdict.CONNECT_FAILED);
        assertThat(result.verdict().connectionFailure()).isTrue();
        assertThat(result.message()).isEqualTo("connection to 127.0.0.1:" + port + " refused");
    }

    @Test
    void probeWhenConnectIsNeverAcceptedKeepsTheConnectTimeout() throws IOException {
        // a full backlog: the kernel drops further connection requests
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket _ = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket _ = new Socket(full.getInetAddress(), full.getLocalPort())) {
            ProbeResult result = probe(target("http://127.0.0.1:" + full.getLocalPort() + "/").connectTimeout(200));
            assertThat(result.verdict()).isEqualTo(Verdict.CONNECT_FAILED);
            assertThat(result.message()).endsWith("within 200 ms");
        }
    }

    @Test
    void probeWhenHostIsUnknownIsDnsFailed() {
        ProbeResult result = probe(target("http://no-such-host.invalid/").timeout(10_000));
        assertThat(result.verdict()).isEqualTo(Verdict.DNS_FAILED);
        assertThat(result.verdict().connectionFailure()).isTrue();
        assertThat(result.message()).contains("no-such-host.invalid");
    }

    @Test
    void probeWhenHeadHasContentLengthReadsNoBody() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            exchange.hang();
        })) {
            assertThat(probe(target(server.url("/")).method("HEAD", null)).verdict()).isEqualTo(Verdict.UP);
        }
    }

    @Test
    void probeWhenTcpConnectsIsUpAndElseConnectFailed() throws IOException {
        String url;
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Exchange::hang)) {
            url = server.url("tcp", "");
            ProbeResult result = probe(target(url).conditions("[CONNECTED] == true", "[RESPONSE_TIME] < 1s"));
            assertThat(result.verdict()).isEqualTo(Verdict.UP);
        }
        assertThat(probe(target(url)).verdict()).isEqualTo(Verdict.CONNECT_FAILED);
        assertThat(probe(target(url).conditions("[CONNECTED] == false")).verdict()).isEqualTo(Verdict.UP);
    }
}
