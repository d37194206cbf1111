package ink.dreamnet.halo.task.dispatch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Effort;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloProcess;
import ink.dreamnet.halo.support.TaskReceiver;
import ink.dreamnet.halo.support.TaskReceiver.Answer;
import ink.dreamnet.halo.support.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Kills HALO with SIGKILL while it dispatches to a target that fails at random, and counts at the target.
///
/// `-Dhalo.dispatch.crash.tasks=1000 -Dhalo.dispatch.crash.kills=20` takes longer than the profiles do;
/// `-Dhalo.dispatch.crash.seed=…` repeats a run.
@Tag("crash")
@Order(1)
class DispatchCrashTest {

    private static final int TASKS = Integer.getInteger("halo.dispatch.crash.tasks", Effort.of(60, 300));
    private static final int KILLS = Integer.getInteger("halo.dispatch.crash.kills", Effort.of(1, 5));
    private static final boolean LARGE = TASKS > 100;

    @TempDir
    Path directory;

    private final Set<String> approved = new HashSet<>();

    @Test
    @Tag("thorough")
    void killWhileDispatchingOnH2DeliversExactlyWhatWasApproved() {
        crash("jdbc:h2:async:" + directory.resolve("halo")
                + ";WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE");
    }

    @Test
    void killWhileDispatchingOnPostgresDeliversExactlyWhatWasApproved() {
        crash(TestDatabase.newPostgresUrl());
    }

    private void crash(String url) {
        long seed = Long.getLong("halo.dispatch.crash.seed", System.nanoTime());
        Random random = new Random(seed);
        int port = HaloProcess.freePort();
        try (FleetServer fleet = FleetServer.start(TASKS); TaskReceiver receiver = TaskReceiver.start()) {
            receiver.answer((request, earlier) -> switch (random.nextInt(5)) {
                case 0 -> new Answer(500, Map.of(), "");
                case 1 -> null;
                default -> new Answer(200, Map.of(), "");
            });
            IntStream.range(0, TASKS).forEach(path -> fleet.set(path, FleetServer.BROKEN));
            List<String> waiting = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                try (HaloProcess halo = start(url, port, receiver)) {
                    if (kill == 0) {
                        waiting.addAll(propose(halo.api(), fleet));
                    }
                    approveSome(halo.api(), waiting, 1 + TASKS * 9 / 10 / KILLS, random);
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LARGE ? 3000 : 1200)).toNanos());
                }
            }
            try (HaloProcess halo = start(url, port, receiver)) {
                verify(halo.api(), receiver, "seed " + seed);
            }
        }
    }

    private HaloProcess start(String url, int port, TaskReceiver receiver) {
        return HaloProcess.start(directory, port, "--spring.datasource.url=" + url,
                "--halo.triggers.time.enabled=false", "--halo.endpoint.confirmation-delay=20ms",
                "--db-scheduler.heartbeat-interval=1s", "--db-scheduler.missed-heartbeats-limit=4",
                "--db-scheduler.polling-interval=200ms", "--logging.level.root=warn",
                "--halo.dispatch.routes[0].channel=webhook", "--halo.dispatch.routes[0].url=" + receiver.url("/work"),
                "--halo.dispatch.routes[0].secrets[0]=" + TaskRoom.NEW_SECRET,
                "--halo.dispatch.delivery.backoff=100ms", "--halo.dispatch.delivery.longest-backoff=500ms",
                "--halo.dispatch.delivery.attempts=50", "--halo.dispatch.delivery.circuit-failures=20",
                "--halo.dispatch.delivery.circuit-open=200ms", "--halo.budgets.fleet=100000",
                "--halo.budgets.per-hour=100000", "--halo.budgets.per-squad=100000", "--halo.budgets.share=1",
                "--halo.budgets.storm-from=1000000");
    }

    private static List<String> propose(Api api, FleetServer fleet) {
        for (int path = 0; path < TASKS; path++) {
            assertThat(api.put("/api/halo/endpoints/e" + path, "{\"url\": \"%s\", \"attempts\": 1}".formatted(
                    fleet.url(path))).status()).isEqualTo(201);
        }
        assertThat(api.post("/api/halo/run", null).status()).isEqualTo(200);
        return all(api).stream().filter(task -> task.get("status").asString().equals("pending-approval"))
                .map(task -> task.get("id").asString()).collect(Collectors.toCollection(ArrayList::new));
    }

    /// Approves, in bulk and one by one. An approval counts once it was answered.
    private void approveSome(Api api, List<String> waiting, int count, Random random) {
        for (int done = 0; done < count && !waiting.isEmpty();) {
            int size = Math.min(waiting.size(), 1 + random.nextInt(Math.min(40, count - done)));
            List<String> batch = List.copyOf(waiting.subList(0, size));
            Api.Answer answer = api.post("/api/halo/tasks/approve", "{\"ids\": [%s]}".formatted(
                    batch.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", "))));
            assertThat(answer.status()).isEqualTo(200);
            answer.body().get("results").forEach(result -> assertThat(result.get("code").asInt()).isEqualTo(200));
            approved.addAll(batch);
            waiting.subList(0, size).clear();
            done += size;
        }
    }

    private void verify(Api api, TaskReceiver receiver, String description) {
        Awaitility.await(description).atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    JsonNode byStatus = api.get("/api/halo/status").body().get("status").get("tasks");
                    return byStatus.path("running").asInt(0) == approved.size();
                });
        Map<String, Set<String>> keys = receiver.requests().stream().collect(Collectors.groupingBy(
                request -> request.json().get("data").get("haloTaskId").asString(),
                Collectors.mapping(TaskReceiver.Request::key, Collectors.toSet())));
        assertThat(keys.keySet()).as(description).isEqualTo(approved);
        assertThat(keys.values()).as(description).allSatisfy(of -> assertThat(of).hasSize(1));
        assertThat(all(api)).as(description).hasSize(TASKS).allSatisfy(
                task -> assertThat(task.get("status").asString()).isEqualTo(
                        approved.contains(task.get("id").asString()) ? "running" : "pending-approval"));
        verifyMemory(api, description);
    }

    /// Each approval is in the ledger, once, and what is derived from it is the same when it is derived anew.
    private void verifyMemory(Api api, String description) {
        assertThat(api.post("/api/halo/run", null).status()).isEqualTo(200);
        List<String> ledger = api.get("/api/halo/memory/export").response().body().lines()
                .filter(row -> row.contains("\"decision\":\"approved\"")).toList();
        assertThat(ledger).as(description).hasSameSizeAs(approved);
        assertThat(approved).as(description)
                .allSatisfy(task -> assertThat(ledger).filteredOn(row -> row.contains(task)).hasSize(1));
        JsonNode learned = api.get("/api/halo/memory/strategies").body();
        assertThat(learned.get("strategies").get(0).get("decided").get("approved").asInt()).as(description)
                .isEqualTo(approved.size());
        assertThat(api.post("/api/halo/memory/rebuild", null).status()).isEqualTo(200);
        assertThat(api.get("/api/halo/memory/strategies").body()).as(description).isEqualTo(learned);
    }

    private static List<JsonNode> all(Api api) {
        List<JsonNode> tasks = new ArrayList<>();
        String next = "";
        while (true) {
            JsonNode body = api.get("/api/halo/tasks?limit=200" + next).body();
            body.get("tasks").forEach(tasks::add);
            if (!body.has("next")) {
                return tasks;
            }
            next = "&before=" + body.get("next").asString();
        }
    }
}
