package ink.dreamnet.halo.wormhole;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.Installation;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.sink.SecondHalo;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.DreamNetServices;
import ink.dreamnet.halo.support.FakeService;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// The events of DreamNet's bus, which is polled, come in once each, in their order and with their times.
@HaloTest
abstract class EventPollerTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration FIRST_WINDOW = Duration.ofMinutes(5);

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    JdbcClient client;
    @Autowired
    HttpCalls http;
    @Autowired
    PollStatusStore store;
    @Autowired
    EventIntake intake;
    @Autowired
    EventReader reader;
    @Autowired
    EventStore events;
    @Autowired
    EventFormat format;
    @Autowired
    Installation installation;
    @Autowired
    Inbox inbox;
    @Autowired
    SecondHalo secondHalo;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JsonMapper json;

    private DreamNetServices dreamNet;

    @OnH2
    static class OnH2Test extends EventPollerTest {
    }

    @OnPostgres
    static class OnPostgresTest extends EventPollerTest {
    }

    @BeforeEach
    void begin() {
        Awaitility.await().until(() -> inbox.backlog() == 0);
        jdbc.update("delete from wormhole_event");
        jdbc.update("delete from wormhole_poll");
        jdbc.update("delete from cycle_request");
        jdbc.update("update trigger_state set fired_at = null, enabled = null where name = 'wormhole'");
        dreamNet = DreamNetServices.start();
    }

    @AfterEach
    void end() {
        dreamNet.close();
    }

    private PollProperties properties(String base, int limit) {
        return new PollProperties(base,
                new PollProperties.Poll(true, INTERVAL, limit, FIRST_WINDOW, Duration.ofSeconds(5)));
    }

    private EventPoller poller(String base, int limit, PollStatusStore rows) {
        return new EventPoller(properties(base, limit), http, rows, intake, reader, transaction,
                new SimpleMeterRegistry(), clock);
    }

    /// Polls once, as a HALO that was just started.
    private void poll(String base, int limit, PollStatusStore rows) {
        clock.advance(INTERVAL);
        EventPoller poller = poller(base, limit, rows);
        poller.round();
        poller.settle();
    }

    private void poll() {
        poll(dreamNet.base(), 1000, store);
    }

    private String emit(String type, String severity, Instant at) {
        return dreamNet.emit(at, "system", type, severity, json.createObjectNode().put("n", type));
    }

    private String emit(String type) {
        return emit(type, "info", clock.instant());
    }

    /// @return what came in, the oldest first
    private List<JsonNode> came() {
        List<JsonNode> newestFirst = StreamSupport
                .stream(api.get("/api/halo/events?direction=in&limit=200").body().path("events").spliterator(), false)
                .toList();
        return newestFirst.reversed();
    }

    private List<String> types() {
        return came().stream().map(event -> event.path("type").asString()).toList();
    }

    private List<Issue> issues() {
        return issues(properties(dreamNet.base(), 1000));
    }

    private List<Issue> issues(PollProperties properties) {
        return found(properties).issues();
    }

    private AnalyzerResult found(PollProperties properties) {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        new DreamNetFindings(properties, store, secondHalo).addTo(result, clock.instant());
        return result.build();
    }

    private int count(String table) {
        return client.sql("select count(*) from " + table).query(Integer.class).single();
    }

    private String error(String base) {
        return String.valueOf(store.find(properties(base, 1000).buses().getFirst().id()).orElseThrow().error());
    }

    @Test
    void pollTakesWhatIsNewInItsOrderAndWithItsTime() {
        Instant at = clock.instant().minusSeconds(90);
        String first = emit("poll.first", "warning", at);
        emit("poll.second");
        poll();
        poll();
        emit("poll.third");
        emit("poll.fourth");
        poll();

        assertThat(types()).containsExactly("poll.first", "poll.second", "poll.third", "poll.fourth");
        JsonNode event = came().getFirst();
        assertThat(event.path("eventId").asString()).isEqualTo(first);
        assertThat(Instant.parse(event.path("time").asString())).isEqualTo(at);
        assertThat(event.path("severity").asString()).isEqualTo("warning");
        assertThat(event.path("source").asString()).isEqualTo("/dreamnet/system");
        assertThat(api.get("/api/halo/events/" + event.path("id").asString()).body().at("/event/data/n").asString())
                .isEqualTo("poll.first");
    }

    @Test
    void polledEventSetsInMotionWhatAPostedOneDoes() {
        dreamNet.emit(clock.instant(), "agent", "heartbeat.lost", "warning",
                json.createObjectNode().put("agentId", "polled-1"));
        poll();
        Awaitility.await().until(() -> count("cycle_request") == 1);
        poll();
        assertThat(inbox.backlog()).isZero();
        assertThat(count("cycle_request")).isEqualTo(1);
    }

    @Test
    void firstPollTakesOnlyWhatHappenedLately() {
        emit("poll.history", "critical", clock.instant().minus(FIRST_WINDOW).minusSeconds(60));
        emit("poll.lately", "info", clock.instant().minus(FIRST_WINDOW).plusSeconds(60));
        poll();
        poll();
        assertThat(types()).containsExactly("poll.lately");
    }

    @Test
    void eventWhoseClockWentBackIsTaken() {
        emit("poll.first");
        poll();
        emit("poll.earlier", "info", clock.instant().minus(Duration.ofDays(2)));
        poll();
        assertThat(types()).containsExactly("poll.first", "poll.earlier");
    }

    @Test
    void eventThatIsPushedTooIsTakenOnce() {
        String form = "{\"id\": \"%s\", \"sourceType\": \"system\", \"eventType\": \"%s\", \"severity\": \"info\"}";
        poll();
        String polled = emit("poll.polled-first");
        poll();
        assertThat(api.post("/api/halo/events", form.formatted(polled, "poll.polled-first")).body()
                .path("duplicates").intValue()).isEqualTo(1);
        String pushed = emit("poll.pushed-first");
        assertThat(api.post("/api/halo/events", form.formatted(pushed, "poll.pushed-first")).body()
                .path("accepted").intValue()).isEqualTo(1);
        poll();
        assertThat(types()).containsExactly("poll.polled-first", "poll.pushed-first");
    }

    @Test
    void eventThatIsNotKeptAnyMoreIsNotTakenAgain() {
        emit("poll.first");
        poll();
        jdbc.update("delete from wormhole_event");
        poll();
        assertThat(came()).isEmpty();
    }

    @Test
    void takeWhenItIsCutOffTakesAllOrNothing() {
        emit("poll.first");
        poll();
        Awaitility.await().until(() -> inbox.backlog() == 0);
        emit("poll.second");
        AtomicBoolean written = new AtomicBoolean();
        poll(dreamNet.base(), 1000, new PollStatusStore(client, json) {
            @Override
            public void good(String target, Instant at, String answered) {
                super.good(target, at, answered);
                written.set(count("wormhole_event") == 2);
                throw new IllegalStateException("cut off");
            }
        });
        assertThat(written).isTrue();
        assertThat(types()).containsExactly("poll.first");
        assertThat(inbox.backlog()).isZero();
        assertThat(client.sql("select error from wormhole_poll where failures = 1").query(String.class).single())
                .contains("could not be stored", "cut off");
        poll();
        assertThat(types()).containsExactly("poll.first", "poll.second");
    }

    @Test
    void onlyOneReplicaAsksAndAnotherGoesOn() {
        emit("poll.first");
        EventPoller one = poller(dreamNet.base(), 1000, store);
        EventPoller other = poller(dreamNet.base(), 1000, store);
        for (EventPoller poller : List.of(one, other, one)) {
            poller.round();
            poller.settle();
        }
        assertThat(dreamNet.calls()).hasSize(1);
        clock.advance(INTERVAL);
        emit("poll.second");
        other.round();
        other.settle();
        assertThat(dreamNet.calls()).hasSize(2);
        assertThat(types()).containsExactly("poll.first", "poll.second");
    }

    @Test
    void moreThanTheBusKeepsIsReportedAsMissed() {
        emit("poll.first");
        poll(dreamNet.base(), 3, store);
        assertThat(issues(properties(dreamNet.base(), 3))).isEmpty();
        for (int i = 0; i < 3; i++) {
            emit("poll.more-" + i);
        }
        poll(dreamNet.base(), 3, store);
        assertThat(types()).containsExactly("poll.first", "poll.more-0", "poll.more-1", "poll.more-2");
        assertThat(issues(properties(dreamNet.base(), 3))).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo("dreamnet.events-missed");
            assertThat(issue.description()).contains("More than 2 events came within 10 s", "are missing");
        });
        poll(dreamNet.base(), 3, store);
        assertThat(issues(properties(dreamNet.base(), 3))).as("an operator has time to see it").hasSize(1);
        clock.advance(Duration.ofHours(1));
        poll(dreamNet.base(), 3, store);
        AnalyzerResult later = found(properties(dreamNet.base(), 3));
        assertThat(later.issues()).isEmpty();
        assertThat(later.observed(DreamNetFindings.EVENT_WORMHOLES, "dreamnet.events-missed")).isTrue();
    }

    @Test
    void busThatWasEmptiedIsReadFromItsBeginning() {
        emit("poll.first");
        poll();
        List<JsonNode> before = dreamNet.events();
        dreamNet.forgetEvents();
        poll();
        emit("poll.second");
        poll();
        assertThat(before).hasSize(1);
        assertThat(types()).containsExactly("poll.first", "poll.second");
        assertThat(issues()).isEmpty();
    }

    @Test
    void eventThatHaloSentIsNotNewWhenItComesBack() {
        poll();
        WormholeEvent own = WormholeEvent.builder(Direction.OUT, installation.source(), Ids.next().toString(),
                "halo.weakpoint.critical", clock.instant()).source("halo", installation.source()).build();
        transaction.executeWithoutResult(tx -> events.append(List.of(own)));
        JsonNode sent = json.readTree(format.dreamnet(new SequencedEvent(own, 1L)));
        dreamNet.emit(clock.instant(), "halo", "halo.weakpoint.critical", "critical", sent.path("payload"));
        poll();
        assertThat(came()).isEmpty();

        // of another HALO
        dreamNet.emit(clock.instant(), "halo", "halo.weakpoint.critical", "critical",
                json.createObjectNode().set("weakpoint", json.createObjectNode().put("id", "x")));
        poll();
        assertThat(types()).containsExactly("halo.weakpoint.critical");
        Awaitility.await().until(() -> inbox.backlog() == 0);
        String id = came().getFirst().path("id").asString();
        assertThat(api.get("/api/halo/events/" + id).body().path("wormholes").toString())
                .contains("HALO sent it itself").doesNotContain("\"done\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'success': true, 'events': [{'id': 'e-1', 'type': 'poll.shaped', 'timestamp': 'AT', 'data': {'n': 7}}], 'count': 1} | /dreamnet | info",
            "{'ok': true, 'events': [{'id': 17, 'eventType': 'poll.shaped', 'createdAt': 'AT', 'sourceType': 'agent', 'severity': 'high', 'payload': {'n': 7}}]} | /dreamnet/agent | info",
            "{'events': [{'id': 'e-1', 'eventType': 'poll.shaped', 'time': MILLIS, 'sourceType': 'squad', 'sourceId': 's 1', 'severity': 'ERROR', 'payload': {'n': 7}, 'handled': false}]} | /dreamnet/squad/s%201 | error",
            "[{'id': 'e-1', 'type': 'poll.shaped', 'timestamp': 'AT', 'severity': null, 'payload': {'n': 7}}] | /dreamnet | info"})
    void eachShapeIsRead(String answer, String source, String severity) {
        Instant at = clock.instant().minusSeconds(30);
        try (FakeService service = new FakeService()) {
            service.answers("/api/events/recent", answer.replace('\'', '"').replace("AT", at.toString())
                    .replace("MILLIS", String.valueOf(at.toEpochMilli())));
            poll(service.base(), 1000, store);
            poll(service.base(), 1000, store);
        }
        assertThat(came()).singleElement().satisfies(event -> {
            assertThat(event.path("type").asString()).isEqualTo("poll.shaped");
            assertThat(event.path("source").asString()).isEqualTo(source);
            assertThat(event.path("severity").asString()).isEqualTo(severity);
            assertThat(Instant.parse(event.path("time").asString())).isEqualTo(at);
            assertThat(api.get("/api/halo/events/" + event.path("id").asString()).body().at("/event/data/n")
                    .intValue()).isEqualTo(7);
        });
    }

    @Test
    void listWithTheOldestFirstIsTakenInTheOrderOfItsTimes() {
        List<String> listed = new ArrayList<>();
        for (int i = 3; i > 0; i--) {
            listed.add("{\"id\": \"e-%d\", \"type\": \"poll.minus-%d\", \"timestamp\": \"%s\"}".formatted(i, i,
                    clock.instant().minusSeconds(i)));
        }
        try (FakeService service = new FakeService()) {
            service.answers("/api/events/recent", "[" + String.join(",", listed) + "]");
            poll(service.base(), 1000, store);
        }
        assertThat(types()).containsExactly("poll.minus-3", "poll.minus-2", "poll.minus-1");
    }

    @Test
    void entryWithoutAnIdOrATypeIsLeftOutAndTheOthersAreTaken() {
        try (FakeService service = new FakeService()) {
            service.answers("/api/events/recent",
                    """
                            {"ok": true, "events": [{"eventType": "poll.nameless", "timestamp": "AT"}, {"id": "e-1", "timestamp": "AT"}, 7,
                              {"id": "e-2", "eventType": "poll.fine", "timestamp": "AT"}]}"""
                            .replace("AT", clock.instant().toString()));
            poll(service.base(), 1000, store);
        }
        assertThat(types()).containsExactly("poll.fine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "\"ok\"", "{}", "{\"ok\": true}", "{\"ok\": true, \"events\": {}}",
            "{\"ok\": true, \"events\": [", "<html>Sign in</html>"})
    void answerOfAnotherFormIsAFailureThatSaysWhatCame(String answer) {
        try (FakeService service = new FakeService()) {
            service.answers("/api/events/recent", answer);
            poll(service.base(), 1000, store);
            assertThat(error(service.base())).contains(answer.substring(0, 2));
        }
        assertThat(came()).isEmpty();
    }

    @Test
    void pollThatFailsAgainAndAgainIsAnIssueUntilItSucceeds() {
        FakeService catchAll = new FakeService();
        catchAll.serves("/api/events/recent", exchange -> {
            try (exchange) {
                byte[] body = "<!doctype html><html></html>".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        String page = catchAll.base();
        PollProperties properties = properties(page, 1000);
        poll(page, 1000, store);
        poll(page, 1000, store);
        assertThat(error(page)).contains("html");
        assertThat(issues(properties)).isEmpty();
        assertThat(found(properties).observed(DreamNetFindings.EVENT_WORMHOLES, "dreamnet.poll-failed")).isFalse();
        poll(page, 1000, store);
        assertThat(issues(properties)).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo("dreamnet.poll-failed");
            assertThat(issue.description()).contains(page, "html");
        });
        catchAll.close();

        poll();
        assertThat(issues()).isEmpty();
        assertThat(found(properties(dreamNet.base(), 1000)).observed(DreamNetFindings.EVENT_WORMHOLES,
                "dreamnet.poll-failed")).isTrue();
    }

    @Test
    void pollWhenNobodyListensSaysSoAndTheNextGoesOn() {
        emit("poll.first");
        poll();
        String closed = "http://127.0.0.1:" + FleetServer.closedPort();
        poll(closed, 1000, store);
        assertThat(error(closed)).contains("refused");
        assertThat(types()).containsExactly("poll.first");
    }

    @Test
    void baseThatIsNoUrlIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> properties("http://me:secret@dream.example", 1000))
                .withMessageContaining("halo.wormhole.dreamnet.base-url").withMessageNotContaining("secret");
        assertThat(properties("", 1000).buses()).isEmpty();
        assertThat(properties("http://dream.example/base/", 50).buses().getFirst().url())
                .hasToString("http://dream.example/base/api/events/recent?limit=50");
    }
}
