package ink.dreamnet.halo.sink;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventLog;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.sink.EventReceiver.Answer;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// What an Alertmanager is told of real weak points.
@HaloTest
@OnH2
class AlertmanagerSinkTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MORE_THAN_A_PAGE = 203;

    @Autowired
    SinkType alertmanagerSinkType;
    @Autowired
    EventLog log;
    @Autowired
    MeterRegistry meters;
    @Autowired
    Api api;
    @Autowired
    TestClock clock;

    private EventReceiver receiver;
    private FleetServer fleet;
    private Sink sink;
    private OpenSink open;
    private long start;

    @BeforeEach
    void begin() {
        start = log.last();
        receiver = EventReceiver.start();
        fleet = FleetServer.start(MORE_THAN_A_PAGE);
        SinkSettings settings = new SinkSettings("alerts", "alertmanager", URI.create(receiver.url("")),
                List.of("*"), "info", "cloudevents", List.of(), Map.of(), DeliverySettings.DEFAULT,
                new AlertmanagerSettings(Duration.ofMinutes(1), Map.of("team", "one")), null);
        sink = alertmanagerSinkType.open().apply(settings);
        open = new OpenSink(settings, sink, meters, clock);
    }

    @AfterEach
    void end() {
        StreamSupport.stream(api.get("/api/halo/endpoints?limit=200").body().path("endpoints").spliterator(), false)
                .forEach(endpoint -> api.delete("/api/halo/endpoints/" + endpoint.path("id").asString()));
        StreamSupport.stream(api.get("/api/halo/endpoints?limit=200").body().path("endpoints").spliterator(), false)
                .forEach(endpoint -> api.delete("/api/halo/endpoints/" + endpoint.path("id").asString()));
        run();
        sink.close();
        fleet.close();
        receiver.close();
    }

    private void breakEndpoints(int count) {
        for (int path = 0; path < count; path++) {
            assertThat(api.put("/api/halo/endpoints/am-" + path, "{\"url\":\"%s\"}".formatted(fleet.url(path)))
                    .status()).isBetween(200, 201);
            fleet.set(path, FleetServer.BROKEN);
        }
        run();
    }

    private void run() {
        assertThat(api.post("/api/halo/run", null).status()).isEqualTo(200);
    }

    private Stream<JsonNode> alerts() {
        return receiver.taken("/api/v2/alerts").stream()
                .flatMap(post -> StreamSupport.stream(post.json().spliterator(), false));
    }

    private Instant endsAt() {
        return Instant.parse(alerts().toList().getLast().path("endsAt").asString());
    }

    /// @return the last event of a type, when it has its place
    private SequencedEvent reported(EventType type) {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
                .until(() -> log.outgoing(start, log.last(), 1000).entries().stream()
                        .filter(entry -> type.isOf(entry.event())).reduce((first, second) -> second),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void pageWhenPeopleAreCalledIsAnAlertOfItsOwnThatEnds() throws Exception {
        WormholeEvent page = WormholeEvent.builder(Direction.OUT, "urn:halo:any", "1", "halo.page", clock.instant())
                .subject("endpoint:am-0").severity(EventSeverity.CRITICAL).data(EventData.of(JSON.readTree(
                        "{\"summary\": \"it is down\", \"weakPointId\": \"w\", \"taskId\": \"t\"}")))
                .build();
        sink.send(List.of(new SequencedEvent(page, 1L)));
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.path("labels").path("alertname").asString()).isEqualTo("halo.page");
            assertThat(alert.path("labels").path("severity").asString()).isEqualTo("critical");
            assertThat(alert.path("annotations").path("summary").asString()).isEqualTo("it is down");
        });
        assertThat(endsAt()).isAfter(clock.instant().plus(Duration.ofMinutes(50)));
    }

    @Test
    void refreshWhenOneRequestIsRefusedSendsTheOthersAndWaitsForTheNextTime() throws Exception {
        breakEndpoints(MORE_THAN_A_PAGE);
        receiver.answer(request -> receiver.requests().size() == 1
                ? new Answer(400, Map.of(), "invalid label")
                : new Answer(200, Map.of(), ""));
        Instant now = clock.instant();
        assertThat(open.refresh(now, clock).orElseThrow()).contains("400", "invalid label");
        assertThat(receiver.requests()).hasSize(2);
        assertThat(alerts()).hasSize(MORE_THAN_A_PAGE - 200).allSatisfy(alert -> {
            assertThat(alert.path("labels").path("alertname").asString()).isEqualTo("endpoint.down");
            assertThat(alert.path("labels").path("team").asString()).isEqualTo("one");
            assertThat(Instant.parse(alert.path("endsAt").asString())).isAfter(now.plus(Duration.ofMinutes(3)));
        });
        assertThat(open.refresh(now.plusSeconds(59), clock)).isEmpty();
        assertThat(receiver.requests()).hasSize(2);
        assertThat(open.refresh(now.plusSeconds(60), clock)).isEmpty();
        assertThat(receiver.requests()).hasSize(4);
        assertThat(alerts()).hasSize(MORE_THAN_A_PAGE - 200 + MORE_THAN_A_PAGE);
    }

    @Test
    void refreshWhenTheAlertmanagerDoesNotWorkIsTriedAgain() throws Exception {
        breakEndpoints(1);
        receiver.answer(request -> new Answer(503, Map.of(), ""));
        Instant now = clock.instant();
        assertThat(open.refresh(now, clock).orElseThrow()).contains("503");
        receiver.answer(EventReceiver.TAKE);
        assertThat(open.refresh(now.plusSeconds(1), clock)).isEmpty();
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void sendWhenTheWeakPointIsResolvedByNowEndsItsAlert() throws Exception {
        breakEndpoints(1);
        SequencedEvent opened = reported(EventType.WEAKPOINT_OPENED);
        assertThat(sink.send(List.of(opened))).isInstanceOf(SendResult.Accepted.class);
        assertThat(endsAt()).isAfter(clock.instant());
        fleet.set(0, FleetServer.UP);
        run();
        assertThat(sink.send(List.of(opened))).isInstanceOf(SendResult.Accepted.class);
        assertThat(endsAt()).isBeforeOrEqualTo(clock.instant());
        assertThat(sink.send(List.of(reported(EventType.WEAKPOINT_CRITICAL)))).isInstanceOf(SendResult.Accepted.class);
        assertThat(endsAt()).isBeforeOrEqualTo(clock.instant());
    }

    @Test
    void sendWhenTheWeakPointIsNotKeptAnyMoreEndsItsAlertUnlessItIsAnotherInstallations() throws Exception {
        sink.send(List.of(unknown(Direction.OUT)));
        assertThat(endsAt()).isBeforeOrEqualTo(clock.instant());
        sink.send(List.of(unknown(Direction.IN)));
        assertThat(endsAt()).isAfter(clock.instant());
    }

    private SequencedEvent unknown(Direction direction) {
        return new SequencedEvent(WormholeEvent
                .builder(direction, "urn:halo:other", "1", EventType.WEAKPOINT_OPENED.wire(),
                        clock.instant())
                .subject("endpoint:other").data(EventData.of(
                        JSON.valueToTree(Map.of("weakPointId",
                                UUID.randomUUID().toString(), "code", "endpoint.down", "severity", "high"))))
                .build(), 1L);
    }
}
