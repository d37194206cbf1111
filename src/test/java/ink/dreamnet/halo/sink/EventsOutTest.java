package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.event.EventLog;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.StandardWebhook;
import ink.dreamnet.halo.sink.EventReceiver.Answer;
import ink.dreamnet.halo.sink.EventReceiver.Request;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// What HALO tells others, from the outside: real endpoints break, real receivers get what is told of it.
@HaloTest
abstract class EventsOutTest {

    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final EventReceiver RECEIVER = EventReceiver.start();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    EventStore events;
    @Autowired
    Sinks sinks;
    @Autowired
    SinkStore store;
    @Autowired
    EventLog log;
    @Autowired
    TransactionTemplate transaction;

    private FleetServer fleet;

    @OnH2
    static class OnH2Test extends EventsOutTest {
    }

    @OnPostgres
    static class OnPostgresTest extends EventsOutTest {
    }

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
        properties.add("halo.endpoint.confirmation-delay", () -> "0s");
        properties.add("halo.weakpoint.flapping.enabled", () -> "false");
        properties.add("halo.budgets.fleet", () -> "1");
        properties.add("halo.budgets.storm-from", () -> "1000");
        properties.add("halo.budgets.share", () -> "1");
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

    private void put(int path) {
        assertThat(api.put("/api/halo/endpoints/out-" + path, "{\"url\":\"%s\"}".formatted(fleet.url(path))).status())
                .isBetween(200, 201);
    }

    private JsonNode run() {
        Api.Answer answer = api.post("/api/halo/run", null);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().path("cycle");
    }

    private static List<JsonNode> bodies(String path, String type) {
        return RECEIVER.taken(path).stream().map(Request::json).filter(event -> event.path("type").asString()
                .equals(type)).toList();
    }

    private static List<JsonNode> bodies(String path, String type, String subject) {
        return bodies(path, type).stream().filter(event -> event.path("subject").asString().equals(subject)).toList();
    }

    private static void await(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion);
    }

    @Test
    void runWhenAnEndpointBreaksAndRecoversTellsEverySinkWhatItWants() {
        put(0);
        fleet.set(0, FleetServer.BROKEN);
        String cycle = run().path("id").asString();
        await(() -> {
            assertThat(bodies("/all", "halo.weakpoint.opened")).hasSize(1);
            assertThat(bodies("/all", "halo.task.proposed")).hasSize(1);
            assertThat(bodies("/all", "halo.cycle.completed")).anySatisfy(
                    event -> assertThat(event.path("data").path("cycleId").asString()).isEqualTo(cycle));
            assertThat(bodies("/serious", "halo.weakpoint.critical", "endpoint:out-0")).hasSize(1);
            assertThat(RECEIVER.taken("/chat")).anySatisfy(message -> assertThat(message.json().path("text").asString())
                    .contains("out-0 is down", "*critical*"));
            assertThat(RECEIVER.taken("/dreamnet/api/events/emit")).extracting(message -> message.json()
                    .path("eventType").asString()).contains("halo.cycle.completed", "halo.weakpoint.critical");
            assertThat(RECEIVER.taken("/api/v2/alerts")).anySatisfy(post -> assertThat(post.json().get(0)
                    .path("labels").path("alertname").asString()).isEqualTo("endpoint.down"));
        });
        JsonNode dreamnet = RECEIVER.taken("/dreamnet/api/events/emit").stream().map(Request::json)
                .filter(event -> event.path("eventType").asString().equals("halo.weakpoint.critical")).findFirst()
                .orElseThrow();
        assertThat(dreamnet.path("sourceType").asString()).isEqualTo("halo");
        assertThat(dreamnet.path("severity").asString()).isEqualTo("critical");
        assertThat(dreamnet.path("payload").path("code").asString()).isEqualTo("endpoint.down");

        RECEIVER.forget();
        fleet.set(0, FleetServer.UP);
        run();
        await(() -> {
            assertThat(bodies("/all", "halo.weakpoint.resolved", "endpoint:out-0")).hasSize(1);
            assertThat(bodies("/all", "halo.task.cancelled", "endpoint:out-0")).hasSize(1);
            assertThat(bodies("/serious", "halo.weakpoint.resolved", "endpoint:out-0")).hasSize(1);
            assertThat(RECEIVER.taken("/chat")).anySatisfy(
                    message -> assertThat(message.json().path("text").asString()).contains("Resolved:"));
            assertThat(RECEIVER.taken("/api/v2/alerts").stream().flatMap(post -> StreamSupport
                    .stream(post.json().spliterator(), false)))
                    .anySatisfy(alert -> assertThat(alert.path("endsAt").asString())
                            .isLessThanOrEqualTo(clock.instant().toString()));
        });
    }

    @Test
    void alertIsToldAgainWhileItsWeakPointIsOpen() {
        put(6);
        fleet.set(6, FleetServer.BROKEN);
        run();
        await(() -> assertThat(alerts("endpoint:out-6")).isNotEmpty());
        RECEIVER.forget();
        clock.advance(Duration.ofMinutes(1).plusSeconds(1));
        await(() -> assertThat(alerts("endpoint:out-6")).anySatisfy(alert -> assertThat(Instant.parse(
                alert.path("endsAt").asString())).isAfter(clock.instant().plus(Duration.ofMinutes(3)))));
    }

    private static List<JsonNode> alerts(String subject) {
        return RECEIVER.taken("/api/v2/alerts").stream()
                .flatMap(post -> StreamSupport.stream(post.json().spliterator(), false))
                .filter(alert -> alert.path("labels").path("subject").asString().equals(subject)).toList();
    }

    @Test
    void everyEventKeepsToItsSchemaIsSignedAndNamesThisInstallation() {
        put(1);
        fleet.set(1, FleetServer.BROKEN);
        run();
        await(() -> assertThat(bodies("/all", "halo.task.proposed")).hasSize(1));
        String task = bodies("/all", "halo.task.proposed").getFirst().path("data").path("taskId").asString();
        assertThat(api.post("/api/halo/tasks/" + task + "/reject", "{\"comment\":\"no\"}").status()).isEqualTo(200);
        fleet.set(1, FleetServer.UP);
        run();
        await(() -> {
            assertThat(bodies("/all", "halo.task.rejected")).hasSize(1);
            assertThat(bodies("/all", "halo.weakpoint.resolved")).hasSize(1);
            assertThat(bodies("/all", "halo.cycle.completed")).hasSizeGreaterThanOrEqualTo(2);
        });
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (Request request : RECEIVER.taken("/all")) {
            JsonNode event = request.json();
            assertThat(event.path("specversion").asString()).isEqualTo("1.0");
            assertThat(event.path("source").asString()).startsWith("urn:halo:");
            assertThat(event.path("sequence").asString()).hasSize(19);
            assertThat(event.path("time").asString()).matches("\\d{4}-.*\\.\\d{3}Z");
            String name = event.path("dataschema").asString().substring("urn:halo:schema:".length());
            Api.Answer schema = api.get("/api/halo/events/schemas/" + name);
            assertThat(schema.status()).isEqualTo(200);
            Schema read = registry.getSchema(schema.response().body(), InputFormat.JSON);
            assertThat(read.validate(event.path("data").toString(), InputFormat.JSON,
                    context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                    .as(event.toString()).isEmpty();
            assertThat(request.header("content-type")).startsWith("application/cloudevents+json");
            assertThat(request.header("webhook-id")).isEqualTo(event.path("id").asString());
            assertThat(request.header("webhook-signature")).isEqualTo(StandardWebhook.sign(List.of(SECRET),
                    event.path("id").asString(), Long.parseLong(request.header("webhook-timestamp")),
                    request.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        assertThat(bodies("/all", "halo.cycle.completed").getLast().path("traceparent").asString())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
    }

    @Test
    void runWhenSilencedTellsNothingUntilTheSilenceEnds() {
        put(2);
        fleet.set(2, FleetServer.BROKEN);
        String silence = api.post("/api/halo/silences", """
                {"matchers":["subject=endpoint:out-2"],"comment":"new rack","endsAt":"%s"}"""
                .formatted(clock.instant().plus(Duration.ofHours(2)))).body().path("silence").path("id").asString();
        run();
        await(() -> assertThat(bodies("/all", "halo.cycle.completed")).isNotEmpty());
        assertThat(bodies("/all", "halo.weakpoint.opened", "endpoint:out-2")).isEmpty();
        assertThat(api.delete("/api/halo/silences/" + silence).status()).isEqualTo(200);
        run();
        await(() -> assertThat(bodies("/all", "halo.weakpoint.opened", "endpoint:out-2")).hasSize(1));
        // told once, and told resolved although it is silenced again
        api.post("/api/halo/silences", """
                {"matchers":["subject=endpoint:out-2"],"comment":"again","endsAt":"%s"}"""
                .formatted(clock.instant().plus(Duration.ofHours(2))));
        run();
        fleet.set(2, FleetServer.UP);
        run();
        await(() -> assertThat(bodies("/all", "halo.weakpoint.resolved", "endpoint:out-2")).hasSize(1));
        assertThat(bodies("/all", "halo.weakpoint.opened", "endpoint:out-2")).hasSize(1);
    }

    @Test
    void deliverWhenTheReceiverFailsAtRandomKeepsTheOrderOfEachSubjectAndLosesNothing() {
        java.util.Random random = new java.util.Random(7);
        // seldom silent: each silence is waited for
        RECEIVER.answer(request -> switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> new Answer(500, Map.of(), "");
            case 5 -> null;
            default -> new Answer(200, Map.of(), "");
        });
        IntStream.range(10, 30).forEach(this::put);
        for (int turn = 0; turn < 2; turn++) {
            IntStream.range(10, 30).forEach(path -> fleet.set(path, FleetServer.BROKEN));
            run();
            IntStream.range(10, 30).forEach(path -> fleet.set(path, FleetServer.UP));
            run();
        }
        Map<String, List<Long>> orders = new java.util.TreeMap<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(30));
            JsonNode sink = api.get("/api/halo/sinks/all").body().path("sink");
            assertThat(sink.path("waiting").asInt() + sink.path("behind").asInt()).as(sink.toString()).isZero();
        });
        for (Request request : RECEIVER.taken("/all")) {
            JsonNode event = request.json();
            orders.computeIfAbsent(event.path("subject").asString("cycle"), any -> new ArrayList<>())
                    .add(Long.parseLong(event.path("sequence").asString()));
        }
        assertThat(orders).hasSizeGreaterThanOrEqualTo(20);
        orders.forEach((subject, order) -> assertThat(order).as(subject).isSorted().doesNotHaveDuplicates());
        long dead = api.get("/api/halo/sinks/all").body().path("sink").path("deadLetters").asLong();
        long opened = bodies("/all", "halo.weakpoint.opened").size();
        assertThat(opened + dead).isGreaterThanOrEqualTo(40);
        if (dead > 0) {
            RECEIVER.answer(EventReceiver.TAKE);
            assertThat(api.post("/api/halo/sinks/all/redeliver", null).body().path("redelivered").asLong())
                    .isEqualTo(dead);
        }
        await(() -> assertThat(bodies("/all", "halo.weakpoint.opened")).hasSize(40));
    }

    @Test
    void repairTellsEachStepAndThatTheBudgetIsUsedUpOnce() {
        api.put("/api/halo/agents/out-keeper", "{\"role\":\"DeployKeeper\"}");
        put(31);
        put(32);
        fleet.set(31, FleetServer.BROKEN);
        fleet.set(32, FleetServer.BROKEN);
        run();
        for (String subject : List.of("endpoint:out-31", "endpoint:out-32")) {
            await(() -> assertThat(bodies("/all", "halo.task.proposed", subject)).hasSize(1));
            String task = bodies("/all", "halo.task.proposed", subject).getFirst().path("data").path("taskId")
                    .asString();
            assertThat(api.post("/api/halo/tasks/" + task + "/approve", null).status()).isEqualTo(200);
        }
        String lease = "{\"agent\":\"out-keeper\",\"max\":2}";
        JsonNode leased = api.post("/api/halo/tasks/lease", lease).body().path("leased");
        assertThat(leased.size()).isEqualTo(1);
        api.post("/api/halo/tasks/lease", lease);
        String subject = leased.get(0).path("task").path("subject").path("kind").asString() + ":"
                + leased.get(0).path("task").path("subject").path("id").asString();
        assertThat(api.post("/api/halo/tasks/" + leased.get(0).path("task").path("id").asString() + "/result",
                "{\"lease\":\"%s\",\"outcome\":\"succeeded\"}".formatted(
                        leased.get(0).path("lease").path("id").asString()))
                .status()).isEqualTo(200);
        await(() -> {
            assertThat(bodies("/all", "halo.task.approved")).hasSize(2);
            assertThat(bodies("/all", "halo.task.dispatched", subject)).hasSize(1);
            assertThat(bodies("/all", "halo.task.completed", subject)).singleElement().satisfies(event -> assertThat(
                    event.path("data").path("outcome").asString()).isEqualTo("succeeded"));
            assertThat(bodies("/all", "halo.budget.exhausted")).singleElement().satisfies(event -> assertThat(
                    event.path("data").path("budget").asString()).isEqualTo("fleet"));
        });
        api.delete("/api/halo/agents/out-keeper");
    }

    @Test
    void deliverWhenTheReceiverRefusesMakesADeadLetterThatCanBeSentAgain() {
        RECEIVER.answer(request -> request.path().equals("/serious")
                ? new Answer(422, Map.of(), "no such thing")
                : new Answer(200, Map.of(), ""));
        put(3);
        fleet.set(3, FleetServer.BROKEN);
        run();
        await(() -> assertThat(api.get("/api/halo/sinks/serious").body().path("deadLetters").size()).isGreaterThan(0));
        JsonNode dead = api.get("/api/halo/sinks/serious").body().path("deadLetters").get(0);
        assertThat(dead.path("status").asInt()).isEqualTo(422);
        assertThat(dead.path("error").asString()).contains("no such thing");
        assertThat(api.post("/api/halo/sinks/serious/redeliver", "{\"eventId\":\"nonsense\"}").status()).isEqualTo(400);
        assertThat(api.post("/api/halo/sinks/nobody/redeliver", null).status()).isEqualTo(404);
        RECEIVER.answer(EventReceiver.TAKE);
        assertThat(api.post("/api/halo/sinks/serious/redeliver", null).body().path("redelivered").asInt())
                .isGreaterThanOrEqualTo(1);
        await(() -> assertThat(bodies("/serious", "halo.weakpoint.critical", "endpoint:out-3")).hasSize(1));
        await(() -> assertThat(api.get("/api/halo/sinks/serious").body().path("sink").path("deadLetters").asInt())
                .isZero());
        assertThat(api.get("/api/halo/audit?action=sink.redelivered").body().path("audit").size()).isGreaterThan(0);
    }

    @Test
    void deliverWhenOneSinkHangsDelaysNeitherCyclesNorOthers() {
        RECEIVER.answer(request -> {
            if (request.path().equals("/serious")) {
                Thread.sleep(Duration.ofSeconds(20));
            }
            return new Answer(200, Map.of(), "");
        });
        put(4);
        fleet.set(4, FleetServer.BROKEN);
        long before = System.nanoTime();
        run();
        await(() -> assertThat(bodies("/all", "halo.weakpoint.critical")).hasSize(1));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(bodies("/serious", "halo.weakpoint.critical", "endpoint:out-4")).isEmpty();
    }

    @Test
    void deliverWhenAskedToWaitWaits() {
        RECEIVER.answer(request -> request.path().equals("/serious")
                ? new Answer(429, Map.of("Retry-After", "120"), "")
                : new Answer(200, Map.of(), ""));
        put(5);
        fleet.set(5, FleetServer.BROKEN);
        run();
        await(() -> assertThat(api.get("/api/halo/sinks/serious").body().path("sink").path("sparedUntil").isString())
                .isTrue());
        clock.advance(Duration.ofSeconds(60));
        RECEIVER.answer(EventReceiver.TAKE);
        assertThat(bodies("/serious", "halo.weakpoint.critical", "endpoint:out-5")).isEmpty();
        clock.advance(Duration.ofSeconds(61));
        await(() -> assertThat(bodies("/serious", "halo.weakpoint.critical", "endpoint:out-5")).hasSize(1));
    }

    @Test
    void forwardSendsEventsWithLongSubjectsAndIdsOfOthersUnderIdsOfItsOwn() {
        String id = "größer-" + System.nanoTime();
        WormholeEvent first = WormholeEvent.builder(Direction.IN, "https://one.example", id, "long.told",
                clock.instant()).subject("s".repeat(500)).build();
        WormholeEvent second = WormholeEvent.builder(Direction.IN, "https://two.example", id, "long.told",
                clock.instant()).subject("s".repeat(500)).build();
        transaction.executeWithoutResult(tx -> {
            events.append(List.of(first, second));
            sinks.forward("all", first);
            sinks.forward("all", second);
        });
        await(() -> assertThat(RECEIVER.taken("/all").stream()
                .filter(request -> request.json().path("type").asString().equals("long.told"))
                .map(request -> request.header("webhook-id"))).containsExactly(first.id().toString(),
                        second.id().toString()));
        assertThat(bodies("/all", "long.told")).allSatisfy(
                event -> assertThat(event.path("id").asString()).isEqualTo(id));
    }

    @Test
    void deliverWhenOneEventOfABatchDoesNotGetThroughHoldsNoOtherAndIsADeadLetterAlone() {
        answerForOne(500);
        List<Integer> paths = List.of(33, 34, 35, 36);
        paths.forEach(this::put);
        paths.forEach(path -> fleet.set(path, FleetServer.BROKEN));
        run();
        awaitChat(1, 0);
        answerForOne(404);
        awaitChat(0, 1);
        assertThat(chat()).contains("out-33 is down", "out-35 is down", "out-36 is down")
                .doesNotContain("out-34 is down");
        jdbc.sql("delete from wormhole_delivery where sink = 'chat'").update();
    }

    private static void answerForOne(int status) {
        RECEIVER.answer(request -> request.path().equals("/chat") && request.body().contains("out-34 is down")
                ? new Answer(status, Map.of(), "")
                : new Answer(200, Map.of(), ""));
    }

    private void awaitChat(int waiting, int dead) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(2));
            JsonNode sink = api.get("/api/halo/sinks/chat").body().path("sink");
            assertThat(sink.path("waiting").asInt()).as(sink.toString()).isEqualTo(waiting);
            assertThat(sink.path("deadLetters").asInt()).as(sink.toString()).isEqualTo(dead);
            assertThat(chat()).contains("out-33 is down", "out-35 is down", "out-36 is down");
        });
    }

    private static String chat() {
        return RECEIVER.taken("/chat").stream().map(Request::body).collect(java.util.stream.Collectors.joining());
    }

    @Test
    void sinksWhenABrokersNameIsUnknownSaySoBeforeThereIsAnythingToSend() {
        await(() -> {
            JsonNode sink = api.get("/api/halo/sinks/bus").body().path("sink");
            assertThat(sink.path("lastError").asString("")).contains("bootstrap-servers", "kafka.invalid");
            assertThat(sink.path("lastFailedAt").isString()).isTrue();
        });
    }

    @Test
    void runWhenNothingCanBeReachedTellsOnceThatTheObserverIsSuspect() {
        int closed = FleetServer.closedPort();
        for (int path = 37; path < 40; path++) {
            api.put("/api/halo/endpoints/out-" + path, "{\"url\":\"http://127.0.0.1:%d/\"}".formatted(closed));
        }
        run();
        run();
        await(() -> {
            assertThat(bodies("/all", "halo.cycle.completed")).hasSizeGreaterThanOrEqualTo(2);
            assertThat(bodies("/all", "halo.observer.suspect", "analyzer:endpoint-health")).singleElement()
                    .satisfies(event -> {
                        assertThat(event.path("data").path("reason").asString()).contains("canary");
                        assertThat(event.path("severity").asString()).isEqualTo("warning");
                    });
        });
        // it trusts its eyes again, and doubts them again
        put(37);
        run();
        api.put("/api/halo/endpoints/out-37", "{\"url\":\"http://127.0.0.1:%d/\"}".formatted(closed));
        run();
        await(() -> assertThat(bodies("/all", "halo.observer.suspect")).hasSize(2));
    }

    @Test
    void outReadsOnlyWhatGoesOutAndGoneCountsWhatIsNotKept() {
        WormholeEvent in = WormholeEvent.builder(Direction.IN, "https://elsewhere.example", "in-" + System.nanoTime(),
                "in.told", clock.instant()).build();
        WormholeEvent out = WormholeEvent.builder(Direction.OUT, "urn:halo:test", "out-" + System.nanoTime(),
                "out.told", clock.instant()).build();
        transaction.executeWithoutResult(tx -> events.append(List.of(in, out)));
        await(() -> assertThat(position(out)).isPositive());
        long last = log.last();
        assertThat(log.outgoing(position(in) - 1, last, 10).entries()).extracting(SequencedEvent::event)
                .extracting(WormholeEvent::id)
                .contains(out.id()).doesNotContain(in.id());
        assertThat(log.outgoing(position(in) - 1, position(out) - 1, 10).entries()).isEmpty();
        long before = position(in) - 1;
        assertThat(log.gone(before, last)).isZero();
        jdbc.sql("delete from wormhole_event where position = ?").param(before + 1).update();
        assertThat(log.gone(before, last)).isEqualTo(1);
        assertThat(log.gone(last, last)).isZero();
    }

    @Test
    void forgetGoneRemovesWhatNoEventStandsForAlsoOfSinksThatAreNotConfigured() {
        WormholeEvent event = WormholeEvent.builder(Direction.IN, "https://elsewhere.example", "g-" + System.nanoTime(),
                "gone.told", clock.instant()).build();
        transaction.executeWithoutResult(tx -> {
            store.forward("no-more", java.util.UUID.randomUUID(), "lane", clock.instant());
            events.append(List.of(event));
            store.forward("no-more", event.id(), "lane", clock.instant());
        });
        assertThat(sinks.forgetGone()).isEqualTo(1);
        assertThat(store.count("no-more", false)).isEqualTo(1);
        transaction.executeWithoutResult(tx -> events.removeBefore(clock.instant().plusSeconds(1), 100_000));
        sinks.forgetGone();
        assertThat(store.count("no-more", false)).isZero();
    }

    @Test
    void waitingIsInTheOrderOfTheEventsWhateverTheClocksSaid() {
        List<WormholeEvent> some = IntStream.range(0, 2).mapToObj(i -> WormholeEvent.builder(Direction.IN,
                "https://elsewhere.example", "w-" + System.nanoTime(), "wait.told",
                clock.instant()).build()).toList();
        transaction.executeWithoutResult(tx -> {
            events.append(some);
            store.forward("no-more", some.get(1).id(), "lane", clock.instant());
            store.forward("no-more", some.get(0).id(), "lane", clock.instant());
        });
        await(() -> assertThat(position(some.get(1))).isPositive());
        assertThat(store.waiting("no-more", 10)).extracting(SinkStore.Waiting::eventId)
                .containsExactly(some.get(0).id(), some.get(1).id());
        jdbc.sql("delete from wormhole_delivery where sink = 'no-more'").update();
    }

    @Test
    void forwardSendsAnIncomingEventToANamedSinkOnce() {
        WormholeEvent event = WormholeEvent.builder(Direction.IN, "https://elsewhere.example", "e-" + System.nanoTime(),
                "squad.task.failed", clock.instant()).subject("squad:x").build();
        transaction.executeWithoutResult(tx -> {
            events.append(List.of(event));
            sinks.forward("serious", event);
            sinks.forward("serious", event);
        });
        await(() -> assertThat(bodies("/serious", "squad.task.failed")).hasSize(1));
        assertThat(bodies("/serious", "squad.task.failed").getFirst().path("source").asString())
                .isEqualTo("https://elsewhere.example");
    }

    @Test
    void positionsAreGivenAfterTheCommitSoThatALateTransactionIsNotPassedOver() throws Exception {
        WormholeEvent late = WormholeEvent.builder(Direction.IN, "https://late.example", "l-" + System.nanoTime(),
                "late", clock.instant()).build();
        WormholeEvent early = WormholeEvent.builder(Direction.IN, "https://early.example", "e-" + System.nanoTime(),
                "early", clock.instant()).build();
        transaction.executeWithoutResult(open -> {
            events.append(List.of(late));
            Thread other = Thread.ofVirtual().start(() -> transaction
                    .executeWithoutResult(tx -> events.append(List.of(early))));
            try {
                other.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            await(() -> assertThat(position(early)).isPositive());
            assertThat(position(late)).isZero();
        });
        await(() -> assertThat(position(late)).isGreaterThan(position(early)));
    }

    private long position(WormholeEvent event) {
        return jdbc.sql("select coalesce(position, 0) from wormhole_event where id = ?").param(event.id())
                .query(Long.class).single();
    }
}
