package ink.dreamnet.halo.wormhole;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
abstract class AlertApiTest {

    private static final String ALERTS = "/api/halo/events/alertmanager";

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    Inbox inbox;
    @Autowired
    AlertStore alerts;
    @Autowired
    EventStore events;
    @Autowired
    TransactionTemplate transaction;

    @OnH2
    static class OnH2Test extends AlertApiTest {
    }

    @OnPostgres
    static class OnPostgresTest extends AlertApiTest {
    }

    @BeforeEach
    void forget() {
        // cycles are asked for by the tests only
        assertThat(api.post("/api/halo/triggers/wormhole/disable", null).status()).isEqualTo(200);
        assertThat(api.put("/api/halo/agents/keeper-1", "{\"role\": \"DeployKeeper\"}").status()).isLessThan(300);
        Awaitility.await().until(() -> inbox.backlog() == 0);
        jdbc.update("delete from wormhole_alert");
        jdbc.update("delete from wormhole_event");
    }

    private Answer tell(String status, String name, String labels, Instant startsAt, String endsAt) {
        Answer answer = api.post(ALERTS,
                """
                        {"version": "4", "groupKey": "{}", "status": "%s", "receiver": "halo", "externalURL": "http://am.example",
                         "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {}, "truncatedAlerts": 0,
                         "alerts": [{"status": "%s", "labels": {"alertname": "%s", %s}, "annotations": {"summary": "it hurts"},
                                     "startsAt": "%s", "endsAt": "%s", "generatorURL": "http://prom.example", "fingerprint": "%s"}]}"""
                        .formatted(status, status, name, labels, startsAt, endsAt, name + labels.hashCode()));
        assertThat(answer.status()).isEqualTo(202);
        Awaitility.await().until(() -> inbox.backlog() == 0);
        return answer;
    }

    private static final String OPEN = "0001-01-01T00:00:00Z";

    private void run(String mode) {
        assertThat(api.post("/api/halo/run", "{\"mode\": \"%s\"}".formatted(mode)).status()).isEqualTo(200);
    }

    private List<JsonNode> points(String code) {
        JsonNode all = api.get("/api/halo/weakpoints?state=all&limit=200").body().path("weakPoints");
        Stream<JsonNode> stream = StreamSupport.stream(all.spliterator(), false);
        return stream.filter(point -> point.path("code").asString().equals(code)).toList();
    }

    @Test
    void firingIsAWeakPointUntilItIsResolved() {
        Instant start = clock.instant();
        tell("firing", "HighLatency", "\"severity\": \"page\", \"halo_subject\": \"endpoint:shop\"", start, OPEN);
        run("light");
        JsonNode open = points("alert.high-latency").getFirst();
        assertThat(open.path("severity").stringValue()).isEqualTo("critical");
        assertThat(open.at("/subject/id").stringValue()).isEqualTo("shop");
        assertThat(open.path("summary").stringValue()).isEqualTo("HighLatency: it hurts");
        assertThat(open.path("analyzer").stringValue()).isEqualTo("wormhole");

        Answer again = tell("firing", "HighLatency", "\"severity\": \"page\", \"halo_subject\": \"endpoint:shop\"",
                start, OPEN);
        assertThat(again.body().path("duplicates").intValue()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(5));
        tell("resolved", "HighLatency", "\"severity\": \"page\", \"halo_subject\": \"endpoint:shop\"", start,
                clock.instant().toString());
        run("light");
        JsonNode closed = points("alert.high-latency").getFirst();
        assertThat(closed.path("state").stringValue()).isEqualTo("resolved");
        assertThat(closed.path("resolution").stringValue()).isEqualTo("observed-clean");

        // what comes late changes nothing
        tell("firing", "HighLatency", "\"severity\": \"page\", \"halo_subject\": \"endpoint:shop\", \"x\": \"y\"",
                start.minusSeconds(60), clock.instant().minusSeconds(1).toString());
    }

    @Test
    void alertThatFiresAgainWithTheSameStartIsAWeakPointAgain() {
        Instant start = clock.instant();
        String labels = "\"severity\": \"page\", \"halo_subject\": \"endpoint:basket\"";
        tell("firing", "Refired", labels, start, OPEN);
        run("light");
        clock.advance(Duration.ofMinutes(5));
        tell("resolved", "Refired", labels, start, clock.instant().toString());
        clock.advance(Duration.ofSeconds(30));
        // the other Alertmanager of the cluster, late
        assertThat(tell("firing", "Refired", labels, start, OPEN).body().path("duplicates").intValue()).isEqualTo(1);
        run("light");
        assertThat(points("alert.refired").getFirst().path("state").stringValue()).isEqualTo("resolved");

        // Prometheus reaches its Alertmanager again: nothing was over
        clock.advance(Duration.ofMinutes(5));
        assertThat(tell("firing", "Refired", labels, start, OPEN).body().path("duplicates").intValue()).isEqualTo(1);
        run("light");
        JsonNode again = points("alert.refired").getFirst();
        assertThat(again.path("state").stringValue()).isEqualTo("open");
        assertThat(again.path("severity").stringValue()).isEqualTo("critical");
        clock.advance(Duration.ofMinutes(5));
        tell("resolved", "Refired", labels, start, clock.instant().toString());
        run("light");
        assertThat(points("alert.refired").getFirst().path("state").stringValue()).isEqualTo("resolved");
    }

    @Test
    void eventThatIsRoutedAfterALaterOneDoesNotChangeWhatThatSaid() {
        WormholeEvent lost = WormholeEvent.builder(Direction.IN, "/dreamnet/agent/ag-8", "lost-1", "heartbeat.lost",
                clock.instant()).severity(EventSeverity.WARNING)
                .subjects(List.of(SubjectRef.parse("agent:ag-8"))).build();
        UUID intake = Ids.next();
        transaction.executeWithoutResult(tx -> {
            events.appendNew(intake, List.of(lost));
            inbox.add(intake, 1);
            inbox.failed(intake, false, clock.instant().plusSeconds(60));
        });
        clock.advance(Duration.ofSeconds(5));
        assertThat(api.post("/api/halo/events", """
                {"sourceType": "agent", "sourceId": "ag-8", "eventType": "heartbeat.recovered", "payload": {}}""")
                .status()).isEqualTo(202);
        Awaitility.await().until(() -> inbox.backlog() == 1);
        clock.advance(Duration.ofSeconds(60));
        Awaitility.await().until(() -> inbox.backlog() == 0);
        run("light");
        assertThat(points("event.heartbeat-lost-repair").stream()
                .filter(point -> point.at("/subject/id").asString().equals("ag-8"))).isEmpty();
    }

    @Test
    void alertThatIsNotHeardOfAnyMoreIsUnknownAndNotWell() {
        Instant start = clock.instant();
        String labels = "\"severity\": \"warning\", \"agent\": \"keeper-1\"";
        tell("firing", "Forgotten", labels, start, OPEN);
        tell("firing", "StillThere", labels, start, OPEN);
        run("full");
        assertThat(points("alert.forgotten").getFirst().at("/subject/kind").stringValue()).isEqualTo("agent");
        clock.advance(Duration.ofHours(5));
        // repeated: the times are the same, so it is a duplicate, but it counts as heard
        assertThat(tell("firing", "StillThere", labels, start, OPEN).body().path("duplicates").intValue()).isEqualTo(1);
        clock.advance(Duration.ofHours(2));
        run("full");
        JsonNode forgotten = points("alert.forgotten").getFirst();
        assertThat(forgotten.path("state").stringValue()).isEqualTo("open");
        assertThat(forgotten.path("stale").booleanValue()).isTrue();
        JsonNode there = points("alert.still-there").getFirst();
        assertThat(there.path("state").stringValue()).isEqualTo("open");
        assertThat(there.path("stale").booleanValue()).isFalse();
    }

    @Test
    void overIsOnlyWhereNothingOfTheKindIsOpenHoweverMuchACycleLooksAt() {
        Instant start = clock.instant();
        String one = "\"severity\": \"warning\", \"halo_subject\": \"endpoint:half\", \"disk\": \"a\"";
        tell("firing", "DiskFull", one, start, OPEN);
        tell("firing", "DiskFull", one.replace("\"a\"", "\"b\""), start, OPEN);
        tell("firing", "Down", "\"severity\": \"critical\", \"halo_subject\": \"endpoint:half\"", start, OPEN);
        assertThat(alerts.open(1)).singleElement().extracting(Alert::code).isEqualTo("alert.down");
        tell("resolved", "DiskFull", one, start, start.plusSeconds(1).toString());
        SubjectRef half = SubjectRef.parse("endpoint:half");
        assertThat(alerts.resolved()).doesNotContainKey(half);
        tell("resolved", "DiskFull", one.replace("\"a\"", "\"b\""), start, start.plusSeconds(1).toString());
        assertThat(alerts.resolved().get(half)).containsExactly("alert.disk-full");
        assertThat(alerts.subjects()).contains(half);
    }

    @Test
    void alertsWithoutASubjectThatIsKnownAreGatheredAtTheFallback() {
        Instant start = clock.instant();
        tell("firing", "Elsewhere", "\"instance\": \"10.0.0.1:9100\"", start, OPEN);
        tell("firing", "Elsewhere", "\"instance\": \"10.0.0.2:9100\", \"severity\": \"error\"", start, OPEN);
        run("light");
        JsonNode point = points("alert.elsewhere").getFirst();
        assertThat(point.at("/subject/kind").stringValue()).isEqualTo("environment");
        assertThat(point.at("/subject/id").stringValue()).isEqualTo("outside");
        assertThat(point.path("severity").stringValue()).isEqualTo("high");
        assertThat(point.path("summary").stringValue()).isEqualTo("Elsewhere: it hurts (and 1 more)");
        tell("resolved", "Elsewhere", "\"instance\": \"10.0.0.2:9100\", \"severity\": \"error\"", start,
                clock.instant().toString());
        run("light");
        assertThat(points("alert.elsewhere").getFirst().path("state").stringValue()).isEqualTo("open");
    }

    @Test
    void alertmanagersWithNamesDoNotSpeakForEachOther() {
        String alert = """
                {"version": "4", "alerts": [{"status": "%s", "labels": {"halo_subject": "endpoint:twice"},
                  "startsAt": "%s", "endsAt": "%s", "fingerprint": "f"}]}""";
        Instant start = clock.instant();
        for (String source : List.of("prod", "test")) {
            assertThat(api.post(ALERTS + "?source=" + source, alert.formatted("firing", start, OPEN)).body()
                    .path("accepted").intValue()).isEqualTo(1);
        }
        api.post(ALERTS + "?source=test", alert.formatted("resolved", start, start.plusSeconds(1)));
        Awaitility.await().until(() -> inbox.backlog() == 0);
        run("light");
        assertThat(points("alert.unnamed").getFirst().path("state").stringValue()).isEqualTo("open");
    }

    @Test
    void alertWhenMalformedIsRefused() {
        assertThat(api.post(ALERTS, "{\"version\": \"3\", \"alerts\": []}").status()).isEqualTo(400);
        assertThat(api.post(ALERTS, "{\"version\": \"4\"}").body().at("/errors/0/field").stringValue())
                .isEqualTo("alerts");
        Answer wrong = api.post(ALERTS, """
                {"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "A"}, "startsAt": "soon"},
                                            {"status": "burning", "labels": {}}]}""");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().path("errors").toString()).contains("alerts[0].startsAt", "alerts[1].status");
        Answer bad = api.post(ALERTS,
                """
                        {"version": "4", "alerts": [{"status": "firing", "labels": {}, "startsAt": "2026-01-01T00:00:00Z", "fingerprint": "a\\u0000"},
                                                    {"status": "firing", "labels": {}, "startsAt": "+300000-01-01T00:00:00Z"}]}""");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().path("errors").toString()).contains("alerts[0].fingerprint", "alerts[1].startsAt");
        assertThat(api.post(ALERTS + "?source=no%20name", "{\"version\": \"4\", \"alerts\": []}").body()
                .at("/errors/0/field").stringValue()).isEqualTo("source");
        assertThat(api.get("/api/halo/events").body().path("events")).isEmpty();
    }

    @Test
    void lostHeartbeatProposesARepairUntilItIsHeardAgain() {
        String event = """
                {"sourceType": "agent", "sourceId": "ag-7", "eventType": "heartbeat.%s", "severity": "warning", "payload": {}}""";
        assertThat(api.post("/api/halo/events", event.formatted("lost")).status()).isEqualTo(202);
        Awaitility.await().until(() -> inbox.backlog() == 0);
        run("light");
        run("full");
        JsonNode point = points("event.heartbeat-lost-repair").getFirst();
        assertThat(point.at("/subject/id").stringValue()).isEqualTo("ag-7");
        JsonNode task = api.get("/api/halo/tasks/" + point.at("/taskIds/0").stringValue()).body().path("task");
        assertThat(task.path("type").stringValue()).isEqualTo("infra.repair.suggested");
        assertThat(task.path("status").stringValue()).isEqualTo("pending-approval");
        assertThat(task.at("/targetAgents/0").stringValue()).isEqualTo("DeployKeeper");

        assertThat(api.post("/api/halo/events", event.formatted("recovered")).status()).isEqualTo(202);
        Awaitility.await().until(() -> inbox.backlog() == 0);
        run("light");
        assertThat(points("event.heartbeat-lost-repair").getFirst().path("state").stringValue()).isEqualTo("resolved");
    }
}
