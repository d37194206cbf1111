package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.sink.EventReceiver.Request;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.TestBroker;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// A HALO with a sink of each type, real endpoints that break, and a real receiver. It reads events from Kafka too, and its budgets
/// are soon used up.
@HaloTest
public abstract class SinkTest {

    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final EventReceiver RECEIVER = EventReceiver.start();

    @Autowired
    Api api;
    @Autowired
    TestClock clock;

    FleetServer fleet;

    @DynamicPropertySource
    static void sinks(DynamicPropertyRegistry properties) {
        sink(properties, 0, "all", "webhook", "/all");
        properties.add("halo.wormhole.sinks[0].secrets[0]", () -> SECRET);
        sink(properties, 1, "serious", "webhook", "/serious");
        properties.add("halo.wormhole.sinks[1].types", () -> "halo.weakpoint.*");
        properties.add("halo.wormhole.sinks[1].severity", () -> "critical");
        sink(properties, 2, "chat", "slack", "/chat");
        properties.add("halo.wormhole.sinks[2].types", () -> "halo.weakpoint.opened,halo.weakpoint.resolved");
        sink(properties, 3, "alerts", "alertmanager", "");
        properties.add("halo.wormhole.sinks[4].name", () -> "bus");
        properties.add("halo.wormhole.sinks[4].type", () -> "kafka");
        properties.add("halo.wormhole.sinks[4].types", () -> "nothing");
        properties.add("halo.wormhole.sinks[4].kafka.bootstrap-servers", () -> "kafka.invalid:9092");
        properties.add("halo.endpoint.canary", () -> "tcp://127.0.0.1:" + FleetServer.closedPort());
        properties.add("halo.wormhole.dreamnet.base-url", () -> RECEIVER.url("/dreamnet/"));
        // no event comes in by itself
        properties.add("halo.wormhole.dreamnet.poll.enabled", () -> "false");
        properties.add("halo.weakpoint.flapping.enabled", () -> "false");
        properties.add("halo.budgets.fleet", () -> "1");
        properties.add("halo.budgets.storm-from", () -> "1000");
        properties.add("halo.budgets.share", () -> "1");
        properties.add("halo.wormhole.kafka-in.bootstrap-servers", TestBroker::servers);
        properties.add("halo.wormhole.kafka-in.topics", () -> TestBroker.IN);
        properties.add("halo.analysis.analyzers.repository-integrity.enabled", () -> "false");
    }

    private static void sink(DynamicPropertyRegistry properties, int index, String name, String type, String path) {
        String prefix = "halo.wormhole.sinks[" + index + "].";
        properties.add(prefix + "name", () -> name);
        properties.add(prefix + "type", () -> type);
        properties.add(prefix + "url", () -> RECEIVER.url(path));
        properties.add(prefix + "delivery.attempts", () -> "3");
        properties.add(prefix + "delivery.timeout", () -> "1s");
        properties.add(prefix + "delivery.backoff", () -> "2s");
        properties.add(prefix + "delivery.circuit-failures", () -> "1000");
    }

    @BeforeEach
    void fleet() {
        RECEIVER.forget();
        fleet = FleetServer.start(40);
    }

    @AfterEach
    void clean() {
        RECEIVER.forget();
        StreamSupport.stream(api.get("/api/halo/endpoints?limit=200").body().path("endpoints").spliterator(), false)
                .map(endpoint -> endpoint.path("id").asString()).filter(id -> id.startsWith("out-"))
                .forEach(id -> api.delete("/api/halo/endpoints/" + id));
        run();
        fleet.close();
    }

    void put(int path) {
        assertThat(api.put("/api/halo/endpoints/out-" + path, "{\"url\":\"%s\"}".formatted(fleet.url(path))).status())
                .isBetween(200, 201);
    }

    JsonNode run() {
        Api.Answer answer = api.post("/api/halo/run", null);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().path("cycle");
    }

    static List<JsonNode> bodies(String path, String type) {
        return RECEIVER.taken(path).stream().map(Request::json).filter(event -> event.path("type").asString()
                .equals(type)).toList();
    }

    static List<JsonNode> bodies(String path, String type, String subject) {
        return bodies(path, type).stream().filter(event -> event.path("subject").asString().equals(subject)).toList();
    }

    static void await(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion);
    }
}
