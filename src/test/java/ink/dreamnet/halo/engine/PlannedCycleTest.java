package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.CycleRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Cycles that leave subjects out, over real endpoints.
@HaloTest
abstract class PlannedCycleTest {

    private static final int PATHS = 5;

    @Autowired
    Api api;
    @Autowired
    CycleRequests requests;
    @Autowired
    ScriptedPlanner planner;
    @Autowired
    TestClock clock;

    private final FleetServer server = FleetServer.start(PATHS);
    private final List<String> added = new ArrayList<>();
    private String own = "";

    @OnH2
    static class OnH2Test extends PlannedCycleTest {
    }

    @OnPostgres
    static class OnPostgresTest extends PlannedCycleTest {
    }

    @BeforeEach
    void watch() {
        own = "planned-" + System.nanoTime() + "-";
        for (int path = 0; path < PATHS; path++) {
            add(path, "");
        }
        cycle();
    }

    @AfterEach
    void forget() {
        planner.reset();
        server.close();
        added.forEach(id -> assertThat(api.delete("/api/halo/endpoints/" + id).status()).isLessThan(300));
        cycle();
    }

    private void add(int path, String members) {
        String id = own + path;
        assertThat(api.put("/api/halo/endpoints/" + id, "{\"url\": \"%s\"%s}".formatted(server.url(path), members))
                .status()).isLessThan(300);
        if (!added.contains(id)) {
            added.add(id);
        }
    }

    private SubjectRef endpoint(int path) {
        return SubjectRef.parse("endpoint:" + own + path);
    }

    private void leaveOut(int... paths) {
        planner.notDue = Arrays.stream(paths).mapToObj(this::endpoint).collect(Collectors.toSet());
    }

    /// Runs a full cycle over everything that no operator asked for, and waits for the plan of the next one.
    private JsonNode cycle() {
        clock.advance(Duration.ofMinutes(5));
        UUID id = requests.submit(CycleOrder.full("time", "the next one", Actor.HALO)).id();
        await().until(() -> requests.find(id).orElseThrow().status().wire().equals("served"));
        UUID cycle = Objects.requireNonNull(requests.find(id).orElseThrow().cycleId());
        if (!planner.failing) {
            await("the next cycle is planned").until(() -> cycle.equals(planner.recorded));
        }
        return api.get("/api/halo/history/" + cycle).body().get("cycle");
    }

    private Map<String, JsonNode> points(String state) {
        Map<String, JsonNode> points = new HashMap<>();
        api.get("/api/halo/weakpoints?limit=200&state=" + state).body().get("weakPoints").forEach(point -> {
            String id = point.get("subject").get("id").asString();
            if (id.startsWith(own)) {
                points.put(id.substring(own.length()), point);
            }
        });
        return points;
    }

    private static Map<String, String> looks(JsonNode cycle) {
        return StreamSupport.stream(cycle.get("plan").get("looks").spliterator(), false).collect(Collectors.toMap(
                look -> look.get("subject").get("id").asString().replaceFirst(".*-", ""),
                look -> look.get("turn").asString() + ": " + look.get("why").asString()));
    }

    private JsonNode point(String state, String endpoint) {
        return Objects.requireNonNull(points(state).get(endpoint));
    }

    @Test
    void cycleWhenEndpointsAreNotDueProbesOnlyTheOthersAndKeepsWhatIsKnownOfThem() {
        leaveOut(1, 2);
        server.set(1, FleetServer.BROKEN);
        JsonNode thin = cycle();
        assertThat(server.hits(0)).isEqualTo(2);
        assertThat(server.hits(1)).isEqualTo(1);
        assertThat(points("open")).isEmpty();
        assertThat(looks(thin)).isEqualTo(Map.of("1", "not-due: left out as told", "2", "not-due: left out as told"));
        assertThat(thin.get("plan").get("notDue").asInt()).isEqualTo(2);

        leaveOut(2);
        cycle();
        assertThat(points("open")).containsOnlyKeys("1");

        leaveOut(1, 2);
        server.set(1, FleetServer.UP);
        JsonNode healed = cycle();
        assertThat(looks(healed)).as("what is open is always due").containsEntry("1", "due: has an open weak point");
        assertThat(points("open")).isEmpty();
        assertThat(point("resolved", "1").get("resolution").asString()).isEqualTo("observed-clean");
        assertThat(point("resolved", "1").get("occurrences").asInt()).isEqualTo(1);
    }

    @Test
    void cycleWhenEndpointsAreNotDueChangesNoNumberOfThem() {
        for (int time = 0; time < 3; time++) {
            server.set(1, FleetServer.BROKEN);
            server.set(2, FleetServer.BROKEN);
            cycle();
            server.set(1, FleetServer.UP);
            server.set(2, FleetServer.UP);
            cycle();
            leaveOut(1);
            cycle();
            cycle();
            planner.reset();
            cycle();
        }
        assertThat(server.hits(1)).isLessThan(server.hits(2));
        JsonNode thin = point("all", "1");
        JsonNode whole = point("all", "2");
        for (String number : List.of("occurrences", "recurrences", "flapping", "flappingPercent", "stale")) {
            assertThat(thin.get(number)).as(number).isEqualTo(whole.get(number));
        }
        JsonNode thinMemory = api.get("/api/halo/memory/endpoint/" + own + 1).body().get("entity");
        JsonNode wholeMemory = api.get("/api/halo/memory/endpoint/" + own + 2).body().get("entity");
        assertThat(thinMemory.get("changes")).isEqualTo(wholeMemory.get("changes"));
        assertThat(traits(thinMemory)).containsKey("reliability").isEqualTo(traits(wholeMemory));
    }

    /// @return the traits, without that of the response time, which counts answers until the first few
    private static Map<String, JsonNode> traits(JsonNode entity) {
        Map<String, JsonNode> traits = new HashMap<>();
        entity.get("traits").forEach(trait -> traits.put(trait.get("key").asString(), trait));
        traits.remove("latency");
        return traits;
    }

    @Test
    void cycleWhenSomethingFallsLooksAtItsGroupInTheSameCycle() {
        leaveOut(1, 2, 3);
        planner.together = Map.of(endpoint(0), Set.of(endpoint(1), endpoint(2)));
        server.set(0, FleetServer.BROKEN);
        server.set(1, FleetServer.BROKEN);
        JsonNode cycle = cycle();
        assertThat(points("open")).containsOnlyKeys("0", "1");
        assertThat(looks(cycle)).containsEntry("1", "fan-out: falls with " + endpoint(0))
                .containsEntry("2", "fan-out: falls with " + endpoint(0))
                .containsEntry("3", "not-due: left out as told");
        assertThat(cycle.get("plan").get("fannedOut").asInt()).isEqualTo(2);
        assertThat(server.hits(3)).isEqualTo(1);
        assertThat(StreamSupport.stream(cycle.get("analysis").spliterator(), false)
                .map(run -> run.get("name").asString())).doesNotHaveDuplicates();
    }

    @Test
    void cycleWhenAnOperatorAskedOrThePlanFailsLooksAtEverything() {
        leaveOut(1, 2, 3);
        assertThat(api.post("/api/halo/run", null).body().get("cycle").has("plan")).isFalse();
        assertThat(server.hits(1)).isEqualTo(2);
        api.post("/api/halo/run", "{\"subjects\": [\"%s\"]}".formatted(endpoint(1)));
        assertThat(server.hits(1)).isEqualTo(3);
        planner.failing = true;
        assertThat(cycle().has("plan")).isFalse();
        assertThat(server.hits(1)).isEqualTo(4);
    }

    @Test
    void cycleWhenWhatASubjectDependsOnIsBrokenOrItWasDeployedLooksAtIt() {
        add(1, ", \"dependsOn\": [\"%s\"]".formatted(endpoint(0)));
        server.set(0, FleetServer.BROKEN);
        cycle();
        assertThat(api.post("/api/halo/deploys", "{\"service\": \"%s\", \"version\": \"2\"}".formatted(own + 2))
                .status()).isLessThan(300);
        leaveOut(1, 2, 3);
        assertThat(looks(cycle())).containsEntry("1", "due: depends on what is weak")
                .containsEntry("2", "due: shortly after the deploy of " + own + "2 2")
                .containsEntry("3", "not-due: left out as told");
    }

    private static Set<String> subjects(JsonNode looks, String turn) {
        return StreamSupport.stream(looks.spliterator(), false)
                .filter(look -> !look.has("turn") || look.get("turn").asString().equals(turn))
                .map(look -> look.get("subject").get("id").asString()).collect(Collectors.toSet());
    }

    @Test
    void planWhenManyEndpointsAreWatchedIsShownAndThenCarriedOut() {
        JsonNode few = api.get("/api/halo/plan").body().get("plan");
        assertThat(few.get("adaptive").asBoolean()).isFalse();
        assertThat(few.get("why").asString()).contains("auto: on from 100");
        for (int more = 0; more < 100; more++) {
            String id = own + "more-" + more;
            assertThat(api.put("/api/halo/endpoints/" + id, "{\"url\": \"%s?%d\"}".formatted(server.url(4), more))
                    .status()).isLessThan(300);
            added.add(id);
        }
        JsonNode shown = few;
        for (int cycles = 0; cycles < 20 && subjects(shown.get("notDue"), "").isEmpty(); cycles++) {
            assertThat(cycle().has("plan")).as("a plan in which everyone is due").isEqualTo(cycles > 0);
            shown = api.get("/api/halo/plan?limit=200").body().get("plan");
        }
        assertThat(shown.get("dueCount").asInt() + shown.get("notDueCount").asInt()).isGreaterThanOrEqualTo(105);
        assertThat(shown.get("solved").get("worstDelayMs").asLong()).isGreaterThan(300_000);
        assertThat(shown.get("probeBudget").asDouble()).isEqualTo(0.6);
        String left = shown.get("notDue").get(0).get("subject").get("id").asString();
        assertThat(api.get("/api/halo/plan?subject=endpoint:" + left).body().get("plan").get("notDue")).hasSize(1);

        JsonNode plan = cycle().get("plan");
        assertThat(subjects(plan.get("looks"), "not-due")).isEqualTo(subjects(shown.get("notDue"), ""));
        assertThat(plan.get("due").asInt()).isEqualTo(shown.get("dueCount").asInt());

        assertThat(api.get("/api/halo/plan?limit=0").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/plan?subject=e0").status()).isEqualTo(400);
    }
}
