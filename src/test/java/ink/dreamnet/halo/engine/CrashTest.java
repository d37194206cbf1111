package ink.dreamnet.halo.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Effort;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloProcess;
import ink.dreamnet.halo.support.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Kills HALO with SIGKILL at random instants of its cycles and looks whether anything was lost or doubled.
///
/// `-Dhalo.crash.kills=50` kills it more often than the profiles do; `-Dhalo.crash.seed=…` repeats a run.
@Tag("crash")
@Order(1)
class CrashTest {

    private static final int KILLS = Integer.getInteger("halo.crash.kills", Effort.of(1, 10));
    private static final int PATHS = 60;
    private static final int BROKEN = 20;

    @TempDir
    Path directory;

    /// What HALO acknowledged before it was killed, and so must never lose.
    private final Set<String> acceptedCycles = new HashSet<>();
    private final Set<String> acceptedEndpoints = new HashSet<>();
    private final Map<String, String> decided = new HashMap<>();

    @Test
    void killOnH2LosesAndDoublesNothing() {
        crash("jdbc:h2:async:" + directory.resolve("halo")
                + ";WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE");
    }

    @Test
    @Tag("thorough")
    void killOnPostgresLosesAndDoublesNothing() {
        crash(TestDatabase.newPostgresUrl());
    }

    private void crash(String url) {
        long seed = Long.getLong("halo.crash.seed", System.nanoTime());
        Random random = new Random(seed);
        int port = HaloProcess.freePort();
        try (FleetServer fleet = FleetServer.start(PATHS)) {
            IntStream.range(0, BROKEN).forEach(path -> fleet.set(path, FleetServer.BROKEN));
            for (int kill = 0; kill < KILLS; kill++) {
                try (HaloProcess halo = start(url, port)) {
                    work(halo.api(), fleet, kill, random);
                }
            }
            try (HaloProcess halo = start(url, port)) {
                verify(halo.api(), "seed " + seed);
            }
        }
    }

    private HaloProcess start(String url, int port) {
        return HaloProcess.start(directory, port, "--spring.datasource.url=" + url,
                "--halo.triggers.time.enabled=false", "--halo.endpoint.confirmation-delay=20ms",
                "--db-scheduler.heartbeat-interval=1s", "--db-scheduler.missed-heartbeats-limit=4",
                "--logging.level.root=warn");
    }

    /// Gives HALO things to do and leaves it in the middle of them.
    private void work(Api api, FleetServer fleet, int round, Random random) {
        for (int path = 0; path < PATHS; path++) {
            String id = "e" + path;
            if (!acceptedEndpoints.contains(id)) {
                assertThat(
                        api.put("/api/halo/endpoints/" + id, "{\"url\": \"%s\"}".formatted(fleet.url(path))).status())
                        .isEqualTo(201);
                acceptedEndpoints.add(id);
            }
        }
        if (round == 0) {
            // so that there is something to decide on
            acceptedCycles.add(api.post("/api/halo/run", null).body().get("cycle").get("id").asString());
        }
        int asked = 1 + random.nextInt(3);
        for (int i = 0; i < asked; i++) {
            Api.Answer accepted = api.post("/api/halo/run", null, "Prefer", "respond-async");
            assertThat(accepted.status()).isEqualTo(202);
            acceptedCycles.add(accepted.body().get("cycle").get("id").asString());
            if (random.nextBoolean()) {
                pause(random.nextInt(300));
            }
        }
        decide(api, random);
        pause(random.nextInt(600));
    }

    private void decide(Api api, Random random) {
        for (JsonNode task : list(api.get("/api/halo/tasks?status=pending-approval&limit=3").body().get("tasks"))) {
            String id = task.get("id").asString();
            String verb = random.nextBoolean() ? "approve" : "reject";
            Api.Answer answer = api.post("/api/halo/tasks/" + id + "/" + verb, null);
            if (answer.status() == 200) {
                decided.put(id, answer.body().get("task").get("status").asString());
            }
        }
    }

    /// The instant of the kill must not hang on anything that HALO shows, so this waits for time and nothing else.
    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private void verify(Api api, String description) {
        Awaitility.await(description).atMost(Duration.ofMinutes(2)).until(() -> {
            JsonNode status = api.get("/api/halo/status").body().get("status");
            return !status.get("isRunning").asBoolean() && status.get("pendingTriggers").isEmpty();
        });
        assertThat(api.post("/api/halo/run", null).status()).as(description).isEqualTo(200);

        assertThat(all(api, "/api/halo/endpoints", "endpoints").stream().map(e -> e.get("id").asString()))
                .as(description).containsAll(acceptedEndpoints);

        List<JsonNode> weakPoints = all(api, "/api/halo/weakpoints?state=all", "weakPoints");
        assertThat(weakPoints.stream().map(point -> point.get("subject").get("id").asString()).sorted())
                .as(description)
                .containsExactlyElementsOf(IntStream.range(0, BROKEN).mapToObj(i -> "e" + i).sorted().toList());

        List<JsonNode> tasks = all(api, "/api/halo/tasks", "tasks");
        assertThat(tasks.stream().map(task -> task.get("weakPointId").asString())).as(description).hasSize(BROKEN)
                .doesNotHaveDuplicates();
        decided.forEach((id, status) -> assertThat(
                api.get("/api/halo/tasks/" + id).body().get("task").get("status").asString())
                .as(description + ", decision of task " + id).isEqualTo(status));

        Map<String, JsonNode> history = new HashMap<>();
        all(api, "/api/halo/history?view=summary", "history").forEach(c -> history.put(c.get("id").asString(), c));
        acceptedCycles.forEach(cycle -> assertServed(cycle, history, description));
        assertThat(weakPoints.getFirst().get("occurrences").asInt()).as(description)
                .isEqualTo(history.values().stream()
                        .filter(cycle -> cycle.get("status").asString().equals("completed")).toList().size());
    }

    /// A cycle that was promised is recorded: completed, or interrupted and run again as one that is.
    private static void assertServed(String promised, Map<String, JsonNode> history, String description) {
        String id = promised;
        while (true) {
            JsonNode cycle = history.get(id);
            assertThat(cycle).as("%s: cycle %s", description, id).isNotNull();
            if (cycle == null || cycle.get("status").asString().equals("completed")) {
                return;
            }
            assertThat(cycle.get("status").asString()).as(description).isEqualTo("interrupted");
            id = cycle.get("rerunAs").asString();
        }
    }

    private static List<JsonNode> all(Api api, String path, String member) {
        List<JsonNode> entries = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        String next = "";
        while (true) {
            JsonNode body = api.get(path + separator + "limit=200" + next).body();
            entries.addAll(list(body.get(member)));
            if (!body.has("next")) {
                return entries;
            }
            next = "&before=" + body.get("next").asString();
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }
}
