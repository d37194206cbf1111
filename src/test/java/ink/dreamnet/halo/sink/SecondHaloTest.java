package ink.dreamnet.halo.sink;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.event.Installation;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.sink.SecondHaloState.Outcome;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.DreamNetServices;
import ink.dreamnet.halo.support.FakeService;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// What is sent in DreamNet's form, and what is not while another HALO runs there.
@HaloTest
abstract class SecondHaloTest {

    /// As DreamNet's own engine answers.
    private static final String ENGINE = """
            {"ok": true, "status": {"lastRunAt": "2026-11-01T00:00:00.000Z", "lastSummary": "3 findings", "isRunning": false,
             "pendingTriggers": []}}""";
    private static final String STATUS = "/api/halo/status";
    private static final String EMIT = "/api/events/emit";
    private static final String TAKEN = "{\"ok\": true, \"event\": {\"id\": \"e-1\", \"handled\": false}}";

    @Autowired
    Api api;
    @Autowired
    Environment environment;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    HttpCalls http;
    @Autowired
    Installation installation;
    @Autowired
    SecondHaloStore store;
    @Autowired
    EventFormat format;

    private FakeService dreamNet;

    @OnH2
    static class OnH2Test extends SecondHaloTest {
    }

    @OnPostgres
    static class OnPostgresTest extends SecondHaloTest {
    }

    @BeforeEach
    void begin() {
        jdbc.update("delete from dreamnet_halo");
        dreamNet = new FakeService();
        dreamNet.answers(EMIT, TAKEN);
    }

    @AfterEach
    void end() {
        dreamNet.close();
    }

    private SecondHalo at(String base, boolean allowed) {
        return new SecondHalo(new SinkProperties(List.of(),
                new SinkProperties.DreamNet(true, base, List.of("*"), allowed)), http, installation, store, clock);
    }

    private SecondHaloState checked(String base) {
        SecondHalo secondHalo = at(base + "/", false);
        secondHalo.check();
        return secondHalo.state().orElseThrow();
    }

    private SequencedEvent event(String type) {
        return new SequencedEvent(WormholeEvent.builder(Direction.OUT, installation.source(), Ids.next().toString(),
                type, clock.instant()).source("halo", "here").build(), 1L);
    }

    private WebhookSink sink(String base, SecondHalo secondHalo) {
        return new WebhookSink(settings(base + EMIT), format, http, secondHalo, clock);
    }

    private static SinkSettings settings(String url) {
        return new SinkSettings("dreamnet", "webhook", URI.create(url), List.of("*"), "info", "dreamnet", List.of(),
                Map.of(), DeliverySettings.DEFAULT, AlertmanagerSettings.DEFAULT, null);
    }

    private SendResult send(String type, boolean allowed) throws InterruptedException {
        WebhookSink sink = sink(dreamNet.base(), at(dreamNet.base(), allowed));
        SequencedEvent event = event(type);
        return sink.withheld(event).isPresent()
                ? new SendResult.Refused(0, sink.withheld(event).orElseThrow())
                : sink.send(List.of(event));
    }

    @Test
    void engineOfDreamNetIsASecondHalo() {
        dreamNet.answers(STATUS, ENGINE);
        SecondHaloState state = checked(dreamNet.base());
        assertThat(state.outcome()).isEqualTo(Outcome.PRESENT);
        assertThat(state.detail()).contains("unnamed", "2026-11-01T00:00:00.000Z");
        assertThat(state.known()).isEqualTo(Outcome.PRESENT);
    }

    @Test
    void anotherInstallationIsASecondHaloAndTheSameOneIsNot() {
        String own = api.get(STATUS).response().body();
        dreamNet.answers(STATUS, own);
        assertThat(checked(dreamNet.base()).outcome()).isEqualTo(Outcome.NONE);
        assertThat(checked("http://127.0.0.1:" + environment.getProperty("local.server.port")).detail())
                .contains("itself");
        dreamNet.answers(STATUS, own.replace(installation.source(), "urn:halo:other"));
        assertThat(checked(dreamNet.base()).outcome()).isEqualTo(Outcome.PRESENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>app</body></html>", "200", "[]", "{\"ok\": true}", "",
            "{\"ok\": true, \"status\": \"ALIVE\"}", "{\"ok\": false, \"status\": {\"isRunning\": false}}"})
    void whatAnswersSomethingElseIsNone(String answer) {
        dreamNet.answers(STATUS, answer);
        assertThat(checked(dreamNet.base()).outcome()).isEqualTo(Outcome.NONE);
    }

    @Test
    void pageOfACatchAllIsNone() {
        try (DreamNetServices services = DreamNetServices.start()) {
            assertThat(checked(services.base()).outcome()).isEqualTo(Outcome.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"404,NONE", "405,NONE", "401,UNKNOWN", "403,UNKNOWN", "302,UNKNOWN", "429,UNKNOWN", "500,UNKNOWN",
            "503,UNKNOWN"})
    void statusSaysWhetherThereMayBeOne(int status, Outcome outcome) {
        dreamNet.answers(STATUS, status, "{}");
        assertThat(checked(dreamNet.base()).outcome()).isEqualTo(outcome);
    }

    @Test
    void whatDoesNotAnswerIsUnknownAndNobodyThereIsRefused() {
        dreamNet.serves(STATUS, exchange -> exchange.close());
        assertThat(checked(dreamNet.base()).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(checked("http://127.0.0.1:" + FleetServer.closedPort()).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void checkThatFindsNothingOutLeavesWhatIsKnown() {
        dreamNet.answers(STATUS, ENGINE);
        checked(dreamNet.base());
        clock.advance(Duration.ofHours(1));
        dreamNet.answers(STATUS, 503, "{}");
        SecondHaloState state = checked(dreamNet.base());
        assertThat(state.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(state.known()).isEqualTo(Outcome.PRESENT);
        dreamNet.answers(STATUS, 404, "{}");
        assertThat(checked(dreamNet.base()).known()).isEqualTo(Outcome.NONE);
    }

    @Test
    void criticalEventIsWithheldWhileAnotherHaloAnswers() throws InterruptedException {
        dreamNet.answers(STATUS, ENGINE);
        checked(dreamNet.base());
        assertThat(send("halo.weakpoint.critical", false)).asString().contains("another HALO answers at "
                + dreamNet.base(), "halo.wormhole.dreamnet.allow-second-halo");
        dreamNet.answers(STATUS, 503, "{}");
        checked(dreamNet.base());
        assertThat(send("halo.weakpoint.critical", false)).as("it was not seen to be gone")
                .isInstanceOf(SendResult.Refused.class);
        assertThat(dreamNet.asked(EMIT)).isZero();

        assertThat(send("halo.cycle.completed", false)).isInstanceOf(SendResult.Accepted.class);
        assertThat(send("halo.weakpoint.critical", true)).isInstanceOf(SendResult.Accepted.class);
        dreamNet.answers(STATUS, 404, "{}");
        checked(dreamNet.base());
        assertThat(send("halo.weakpoint.critical", false)).isInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void criticalEventWaitsUntilItIsKnownThatThereIsNone() throws InterruptedException {
        assertThat(send("halo.weakpoint.critical", false)).asString().contains("Failed", "not sent yet");
        dreamNet.answers(STATUS, 401, "{}");
        checked(dreamNet.base());
        assertThat(send("halo.weakpoint.critical", false)).asString().contains("Failed", "not sent yet");
        assertThat(dreamNet.asked(EMIT)).isZero();
        assertThat(send("halo.cycle.completed", false)).isInstanceOf(SendResult.Accepted.class);
        assertThat(send("halo.weakpoint.critical", true)).isInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void emittedEventIsDeliveredWhereTheBusKeepsIt() throws InterruptedException {
        try (DreamNetServices services = DreamNetServices.start()) {
            SecondHalo secondHalo = at(services.base(), false);
            assertThat(sink(services.base(), secondHalo).send(List.of(event("halo.cycle.completed"))))
                    .isInstanceOf(SendResult.Accepted.class);
            assertThat(services.events()).singleElement().satisfies(event -> assertThat(event.path("eventType")
                    .asString()).isEqualTo("halo.cycle.completed"));
            assertThat(services.events().getFirst().path("sourceId").asString()).isEqualTo("here");
            assertThat(new WebhookSink(settings(services.base() + "/nowhere"), format, http, secondHalo, clock)
                    .send(List.of(event("halo.cycle.completed")))).as("a page of its catch-all")
                    .isInstanceOf(SendResult.Failed.class).asString().contains("html");
        }
    }

    @ParameterizedTest
    @CsvSource({"text/html; charset=utf-8,Failed", "text/plain,Accepted", "application/json,Accepted"})
    void cloudEventIsDeliveredUnlessTheAnswerIsAPage(String type, String result) throws InterruptedException {
        dreamNet.serves("/hook", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
            }
        });
        SinkSettings settings = new SinkSettings("hook", "webhook", URI.create(dreamNet.base() + "/hook"), List.of("*"),
                "info", "cloudevents", List.of(), Map.of(), DeliverySettings.DEFAULT, AlertmanagerSettings.DEFAULT,
                null);
        SendResult sent = new WebhookSink(settings, format, http, at(dreamNet.base(), false), clock)
                .send(List.of(event("halo.weakpoint.critical")));
        assertThat(sent.getClass().getSimpleName()).as(sent.toString()).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "{}", "{\"ok\": true}", "{\"ok\": true, \"event\": {}}", "",
            "{\"ok\": false, \"error\": \"full\"}", "<html>Sign in</html>", "{\"ok\": true, \"event\": \"e-1\"}"})
    void answerWithoutAnEventIsNoDelivery(String answer) throws InterruptedException {
        dreamNet.serves(EMIT, exchange -> {
            try (exchange) {
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        assertThat(send("halo.cycle.completed", false)).isInstanceOf(SendResult.Failed.class);
    }
}
