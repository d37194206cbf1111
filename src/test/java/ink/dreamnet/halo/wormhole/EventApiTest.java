package ink.dreamnet.halo.wormhole;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@HaloTest
@OnH2
class EventApiTest {

    private static final String EVENTS = "/api/halo/events";
    private static final String ONE = "application/cloudevents+json";
    private static final String MANY = "application/cloudevents-batch+json";

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    EventStore store;
    @Autowired
    Inbox inbox;
    @Autowired
    AuditTrail audit;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    WormholeTrigger trigger;

    @Autowired
    RouterLoop router;

    @BeforeEach
    void empty() {
        Awaitility.await().until(() -> inbox.backlog() == 0);
        jdbc.update("delete from wormhole_event");
        jdbc.update("delete from wormhole_alert");
        jdbc.update("delete from wormhole_rule");
        jdbc.update("delete from wormhole_switch");
        jdbc.update("update wormhole_wish set events = 0");
        jdbc.update("update trigger_state set fired_at = null, enabled = null where name = 'wormhole'");
    }

    private Answer post(String contentType, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder().POST(BodyPublishers.ofString(body))
                .header("Content-Type", contentType);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return api.send(request, EVENTS);
    }

    private static String cloudEvent(String id, String type, String more) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "/shop", "type": "%s"%s}""".formatted(id, type, more);
    }

    private long stored() {
        return api.get(EVENTS + "?direction=in").body().path("events").size();
    }

    /// @return what the API says of an event once it is routed
    private JsonNode routed(Answer taken) {
        String id = taken.body().at("/event/id").stringValue();
        return Awaitility.await().until(() -> api.get(EVENTS + "/" + id).body(),
                body -> body.path("routing").asString().equals("done"));
    }

    private static JsonNode wormhole(JsonNode event, String id) {
        for (JsonNode one : event.path("wormholes")) {
            if (one.path("wormhole").asString().equals(id)) {
                return one;
            }
        }
        return event.path("none");
    }

    private int requests() {
        return jdbc.queryForList("select id from cycle_request where trigger_name = 'wormhole'").size();
    }

    @Test
    void whatAHaloForwardedInDreamNetsFormIsADuplicateWhenItComesBack() {
        assertThat(post(ONE, cloudEvent("f-1", "shop.order.stuck", "")).body().path("accepted").intValue())
                .isEqualTo(1);
        Answer back = api.post(EVENTS,
                """
                        {"sourceType": "system", "eventType": "shop.order.stuck", "severity": "info",
                         "payload": {"orders": 3, "haloEvent": {"id": "f-1", "source": "/shop", "type": "shop.order.stuck"}}}""");
        assertThat(back.body().path("duplicates").intValue()).isEqualTo(1);
        assertThat(stored()).isEqualTo(1);
        Answer another = api.post(EVENTS, """
                {"sourceType": "squad", "eventType": "squad.task.noted", "severity": "info",
                 "payload": {"haloEvent": {"id": "f-1", "source": "/shop", "type": "shop.order.stuck"}}}""");
        assertThat(another.body().path("accepted").intValue()).as("it only carries the other along").isEqualTo(1);
    }

    @Test
    void longSourcesOfDreamNetsFormAreNotTakenForEachOther() {
        for (String last : List.of("a", "b")) {
            Answer taken = api.post(EVENTS, """
                    {"sourceType": "agent", "sourceId": "%s%s", "eventType": "agent.moved", "id": "1"}"""
                    .formatted("道".repeat(100), last));
            assertThat(taken.status()).as(taken.response().body()).isEqualTo(202);
            assertThat(taken.body().path("accepted").intValue()).isEqualTo(1);
        }
    }

    @Test
    void structuredIsKeptOnceAsItCame() {
        String event = cloudEvent("a-1", "shop.order.stuck",
                """
                        , "subject": "endpoint:checkout", "time": "2026-11-01T10:00:00Z", "severity": "warning", "team": "shop",
                        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "data": {"orders": [1, 2]}""");
        Answer first = post(ONE, event);
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body().path("accepted").intValue()).isEqualTo(1);
        Answer again = post(ONE, event);
        assertThat(again.body().path("duplicates").intValue()).isEqualTo(1);
        assertThat(again.body().at("/events/0/outcome").stringValue()).isEqualTo("duplicate");
        assertThat(again.body().at("/event/id")).isEqualTo(first.body().at("/event/id"));
        assertThat(stored()).isEqualTo(1);

        JsonNode shown = routed(first);
        JsonNode kept = shown.path("event");
        assertThat(kept.at("/data/orders/1").intValue()).isEqualTo(2);
        assertThat(kept.path("severity").stringValue()).isEqualTo("warning");
        assertThat(kept.at("/subjects/0").stringValue()).isEqualTo("endpoint:checkout");
        assertThat(kept.at("/labels/team").stringValue()).isEqualTo("shop");
        assertThat(kept.path("time").stringValue()).isEqualTo("2026-11-01T10:00:00.000Z");
        assertThat(kept.path("traceparent").stringValue()).startsWith("00-0af7");
        assertThat(shown.path("wormholes")).isEmpty();
        assertThat(shown.path("unmatched").toString()).contains("its severity warning is below error");
    }

    @Test
    void binaryReadsHeadersAndBody() {
        Answer taken = post("text/plain; charset=utf-8", "Füße", "ce-specversion", "1.0", "ce-id", "b-1", "ce-source",
                "/shop", "ce-type", "shop.note", "ce-subject", "Euro%20%E2%82%AC", "ce-severity", "info");
        assertThat(taken.status()).isEqualTo(202);
        JsonNode kept = routed(taken).path("event");
        assertThat(kept.path("subject").stringValue()).isEqualTo("Euro €");
        assertThat(kept.path("data").stringValue()).isEqualTo("Füße");
        assertThat(kept.path("dataContentType").stringValue()).startsWith("text/plain");
    }

    @Test
    void binaryWithoutAContentTypeIsJsonWhereItCanBeAndElseBytes() {
        HttpRequest.Builder json = HttpRequest.newBuilder()
                .POST(BodyPublishers.ofString("{\"a\": 12345678901234567.25}"))
                .header("ce-specversion", "1.0").header("ce-id", "\"n \\\"1\"").header("ce-source", "/shop/a%20b")
                .header("ce-type", "shop.note").header("ce-dataschema", "https://x.example/%C3%A4");
        assertThat(api.send(json, EVENTS).status()).as("a space is no part of a URI").isEqualTo(400);
        json.setHeader("ce-source", "/shop/a%2520b");
        JsonNode kept = routed(api.send(json, EVENTS)).path("event");
        assertThat(kept.path("eventId").stringValue()).isEqualTo("n \"1");
        assertThat(kept.path("source").stringValue()).isEqualTo("/shop/a%20b");
        assertThat(kept.path("dataSchema").stringValue()).isEqualTo("https://x.example/ä");
        assertThat(api.get(EVENTS + "/" + kept.path("id").stringValue()).response().body())
                .contains("12345678901234567.25");

        HttpRequest.Builder bytes = HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(new byte[]{1, 2, -1}))
                .header("ce-specversion", "1.0").header("ce-id", "n-2").header("ce-source", "/shop")
                .header("ce-type", "shop.note");
        kept = routed(api.send(bytes, EVENTS)).path("event");
        assertThat(kept.at("/data/data_base64").stringValue()).isEqualTo("AQL/");
        assertThat(kept.path("dataContentType").stringValue()).isEqualTo("application/octet-stream");

        bytes.setHeader("ce-id", "%C0%A0");
        assertThat(api.send(bytes, EVENTS).body().at("/errors/0/field").stringValue()).isEqualTo("ce-id");
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void dataIsWhatItsContentTypeSays() {
        JsonNode kept = routed(post(ONE,
                cloudEvent("o-1", "t",
                        """
                                , "datacontenttype": "application/vnd.acme.order+json", "data_base64": "eyJzdWJqZWN0IjogImVuZHBvaW50OnBheSJ9"
                                """)))
                .path("event");
        assertThat(kept.at("/data/subject").stringValue()).isEqualTo("endpoint:pay");
        assertThat(kept.at("/subjects/0").stringValue()).isEqualTo("endpoint:pay");
        assertThat(kept.path("dataContentType").stringValue()).isEqualTo("application/vnd.acme.order+json");
        assertThat(post(ONE, cloudEvent("o-2", "t", """
                , "datacontenttype": "application/json", "data_base64": "AQL/" """)).body().at("/errors/0/field")
                .stringValue()).isEqualTo("data_base64");

        HttpRequest.Builder utf16 = HttpRequest.newBuilder()
                .POST(BodyPublishers.ofString("Füße", StandardCharsets.UTF_16LE))
                .header("Content-Type", "text/plain; charset=utf-16le").header("ce-specversion", "1.0")
                .header("ce-id", "o-3").header("ce-source", "/shop").header("ce-type", "t");
        assertThat(routed(api.send(utf16, EVENTS)).at("/event/data").stringValue()).isEqualTo("Füße");
    }

    @Test
    void batchWhenOneIsWrongRecordsNothingAndNamesIt() {
        String batch = "[%s, {\"specversion\": \"1.0\", \"source\": \"/s\", \"type\": \"t\"}, 7, %s]".formatted(
                cloudEvent("c-1", "t", ""), cloudEvent("c-2", "t", ", \"time\": \"yesterday\""));
        Answer refused = post(MANY, batch);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("errors").toString()).contains("[1].id", "[2]", "[3].time")
                .doesNotContain("[0]");
        assertThat(stored()).isZero();
        Answer right = post(MANY, "[%s, %s, %s]".formatted(cloudEvent("c-1", "t", ""), cloudEvent("c-2", "t", ""),
                cloudEvent("c-1", "t", "")));
        assertThat(right.body().path("accepted").intValue()).isEqualTo(2);
        assertThat(right.body().at("/events/2/outcome").stringValue()).isEqualTo("duplicate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "application/cloudevents+json|{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\"}|400|id",
            "application/cloudevents+json|{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\"}|400|source",
            "application/cloudevents+json|{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}|400|specversion",
            "application/cloudevents+json|{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"Bad-Name\":\"x\"}|400|Bad-Name",
            "application/cloudevents+json|{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"severity\":\"awful\"}|400|severity",
            "application/cloudevents+json|{|400|body", "application/cloudevents+json|[]|400|body",
            "application/cloudevents-batch+json|{}|400|body", "application/json|{\"sourceType\":\"api\"}|400|eventType",
            "application/json|{\"eventType\":\"api\"}|400|sourceType",
            "application/json|{\"sourceType\":\"api\",\"eventType\":\"t\",\"severity\":\"high\"}|400|severity",
            "application/cloudevents+json|{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"time\":\"+999999999-12-31T23:59:59-18:00\"}|400|time",
            "application/cloudevents+json|{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"time\":\"1969-12-31T23:59:59Z\"}|400|time",
            "application/json|{\"sourceType\":\"api\",\"eventType\":\"t\",\"time\":\"+300000-01-01T00:00:00Z\"}|400|time",
            "application/json|{\"sourceType\":\"api\",\"eventType\":\"t\",\"time\":\"+999999999-12-31T23:59:59-18:00\"}|400|time",
            "nonsense|{}|415|", "text/plain|hello|415|", "application/cloudevents+xml|<event/>|415|"})
    void malformedIsRefusedAndNothingRecorded(String type, String body, int status, String field) {
        Answer refused = post(type, body);
        assertThat(refused.status()).isEqualTo(status);
        if (field != null) {
            assertThat(refused.body().at("/errors/0/field").stringValue()).isEqualTo(field);
        }
        assertThat(stored()).isZero();
    }

    @Test
    void tooDeepIsRefusedBecauseItCouldNotBeTold() {
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThat(post(ONE, cloudEvent("d", "t", ", \"data\": " + deep)).status()).isEqualTo(400);
        assertThat(post("application/json", deep, "ce-specversion", "1.0", "ce-id", "d", "ce-source", "/s", "ce-type",
                "t").status()).isEqualTo(400);
        assertThat(post("application/json", "{\"sourceType\":\"api\",\"eventType\":\"t\",\"payload\":" + deep + "}")
                .status()).isEqualTo(400);
        assertThat(stored()).isZero();
    }

    @Test
    void tooMuchIsRefused() {
        assertThat(post(ONE, cloudEvent("d", "t", ", \"data\": \"" + "x".repeat(3_000_000) + "\"")).status())
                .isEqualTo(413);
        String one = cloudEvent("d", "t", "");
        assertThat(post(MANY, "[" + (one + ",").repeat(50) + one + "]").body().path("error").stringValue())
                .contains("halo.wormhole.max-batch");
        assertThat(stored()).isZero();
        IntakeProperties small = new IntakeProperties(Duration.ofDays(1), 2, Duration.ofHours(1),
                new IntakeProperties.Intake(2, 100, Duration.ZERO, Duration.ofSeconds(5), 100));
        EventIntake full = new EventIntake(store, inbox, small, transaction, router, audit, () -> Actor.HALO,
                new SimpleMeterRegistry());
        full.start();
        List<WormholeEvent> three = List.of(event("1"), event("2"), event("3"));
        assertThatThrownBy(() -> full.acceptTogether(three)).isInstanceOf(TooManyRequestsException.class);
        assertThat(full.acceptTogether(three.subList(0, 2))).isEmpty();
        full.stop();
    }

    private WormholeEvent event(String id) {
        return WormholeEvent.builder(Direction.IN, "/x", id, "t", clock.instant()).build();
    }

    @Test
    void dreamNetFormIsTakenOnceForAnIdempotencyKey() {
        String event = """
                {"sourceType": "squad", "sourceId": "deploy", "eventType": "squad.noted", "severity": "info",
                 "payload": {"a": 1}}""";
        Answer one = api.post(EVENTS, event, "Idempotency-Key", "k-1");
        assertThat(one.body().path("ok").booleanValue()).isTrue();
        assertThat(api.post(EVENTS, event, "Idempotency-Key", "k-1").body().path("duplicates").intValue()).isEqualTo(1);
        Answer other = api.post(EVENTS, event.replace("1}", "2}"), "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().path("error").stringValue()).contains("Idempotency-Key");
        assertThat(api.post(EVENTS, "[" + event + "," + event + "]", "Idempotency-Key", "k-1").status()).isEqualTo(409);
        assertThat(stored()).isEqualTo(1);
        assertThat(api.post(EVENTS, "[" + event + "," + event + "]").body().path("accepted").intValue()).isEqualTo(2);
        assertThat(stored()).isEqualTo(3);
        JsonNode kept = routed(one).path("event");
        assertThat(kept.path("source").stringValue()).isEqualTo("/dreamnet/squad/deploy");
        assertThat(kept.at("/subjects/0").stringValue()).isEqualTo("squad:deploy");
        assertThat(api.get(EVENTS + "?sourceType=squad&type=squad.*&subject=squad:deploy&severity=info").body()
                .path("events")).hasSize(3);
        assertThat(api.get(EVENTS + "?severity=warning").body().path("events")).isEmpty();
        assertThat(api.get(EVENTS + "/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void severeEventsTriggerOneCycleAndAnotherAtTheEndOfTheCoolDown() {
        int before = requests();
        JsonNode first = routed(post(ONE, cloudEvent("e-1", "shop.broken", ", \"severity\": \"error\"")));
        assertThat(wormhole(first, "severe").path("outcome").stringValue()).isEqualTo("done");
        for (int i = 2; i < 6; i++) {
            JsonNode next = routed(post(ONE, cloudEvent("e-" + i, "shop.broken", ", \"severity\": \"critical\"")));
            assertThat(wormhole(next, "severe").path("outcome").stringValue()).isEqualTo("held");
        }
        trigger.fireHeld();
        assertThat(requests()).isEqualTo(before + 1);
        clock.advance(Duration.ofMinutes(61));
        trigger.fireHeld();
        trigger.fireHeld();
        assertThat(requests()).isEqualTo(before + 2);
        assertThat(api.get("/api/halo/triggers/wormhole").body().at("/trigger/why").stringValue())
                .isEqualTo("severe: shop.broken from /shop, and 3 more events");
    }

    @Test
    void ownEventsSetNothingInMotion() {
        int before = requests();
        JsonNode own = routed(post(ONE, cloudEvent("f-1", "halo.weakpoint.critical", ", \"severity\": \"critical\"")));
        assertThat(wormhole(own, "severe").path("outcome").stringValue()).isEqualTo("skipped");
        JsonNode back = routed(api.post(EVENTS, """
                {"sourceType": "halo", "eventType": "weakpoint", "severity": "critical", "payload": {}}"""));
        assertThat(wormhole(back, "severe").path("detail").stringValue()).isEqualTo("HALO sent it itself");
        routed(post(ONE, cloudEvent("f-2", "x", ", \"severity\": \"critical\", \"sender\": \"halo\"")));
        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void endpointFailureTriggersAScopedCycle() {
        routed(api.post(EVENTS, """
                {"sourceType": "api", "sourceId": "checkout", "eventType": "api.endpoint.failed", "severity": "warning",
                 "payload": {"endpoint": "cart"}}"""));
        String scope = jdbc.queryForObject(
                "select scope from cycle_request where trigger_name = 'wormhole' order by id desc limit 1",
                String.class);
        assertThat(scope).contains("endpoint:cart", "endpoint:checkout");
    }

    @Test
    void deployEventsAreDeploys() {
        JsonNode begun = routed(api.post(EVENTS,
                """
                        {"sourceType": "system", "eventType": "deploy.started", "payload": {"service": "s", "version": "1"}}"""));
        assertThat(wormhole(begun, "deploy").path("outcome").stringValue()).isEqualTo("skipped");
        JsonNode done = routed(api.post(EVENTS,
                """
                        {"sourceType": "system", "eventType": "deploy.completed", "payload": {"service": "s", "version": "1"}}"""));
        assertThat(wormhole(done, "deploy").path("outcome").stringValue()).isEqualTo("done");
        assertThat(api.get("/api/halo/deploys").body().at("/deploys/0/service").stringValue()).isEqualTo("s");
    }

    @Test
    void eventThatCannotBeReadIsFailedAndDoesNotHoldItsNeighbours() {
        WormholeEvent poison = event("poison");
        WormholeEvent neighbour = WormholeEvent.builder(Direction.IN, "/x", "neighbour", "shop.broken", clock.instant())
                .severity(EventSeverity.ERROR).build();
        UUID intake = Ids.next();
        transaction.executeWithoutResult(tx -> {
            store.appendNew(intake, List.of(poison, neighbour));
            inbox.add(intake, 2);
            jdbc.update("update wormhole_event set labels = 'broken' where id = ?", poison.id());
            // two tries are over
            jdbc.update("update wormhole_intake set attempts = 2 where id = ?", intake);
        });
        Awaitility.await().until(() -> jdbc.query("select attempts from wormhole_intake where id = ?",
                (row, number) -> row.getInt(1), intake).contains(3));
        clock.advance(Duration.ofSeconds(3));
        Awaitility.await().until(() -> inbox.backlog() == 0);
        assertThat(outcome(poison)).containsExactly("failed");
        assertThat(outcome(neighbour)).containsExactly("done");
    }

    private List<String> outcome(WormholeEvent event) {
        return jdbc.query("select outcome from wormhole_outcome where event_id = ?",
                (row, number) -> row.getString(1), event.id());
    }

    @Test
    void resultOfNoTaskSaysWhy() {
        JsonNode stray = routed(api.post(EVENTS, """
                {"sourceType": "squad", "eventType": "squad.task.completed", "payload": {"haloTaskId": "%s"}}"""
                .formatted(UUID.randomUUID())));
        assertThat(wormhole(stray, "squad-task-completed-result").path("outcome").stringValue()).isEqualTo("skipped");
        assertThat(wormhole(stray, "squad-task-completed-result").path("detail").stringValue()).contains("task");
    }

    @Test
    void signalsAreCounted() {
        api.put("/api/halo/wormholes/count", """
                {"match": {"type": "shop.*"}, "action": "signal"}""");
        routed(post(ONE, cloudEvent("g-1", "shop.sold", "")));
        routed(post(ONE, cloudEvent("g-2", "shop.sold", ", \"severity\": \"error\"")));
        assertThat(jdbc.queryForList(
                "select sum(requests) as r, sum(errors) as e from signal_bucket where source = 'wormhole:count' and width_s = 5")
                .getFirst().values().toString()).isEqualTo("[2, 1]");
    }

    @Test
    void wormholesAreDefinedAtRunTime() {
        String path = "/api/halo/wormholes/shop-repairs";
        Answer wrong = api.put(path, """
                {"match": {"minSeverity": "awful"}, "action": "task", "mode": "full", "task": {"roles": []}}""");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().path("errors").toString()).contains("match.minSeverity", "mode", "task.type",
                "task.roles");
        assertThat(api.put(path, "{\"action\": \"dance\"}").body().path("error").stringValue()).contains("record");
        assertThat(api.put(path, "{\"match\": {\"type\": \" \"}, \"action\": \"record\"}").body().at("/errors/0/field")
                .stringValue()).isEqualTo("match.type");
        assertThat(api.put(path, "{\"action\": \"record\", \"colour\": \"red\"}").status()).isEqualTo(400);
        Answer nowhere = api.put(path, "{\"action\": \"forward\", \"sink\": \"nowhere\"}");
        assertThat(nowhere.status()).isEqualTo(400);
        assertThat(nowhere.body().at("/errors/0/field").stringValue()).isEqualTo("sink");
        assertThat(api.put("/api/halo/wormholes/Bad%20Id", "{\"action\": \"record\"}").status()).isEqualTo(400);

        String right = """
                {"description": "d", "match": {"type": "shop.*", "labels": {"team": "sh*p"}}, "action": "record"}""";
        assertThat(api.put(path, right).status()).isEqualTo(201);
        assertThat(api.put(path, right).status()).isEqualTo(200);
        JsonNode shown = api.get(path).body().path("wormhole");
        assertThat(shown.at("/match/labels/team").stringValue()).isEqualTo("sh*p");
        assertThat(shown.path("managedBy").stringValue()).isEqualTo("api");
        assertThat(api.put(path, shown.toString()).status()).isEqualTo(200);
        assertThat(wormhole(routed(post(ONE, cloudEvent("h-1", "shop.x", ", \"team\": \"shop\""))), "shop-repairs")
                .path("outcome").stringValue()).isEqualTo("done");

        assertThat(api.post(path + "/disable", null).body().at("/wormhole/enabled").booleanValue()).isFalse();
        assertThat(wormhole(routed(post(ONE, cloudEvent("h-2", "shop.x", ", \"team\": \"shop\""))), "shop-repairs")
                .isMissingNode()).isTrue();
        assertThat(api.post(path + "/enable", null).body().at("/wormhole/enabled").booleanValue()).isTrue();
        assertThat(api.delete(path).status()).isEqualTo(200);
        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.put("/api/halo/wormholes/severe", right).status()).isEqualTo(409);
        assertThat(api.delete("/api/halo/wormholes/severe").status()).isEqualTo(409);
        assertThat(api.post("/api/halo/wormholes/nothing/enable", null).status()).isEqualTo(404);
        assertThat(api.get("/api/halo/wormholes").body().path("wormholes")).hasSizeGreaterThan(8);
    }
}
