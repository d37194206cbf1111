package ink.dreamnet.halo.event;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The stream of server-sent events, as a browser would read it.
@HaloTest
@OnH2
class StreamTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    Api api;
    @Autowired
    EventStore store;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    Broadcast broadcast;
    @Autowired
    StreamController controller;
    @Autowired
    EventLog log;
    @Autowired
    MeterRegistry meters;
    @Autowired
    TestClock clock;
    @LocalServerPort
    int port;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        await(() -> assertThat(meters.get("halo.stream.listeners").gauge().value()).isZero());
    }

    /// A client of the stream, and the lines that it got.
    private final class Client implements AutoCloseable {
        private final HttpClient http = HttpClient.newHttpClient();
        private final HttpResponse<Stream<String>> response;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Client(String query, @Nullable String lastEventId) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + "/api/halo/events/stream" + query));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            Thread.ofVirtual().start(() -> {
                try (Stream<String> body = response.body()) {
                    body.forEach(lines::add);
                } catch (RuntimeException closed) {
                    lines.add("closed");
                }
            });
            open.add(this);
        }

        List<JsonNode> events() {
            return lines.stream().filter(line -> line.startsWith("data: "))
                    .map(line -> JSON.readTree(line.substring(6)))
                    .toList();
        }

        List<Long> ids() {
            return lines.stream().filter(line -> line.startsWith("id: ")).map(line -> Long.valueOf(line.substring(4)))
                    .toList();
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    private void append(int from, int to) {
        append(IntStream.range(from, to)
                .mapToObj(i -> event("test.event." + i, EventSeverity.INFO, "endpoint:e" + i, ""))
                .toList());
    }

    private WormholeEvent event(String type, EventSeverity severity, String subject, String padding) {
        return WormholeEvent.builder(Direction.IN, "https://test.example", java.util.UUID.randomUUID().toString(), type,
                clock.instant()).severity(severity).subject(subject)
                .subjects(List.of(SubjectRef.parse(subject))).data(EventData.of(JSON.valueToTree(padding))).build();
    }

    private void append(List<WormholeEvent> some) {
        transaction.executeWithoutResult(tx -> store.append(some));
    }

    private static void await(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion);
    }

    @Test
    void listenWhenAnEventCannotBeWrittenGetsTheOthers() throws Exception {
        Client client = new Client("", null);
        ObjectNode nested = JSON.createObjectNode();
        for (int depth = 1; depth < 500; depth++) {
            nested = JSON.createObjectNode().set("n", nested);
        }
        WormholeEvent deep = WormholeEvent.builder(Direction.IN, "https://test.example",
                java.util.UUID.randomUUID().toString(), "test.deep", clock.instant())
                .data(EventData.of(nested)).build();
        assertThat(broadcast.frame(new SequencedEvent(deep, 1L))).isEmpty();
        broadcast.publish(List.of(new SequencedEvent(deep, log.last())));
        append(0, 2);
        await(() -> assertThat(client.events()).hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void listenWhenTheLastIdIsBeyondTheNewestEventGetsWhatComes() throws Exception {
        append(0, 1);
        Client client = new Client("", "9000000000000000000");
        append(1, 3);
        await(() -> assertThat(client.events()).extracting(event -> event.path("type").asString())
                .contains("test.event.1", "test.event.2"));
    }

    /// As soon as the response has begun, its reader counts on what comes.
    @Test
    void listenWhenTheLastIdIsBeyondTheNewestEventGetsWhatComesWhileTheResponseBegins() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ServletOutputStream first = new ServletOutputStream() {
            private boolean begun;

            @Override
            public void write(int one) {
                written.write(one);
            }

            @Override
            public void flush() {
                if (!begun) {
                    begun = true;
                    long before = log.last();
                    append(0, 2);
                    await(() -> assertThat(log.last()).isEqualTo(before + 2));
                }
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
        MockHttpServletResponse response = new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                return first;
            }
        };
        Thread stream = Thread.ofVirtual().start(() -> {
            try {
                controller.streamEvents(response, null, null, null, null, "9000000000000000000");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        open.add(() -> {
            stream.interrupt();
            stream.join();
        });
        await(() -> assertThat(written.toString(StandardCharsets.UTF_8)).contains("test.event.0", "test.event.1"));
    }

    @Test
    void listenGetsEachEventOnceInOrderAndResumesAfterTheLastOne() throws Exception {
        Client first = new Client("", null);
        assertThat(first.response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        append(0, 10);
        await(() -> assertThat(first.events()).hasSize(10));
        assertThat(first.events()).extracting(event -> event.path("type").asString())
                .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "test.event." + i).toList());
        assertThat(first.events().getFirst().path("direction").asString()).isEqualTo("in");
        String last = first.ids().get(3).toString();
        first.close();
        append(10, 15);
        Client again = new Client("", last);
        await(() -> assertThat(again.events()).hasSize(11));
        append(15, 16);
        await(() -> assertThat(again.events()).hasSize(12));
        assertThat(again.ids()).isSorted().doesNotHaveDuplicates();
        assertThat(again.events()).extracting(event -> event.path("type").asString())
                .containsExactlyElementsOf(IntStream.range(4, 16).mapToObj(i -> "test.event." + i).toList());
    }

    @Test
    void listenWithFiltersGetsOnlyWhatFits() throws Exception {
        Client client = new Client("?type=test.a*,test.b&severity=error&subject=endpoint:x&direction=in", null);
        append(List.of(event("test.abc", EventSeverity.ERROR, "endpoint:x", ""),
                event("test.abc", EventSeverity.WARNING, "endpoint:x", ""),
                event("test.abc", EventSeverity.ERROR, "endpoint:y", ""),
                event("test.bc", EventSeverity.ERROR, "endpoint:x", ""),
                event("test.b", EventSeverity.CRITICAL, "endpoint:x", "")));
        await(() -> assertThat(client.events()).hasSize(2));
        assertThat(client.events()).extracting(event -> event.path("type").asString()).containsExactly("test.abc",
                "test.b");
        await(() -> assertThat(client.lines).contains(":"));
    }

    @ParameterizedTest
    @CsvSource({"?severity=bad,severity", "?subject=nonsense,subject", "?direction=up,direction"})
    void listenWithAWrongFilterIsRefused(String query, String field) {
        Api.Answer answer = api.get("/api/halo/events/stream" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("errors").get(0).path("field").asString()).isEqualTo(field);
    }

    @Test
    void listenWhenTooManyListenIsRefused() throws Exception {
        for (int i = 0; i < 3; i++) {
            new Client("", null);
        }
        Api.Answer answer = api.get("/api/halo/events/stream");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void listenWhenNobodyReadsIsDroppedAndOthersAreNotHeldUp() throws Exception {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            slow.getOutputStream().write("GET /api/halo/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8));
            assertThat(reader.readLine()).contains("200");
            Client client = new Client("?type=test.end", null);
            double before = meters.get("halo.stream.dropped").counter().count();
            String padding = "x".repeat(100_000);
            for (int i = 0; i < 20; i++) {
                append(IntStream.range(0, 10)
                        .mapToObj(n -> event("test.big", EventSeverity.INFO, "endpoint:x", padding))
                        .toList());
            }
            append(List.of(event("test.end", EventSeverity.INFO, "endpoint:x", "")));
            await(() -> assertThat(client.events()).hasSize(1));
            await(() -> assertThat(meters.get("halo.stream.dropped").counter().count()).isGreaterThan(before));
        } catch (IOException dropped) {
            throw new AssertionError(dropped);
        }
    }
}
