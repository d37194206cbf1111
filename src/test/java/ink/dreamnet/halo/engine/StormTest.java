package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Effort;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.RunsJobs;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Everything of one team fails at once: the operator is not flooded, nothing storms, and when it is over nothing is left.
///
/// `-Dhalo.storm.endpoints=5000` takes as many as the suite has no time for.
@HaloTest
@RunsJobs("halo-dispatch-poll")
@OnPostgres
class StormTest {

    private static final int ENDPOINTS = Integer.getInteger("halo.storm.endpoints", Effort.of(150, 1500));

    @Autowired
    Api api;
    @Autowired
    TestClock clock;

    @AfterEach
    void forgetEndpoints() {
        for (int path = 0; path < ENDPOINTS; path++) {
            api.delete("/api/halo/endpoints/storm-" + path);
        }
        run();
    }

    private JsonNode run() {
        Api.Answer answer = api.post("/api/halo/run", null);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("cycle");
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private List<String> tasks(String status) {
        return list(api.get("/api/halo/tasks?limit=200&status=" + status).body().get("tasks")).stream()
                .map(task -> task.get("id").asString()).toList();
    }

    private int leased() {
        return api.post("/api/halo/tasks/lease", "{\"agent\": \"storm-keeper\", \"max\": 20}").body().get("leased")
                .size();
    }

    private JsonNode weakPoints() {
        return api.get("/api/halo/status").body().get("status").get("weakPoints");
    }

    @Test
    void stormProposesAndDispatchesWithinBudgetsAndLeavesNothingBehind() {
        try (FleetServer fleet = FleetServer.start(ENDPOINTS)) {
            assertThat(api.put("/api/halo/agents/storm-keeper", """
                    {"role": "DeployKeeper", "squad": "deploy", "heartbeatPeriodMs": 604800000}""").status())
                    .isLessThan(300);
            for (int path = 0; path < ENDPOINTS; path++) {
                assertThat(api.put("/api/halo/endpoints/storm-" + path, """
                        {"url": "%s", "labels": {"squad": "shop"}}""".formatted(fleet.url(path))).status())
                        .isEqualTo(201);
            }
            run();
            assertThat(weakPoints().get("total").asInt()).isZero();

            fleet.setAll(FleetServer.BROKEN);
            JsonNode storm = run();
            assertThat(weakPoints().get("total").asInt()).isEqualTo(ENDPOINTS);
            assertThat(storm.get("generatedTasks").size()).isEqualTo(5);
            assertThat(run().get("generatedTasks").size()).isZero();
            JsonNode readable = api.get("/api/halo/weakpoints").body();
            assertThat(readable.get("weakPoints").size()).isEqualTo(20);
            assertThat(list(readable.get("weakPoints")).stream()
                    .map(point -> point.get("taskDecision").get("reason").asString())).anyMatch(
                            reason -> reason
                                    .contains("%d of the %d subjects of label:squad=shop are weak at once, and 5 "
                                            .formatted(ENDPOINTS, ENDPOINTS))
                                    || reason.contains("subjects of kind:endpoint are weak at once, and 5 "));

            tasks("pending-approval").forEach(
                    id -> assertThat(api.post("/api/halo/tasks/" + id + "/approve", null).status()).isEqualTo(200));
            assertThat(leased()).as("tasks handed out in the storm").isZero();
            assertThat(list(api.get("/api/halo/tasks?status=approved").body().get("tasks"))).hasSize(5).allSatisfy(
                    task -> assertThat(task.get("blockedBy").get("by").asString()).isEqualTo("storm"));

            // most of it comes back: the storm is over, and what is left is repaired within the budgets
            for (int path = ENDPOINTS / 3; path < ENDPOINTS; path++) {
                fleet.set(path, FleetServer.UP);
            }
            clock.advance(Duration.ofSeconds(10));
            JsonNode after = run();
            assertThat(after.get("generatedTasks").size()).isBetween(1, 100);
            api.post("/api/halo/tasks/approve", "{\"ids\": [\"%s\"]}".formatted(
                    String.join("\", \"", tasks("pending-approval"))));
            int inWork = leased() + leased();
            assertThat(inWork).as("tasks in work").isBetween(1, 5);
            assertThat(tasks("running")).hasSize(inWork);

            fleet.setAll(FleetServer.UP);
            run();
            assertThat(weakPoints().get("total").asInt()).isZero();
            assertThat(tasks("suggested,pending-approval,approved,dispatched,failed,dead-letter")).isEmpty();
            // what an agent works on goes on until it says so, or is not heard of any more; then it is not needed
            clock.advance(Duration.ofMinutes(6));
            Awaitility.await().until(() -> tasks("running").isEmpty());
            assertThat(tasks("suggested,pending-approval,approved,dispatched,failed,dead-letter")).isEmpty();
        }
    }
}
