package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import ink.dreamnet.halo.http.StandardWebhook;
import ink.dreamnet.halo.sink.EventReceiver.Request;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.OnPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What HALO sends of itself, from the outside.
@OnPostgres
class EventsOutTest extends SinkTest {

    @Autowired
    SecondHalo secondHalo;

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
        JsonNode weakPoint = dreamnet.path("payload").path("weakpoint");
        assertThat(weakPoint.path("id")).isEqualTo(dreamnet.path("payload").path("weakPointId"));
        assertThat(weakPoint.path("severity").asString()).isEqualTo("critical");
        assertThat(weakPoint.path("summary").asString()).contains("out-0 is down");
        assertThat(weakPoint.path("relatedIssues")).hasSize(1);
        JsonNode issue = weakPoint.path("relatedIssues").get(0);
        assertThat(issue.path("id").asString()).isEqualTo("endpoint-down-out-0");
        assertThat(issue.path("analyzer").asString()).isEqualTo("endpoint-health");
        assertThat(issue.path("severity").asString()).isEqualTo("critical");
        assertThat(issue.path("description").asString()).contains("out-0 is down");
        assertThat(issue.path("data").isObject()).isTrue();
        await(() -> assertThat(completedInDreamNet(cycle).isObject()).isTrue());
        JsonNode completed = completedInDreamNet(cycle);
        assertThat(completed.path("severity").asString()).isEqualTo("warning");
        assertThat(completed.path("payload").path("cycleId").asString()).isEqualTo(cycle);
        assertThat(completed.path("payload").path("issuesFound").intValue()).isPositive();
        assertThat(completed.path("payload").path("tasksGenerated").intValue()).isPositive();
        // what is not in DreamNet's form is as it was
        assertThat(bodies("/all", "halo.cycle.completed").getFirst().path("severity").asString()).isEqualTo("info");
        assertThat(bodies("/all", "halo.cycle.completed").getFirst().path("data").has("issuesFound")).isFalse();
        assertThat(bodies("/serious", "halo.weakpoint.critical").getFirst().path("data").has("weakpoint")).isFalse();

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

    private static JsonNode completedInDreamNet(String cycle) {
        return RECEIVER.taken("/dreamnet/api/events/emit").stream().map(Request::json)
                .filter(event -> event.path("eventType").asString().equals("halo.cycle.completed")
                        && event.path("payload").path("cycleId").asString().equals(cycle))
                .findFirst().orElse(MissingNode.getInstance());
    }

    @Test
    void cycleWhoseTasksAllGoToOneSquadNamesItToDreamNet() {
        api.put("/api/halo/squads/out-ops", "{\"members\":[\"out-keeper\"]}");
        api.put("/api/halo/agents/out-keeper", "{\"role\":\"DeployKeeper\",\"squad\":\"out-ops\"}");
        put(9);
        fleet.set(9, FleetServer.BROKEN);
        String cycle = run().path("id").asString();
        await(() -> assertThat(completedInDreamNet(cycle).path("payload").path("primarySquadId").asString())
                .isEqualTo("out-ops"));
        api.delete("/api/halo/agents/out-keeper");
        api.delete("/api/halo/squads/out-ops");
    }

    @Test
    void secondHaloIsAWeakPointAndWhatItWouldActOnIsADeadLetterUntilItIsGone() {
        statusOfDreamNet(200, "{\"ok\": true, \"status\": {\"isRunning\": false, \"lastRunAt\": null}}");
        secondHalo.check();
        put(8);
        fleet.set(8, FleetServer.BROKEN);
        run();
        assertThat(secondHaloWeakPoints("open")).singleElement().satisfies(point -> {
            assertThat(point.path("severity").asString()).isEqualTo("high");
            assertThat(point.path("subject").path("id").asString()).isEqualTo("event-wormholes");
        });
        await(() -> {
            assertThat(bodies("/all", "halo.weakpoint.critical", "endpoint:out-8")).hasSize(1);
            assertThat(api.get("/api/halo/sinks/dreamnet").body().path("deadLetters")).singleElement().satisfies(
                    letter -> {
                        assertThat(letter.path("error").asString()).contains("not sent: another HALO");
                        assertThat(letter.has("status")).isFalse();
                    });
            assertThat(toDreamNet()).contains("halo.cycle.completed").doesNotContain("halo.weakpoint.critical");
        });

        statusOfDreamNet(503, "{}");
        secondHalo.check();
        run();
        assertThat(secondHaloWeakPoints("open")).as("what is unknown resolves nothing").hasSize(1);

        RECEIVER.answer(EventReceiver.TAKE);
        secondHalo.check();
        run();
        assertThat(secondHaloWeakPoints("open")).isEmpty();
        assertThat(secondHaloWeakPoints("resolved")).hasSize(1);
        assertThat(api.post("/api/halo/sinks/dreamnet/redeliver", null).body().path("redelivered").intValue())
                .isEqualTo(1);
        await(() -> assertThat(toDreamNet()).contains("halo.weakpoint.critical"));
    }

    private static void statusOfDreamNet(int status, String body) {
        RECEIVER.answer(request -> request.path().endsWith("/api/halo/status")
                ? new EventReceiver.Answer(status, Map.of("Content-Type", "application/json"), body)
                : EventReceiver.TAKE.to(request));
    }

    private static List<String> toDreamNet() {
        return RECEIVER.taken("/dreamnet/api/events/emit").stream().map(Request::json)
                .map(event -> event.path("eventType").asString()).toList();
    }

    private List<JsonNode> secondHaloWeakPoints(String state) {
        return StreamSupport.stream(api.get("/api/halo/weakpoints?limit=200&state=" + state).body().path("weakPoints")
                .spliterator(), false).filter(point -> point.path("code").asString().equals("dreamnet.second-halo"))
                .toList();
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

    private static List<JsonNode> alerts(String subject) {
        return RECEIVER.taken("/api/v2/alerts").stream()
                .flatMap(post -> StreamSupport.stream(post.json().spliterator(), false))
                .filter(alert -> alert.path("labels").path("subject").asString().equals(subject)).toList();
    }
}
