package ink.dreamnet.halo.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The loop over a real fleet: one server with many paths, some of which break and heal.
@HaloTest
@OnH2
class FleetLoopTest {

    private static final int PATHS = 300;

    @Autowired
    Api api;

    private final List<String> added = new ArrayList<>();

    @AfterEach
    void forgetEndpoints() {
        added.forEach(id -> assertThat(api.delete("/api/halo/endpoints/" + id).status()).isLessThan(300));
        run();
        assertThat(open()).isEmpty();
    }

    private void add(String id, String json) {
        assertThat(api.put("/api/halo/endpoints/" + id, json).status()).isEqualTo(201);
        added.add(id);
    }

    private JsonNode run() {
        Api.Answer answer = api.post("/api/halo/run", null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().get("cycle");
    }

    /// @return the open weak points by the ids of their subjects
    private Map<String, JsonNode> open() {
        Map<String, JsonNode> points = new TreeMap<>();
        String next = "";
        while (true) {
            JsonNode body = api.get("/api/halo/weakpoints?limit=200" + next).body();
            body.get("weakPoints").forEach(point -> points.put(point.get("subject").get("id").asString(), point));
            if (!body.has("next")) {
                return points;
            }
            next = "&before=" + body.get("next").asString();
        }
    }

    @Test
    void runWhenSomeOfManyBreakNamesExactlyThose() {
        try (FleetServer fleet = FleetServer.start(PATHS)) {
            for (int path = 0; path < PATHS; path++) {
                add("e" + path, "{\"url\": \"%s\"}".formatted(fleet.url(path)));
            }
            TreeSet<String> broken = new TreeSet<>();
            IntStream.range(0, PATHS).filter(path -> path % 10 == 3).forEach(path -> {
                fleet.set(path, FleetServer.BROKEN);
                broken.add("e" + path);
            });

            JsonNode first = run();
            assertThat(first.get("weakPoints").size()).isEqualTo(30);
            assertThat(first.get("generatedTasks").size()).isEqualTo(30);
            assertThat(open().keySet()).isEqualTo(broken);

            JsonNode second = run();
            assertThat(second.get("weakPoints").size()).isEqualTo(30);
            assertThat(second.get("generatedTasks").size()).isZero();
            assertThat(open()).hasSize(30)
                    .allSatisfy((id, point) -> assertThat(point.get("occurrences").asInt()).isEqualTo(2));

            fleet.setAll(FleetServer.UP);
            JsonNode healed = run();
            assertThat(healed.get("weakPoints").size()).isZero();
            assertThat(healed.get("summary").asString()).contains("30 resolved").contains("Cancelled 30 tasks");
            assertThat(open()).isEmpty();
        }
    }

    @Test
    void runWhenEndpointsMisbehaveGivesEachItsOwnIssueAndEnds() {
        try (FleetServer fleet = FleetServer.start(6)) {
            fleet.set(0, FleetServer.HANG);
            fleet.set(1, FleetServer.DRIP);
            fleet.set(2, FleetServer.ENDLESS);
            fleet.set(3, FleetServer.REDIRECT_LOOP);
            fleet.set(4, FleetServer.DROP);
            List<String> names = List.of("hang", "drip", "endless", "loop", "drop", "well");
            for (int path = 0; path < names.size(); path++) {
                // a dripping server gives itself away only after its first byte, which takes a second
                int timeout = names.get(path).equals("drip") ? 1500 : 600;
                add(names.get(path), """
                        {"url": "%s", "timeoutMs": %d, "attempts": 2}""".formatted(fleet.url(path), timeout));
            }
            add("refused", "{\"url\": \"http://127.0.0.1:%d/\"}".formatted(FleetServer.closedPort()));
            add("nowhere", "{\"url\": \"http://no-such-host.invalid/\"}");

            assertThat(run().get("status").asString()).isEqualTo("completed");

            Map<String, JsonNode> points = open();
            assertThat(points).containsOnlyKeys("hang", "drip", "loop", "drop", "refused", "nowhere");
            assertThat(points.values()).extracting(point -> point.get("code").asString()).containsOnly("endpoint.down");
            assertThat(points.values())
                    .extracting(point -> point.get("summary").asString().replaceAll("Endpoint \\S+", ""))
                    .doesNotHaveDuplicates();
        }
    }
}
