package ink.dreamnet.halo.sink;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.event.EventLog;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.sink.EventReceiver.Answer;
import ink.dreamnet.halo.sink.EventReceiver.Request;
import ink.dreamnet.halo.slack.ApprovalMessages;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// Rounds of sinks by hand, with the real database and a real receiver.
@HaloTest
abstract class DeliveryRoundTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGE = 1024 * 1024;

    @Autowired
    ApprovalMessages approvals;
    @Autowired
    SinkStore store;
    @Autowired
    Sinks sinks;
    @Autowired
    EventLog log;
    @Autowired
    EventStore events;
    @Autowired
    EventFormat format;
    @Autowired
    HttpCalls http;
    @Autowired
    SecondHalo secondHalo;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    JdbcTemplate batches;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    MeterRegistry meters;
    @Autowired
    TestClock clock;

    private final String name = "round-" + System.nanoTime();
    private EventReceiver receiver;

    @OnH2
    static class OnH2Test extends DeliveryRoundTest {
    }

    @OnPostgres
    static class OnPostgresTest extends DeliveryRoundTest {
    }

    @BeforeEach
    void begin() {
        receiver = EventReceiver.start();
        sinks.register(name);
    }

    @AfterEach
    void end() {
        receiver.close();
        jdbc.sql("delete from wormhole_delivery where sink = ?").param(name).update();
        jdbc.sql("delete from wormhole_sink where name = ?").param(name).update();
    }

    private SinkSettings settings(String type) {
        return new SinkSettings(name, type, URI.create(receiver.url("/all")), List.of("round.*"), "info",
                "cloudevents", List.of(), Map.of(),
                new DeliverySettings(Duration.ofSeconds(1), Duration.ofSeconds(20), 3, Duration.ofHours(1),
                        Duration.ofSeconds(1), Duration.ofSeconds(8), 1000, Duration.ofSeconds(1), 4),
                AlertmanagerSettings.DEFAULT, null);
    }

    private DeliveryRound round(String type, String owner, SinkStore rows) {
        SinkSettings settings = settings(type);
        Sink sink = type.equals("slack")
                ? new SlackSink(settings, JSON, http, approvals)
                : new WebhookSink(settings, format, http, secondHalo, clock);
        return new DeliveryRound(new OpenSink(settings, sink, meters, clock), owner, rows, log, transaction, clock);
    }

    private WormholeEvent event(Direction direction, String subject, int bytes) {
        return WormholeEvent.builder(direction, "urn:halo:round", UUID.randomUUID().toString(), "round.told",
                clock.instant()).subject(subject)
                .data(EventData.of(JSON.valueToTree(Map.of("padding", "x".repeat(bytes))))).build();
    }

    /// Tells events of some subjects that are not sent by themselves, and waits until they have their places.
    private List<WormholeEvent> tell(String... subjects) {
        List<WormholeEvent> told = new ArrayList<>();
        for (String subject : subjects) {
            told.add(event(Direction.OUT, subject, 0));
        }
        store(told);
        return told;
    }

    private void store(List<WormholeEvent> told) {
        transaction.executeWithoutResult(tx -> events.append(told));
        awaitPlace(told.getLast());
    }

    private void awaitPlace(WormholeEvent event) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20))
                .until(() -> Objects.requireNonNull(log.load(List.of(event.id())).events().get(event.id()))
                        .position() != null);
    }

    private List<String> subjects() {
        return receiver.taken().stream().map(Request::json).map(event -> event.path("subject").asString()).toList();
    }

    private static List<String> ids(List<WormholeEvent> told) {
        return told.stream().map(WormholeEvent::eventId).toList();
    }

    private List<String> taken() {
        return receiver.taken().stream().map(request -> request.json().path("id").asString()).toList();
    }

    private void serve(DeliveryRound round, String owner, Runnable before) {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            thread.submit((Callable<Boolean>) () -> {
                before.run();
                round.run();
                return transaction.execute(tx -> {
                    store.release(owner);
                    return true;
                });
            }).get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void runWhenAnotherProcessServedTheSinkBeforeItWasTakenSendsNothingTwice() throws Exception {
        List<WormholeEvent> told = new ArrayList<>(tell("endpoint:a", "endpoint:a", "endpoint:a"));
        DeliveryRound other = round("webhook", "other", store);
        DeliveryRound round = round("webhook", "this", new SinkStore(jdbc, batches) {
            @Override
            boolean acquireLease(String sink, String owner, Instant now, Instant until) {
                serve(other, "other", () -> told.addAll(tell("endpoint:a", "endpoint:a")));
                return super.acquireLease(sink, owner, now, until);
            }
        });
        round.run();
        assertThat(taken()).containsExactlyElementsOf(ids(told));
        assertThat(store.progress(name).orElseThrow().position()).isEqualTo(log.last());
    }

    @Test
    void runWhenAnotherProcessServedTheSinkMeanwhileSendsNoMore() throws Exception {
        List<WormholeEvent> told = tell("endpoint:a", "endpoint:a", "endpoint:a");
        DeliveryRound other = round("webhook", "other", store);
        AtomicBoolean first = new AtomicBoolean(true);
        receiver.answer(request -> {
            if (first.getAndSet(false)) {
                // as if this process had stood still for longer than its lease
                clock.advance(Duration.ofMinutes(2));
                serve(other, "other", () -> {
                });
            }
            return new Answer(200, Map.of(), "");
        });
        assertThat(round("webhook", "this", store).run()).isFalse();
        List<String> ids = ids(told);
        assertThat(taken()).containsExactly(ids.get(0), ids.get(1), ids.get(2), ids.get(0));
        assertThat(store.progress(name).orElseThrow().delivered()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"webhook,503", "webhook,429", "webhook,0", "slack,500"})
    void runWhileTheSinkDoesNotWorkKeepsTheEventHoweverOftenItIsSent(String type, int status) throws Exception {
        receiver.answer(request -> status == 0 ? null : new Answer(status, Map.of(), ""));
        tell("endpoint:a");
        DeliveryRound round = round(type, "this", store);
        for (int attempt = 1; attempt <= 8; attempt++) {
            round.run();
            assertThat(receiver.requests()).hasSize(attempt);
            clock.advance(Duration.ofSeconds(9));
        }
        assertThat(store.count(name, false)).isEqualTo(1);
        assertThat(store.count(name, true)).isZero();
        clock.advance(Duration.ofHours(1));
        round.run();
        assertThat(store.count(name, false)).isZero();
        assertThat(store.count(name, true)).isEqualTo(1);
    }

    @Test
    void runWhenTheSinkWorksAndSaysNoGivesUpAfterSomeAttemptsAndGoesOn() throws Exception {
        receiver.answer(request -> new Answer(404, Map.of(), ""));
        List<WormholeEvent> told = tell("endpoint:a", "endpoint:a");
        DeliveryRound round = round("webhook", "this", store);
        for (int attempt = 1; attempt <= 2; attempt++) {
            round.run();
            clock.advance(Duration.ofSeconds(9));
        }
        assertThat(store.count(name, true)).isZero();
        round.run();
        assertThat(store.count(name, true)).isEqualTo(1);
        receiver.answer(EventReceiver.TAKE);
        clock.advance(Duration.ofSeconds(9));
        round.run();
        assertThat(taken()).containsExactly(told.get(1).eventId());
    }

    @Test
    void runWhenOneOfManyDoesNotGetThroughKeepsOnlyItsSubjectWaiting() throws Exception {
        receiver.answer(request -> request.body().contains("endpoint:bad")
                ? new Answer(500, Map.of(), "")
                : new Answer(200, Map.of(), ""));
        tell("endpoint:a", "endpoint:bad", "endpoint:b", "endpoint:bad", "endpoint:c");
        DeliveryRound round = round("slack", "this", store);
        for (int turn = 0; turn < 6; turn++) {
            round.run();
            clock.advance(Duration.ofSeconds(9));
        }
        assertThat(store.count(name, false)).isEqualTo(2);
        assertThat(store.count(name, true)).isZero();
        tell("endpoint:d", "endpoint:e", "endpoint:bad");
        int before = receiver.taken().size();
        round.run();
        // those that work are together again, however often the other one fails
        for (int turn = 0; turn < 6; turn++) {
            clock.advance(Duration.ofSeconds(9));
            round.run();
        }
        assertThat(receiver.taken()).hasSize(before + 1);
        assertThat(said()).contains("endpoint:a", "endpoint:b", "endpoint:c", "endpoint:d", "endpoint:e")
                .doesNotContain("endpoint:bad");
        receiver.forget();
        clock.advance(Duration.ofSeconds(9));
        round.run();
        assertThat(said().split("endpoint:bad", -1)).hasSize(4);
        assertThat(store.count(name, false)).isZero();
    }

    private String said() {
        return String.join("\n", receiver.taken().stream().map(Request::body).toList());
    }

    @Test
    void runWhenTheWholeSinkWasAwaySendsWhatWaitedTogether() throws Exception {
        receiver.answer(request -> new Answer(503, Map.of(), ""));
        tell("endpoint:a", "endpoint:b", "endpoint:c", "endpoint:d", "endpoint:e", "endpoint:f", "endpoint:g");
        DeliveryRound round = round("slack", "this", store);
        for (int turn = 0; turn < 12; turn++) {
            round.run();
            clock.advance(Duration.ofSeconds(1));
        }
        receiver.answer(EventReceiver.TAKE);
        clock.advance(Duration.ofSeconds(9));
        round.run();
        assertThat(receiver.taken()).hasSizeLessThanOrEqualTo(4);
        assertThat(store.count(name, false)).isZero();
    }

    @Test
    void runWhenLargeEventsWaitTakesOnlyAsManyAsFitIntoMemory() throws Exception {
        List<WormholeEvent> large = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            large.add(event(Direction.IN, "endpoint:large", LARGE));
        }
        transaction.executeWithoutResult(tx -> {
            events.append(large);
            large.forEach(event -> store.forward(name, event.id(), "endpoint:large", clock.instant()));
        });
        awaitPlace(large.getLast());
        DeliveryRound round = round("webhook", "this", store);
        assertThat(round.run()).isTrue();
        assertThat(receiver.taken()).hasSizeBetween(1, 8);
        List<WormholeEvent> last = tell("endpoint:large");
        for (int turn = 0; turn < 5; turn++) {
            round.run();
        }
        assertThat(subjects()).hasSize(21).containsOnly("endpoint:large");
        large.addAll(last);
        assertThat(taken()).containsExactlyElementsOf(ids(large));
    }

    @Test
    void registerWhenTwoProcessesStartAtOnceMakesOneRow() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService processes = Executors.newFixedThreadPool(2)) {
            for (int turn = 0; turn < 20; turn++) {
                String sink = name + "-" + turn;
                List<Future<?>> both = new ArrayList<>();
                for (int process = 0; process < 2; process++) {
                    both.add(processes.submit(() -> {
                        start.await();
                        sinks.register(sink);
                        return null;
                    }));
                }
                for (Future<?> one : both) {
                    one.get();
                }
                assertThat(jdbc.sql("delete from wormhole_sink where name = ?").param(sink).update()).isEqualTo(1);
            }
        }
    }
}
