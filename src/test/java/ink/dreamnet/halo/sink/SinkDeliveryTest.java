package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.sink.EventReceiver.Answer;
import ink.dreamnet.halo.sink.EventReceiver.Request;
import ink.dreamnet.halo.support.Effort;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.OnPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Retries, dead letters and order of deliveries, from the outside.
@OnPostgres
class SinkDeliveryTest extends SinkTest {

    @Autowired
    JdbcClient jdbc;
    @Autowired
    EventStore events;
    @Autowired
    Sinks sinks;
    @Autowired
    TransactionTemplate transaction;

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
        int turns = Effort.of(1, 2);
        for (int turn = 0; turn < turns; turn++) {
            IntStream.range(10, 30).forEach(path -> fleet.set(path, FleetServer.BROKEN));
            run();
            IntStream.range(10, 30).forEach(path -> fleet.set(path, FleetServer.UP));
            run();
        }
        Map<String, Set<Long>> orders = new java.util.TreeMap<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(30));
            JsonNode sink = api.get("/api/halo/sinks/all").body().path("sink");
            assertThat(sink.path("waiting").asInt() + sink.path("behind").asInt()).as(sink.toString()).isZero();
        });
        for (Request request : RECEIVER.taken("/all")) {
            JsonNode event = request.json();
            orders.computeIfAbsent(event.path("subject").asString("cycle"), any -> new LinkedHashSet<>())
                    .add(Long.parseLong(event.path("sequence").asString()));
        }
        assertThat(orders).hasSizeGreaterThanOrEqualTo(20);
        // one may come twice: the clock runs so fast that a round on a slow machine takes longer than its lease
        orders.forEach((subject, order) -> assertThat(List.copyOf(order)).as(subject).isSorted());
        long dead = api.get("/api/halo/sinks/all").body().path("sink").path("deadLetters").asLong();
        long opened = opened();
        assertThat(opened + dead).isGreaterThanOrEqualTo(20L * turns);
        if (dead > 0) {
            RECEIVER.answer(EventReceiver.TAKE);
            assertThat(api.post("/api/halo/sinks/all/redeliver", null).body().path("redelivered").asLong())
                    .isEqualTo(dead);
        }
        await(() -> assertThat(opened()).isEqualTo(20L * turns));
    }

    private static long opened() {
        return bodies("/all", "halo.weakpoint.opened").stream().map(event -> event.path("id").asString()).distinct()
                .count();
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
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean answered = new AtomicBoolean();
        RECEIVER.answer(request -> {
            if (request.path().equals("/serious")) {
                over.await();
                answered.set(true);
            }
            return new Answer(200, Map.of(), "");
        });
        try {
            put(4);
            fleet.set(4, FleetServer.BROKEN);
            run();
            await(() -> assertThat(bodies("/all", "halo.weakpoint.critical")).hasSize(1));
            assertThat(answered).isFalse();
        } finally {
            over.countDown();
        }
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
}
