package ink.dreamnet.halo.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ink.dreamnet.halo.support.Api;
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

/// Two processes of HALO on one PostgreSQL database.
@Tag("crash")
@Order(1)
class ReplicaTest {

    private static final int PATHS = 20;

    @TempDir
    Path directory;

    @Test
    void runWhenTwoReplicasShareADatabaseFliesOnceAndSurvivesTheDeathOfOne() throws Exception {
        String url = TestDatabase.newPostgresUrl();
        try (FleetServer fleet = FleetServer.start(PATHS);
                HaloProcess first = start("first", url, HaloProcess.freePort());
                HaloProcess second = start("second", url, HaloProcess.freePort())) {
            fleet.set(0, FleetServer.BROKEN);
            for (int path = 0; path < PATHS; path++) {
                assertThat(first.api()
                        .put("/api/halo/endpoints/e" + path, "{\"url\": \"%s\"}".formatted(fleet.url(path))).status())
                        .isEqualTo(201);
            }
            twentyCallers(first.api(), second.api());
            Api survivor = killWhoFlies(url, fleet, first, second);
            JsonNode points = survivor.get("/api/halo/weakpoints").body().get("weakPoints");
            assertThat(points.size()).as(points.toString()).isEqualTo(1);
            assertThat(survivor.get("/api/halo/tasks").body().get("tasks").size()).isEqualTo(1);
            long completed = history(survivor).stream()
                    .filter(cycle -> cycle.get("status").asString().equals("completed")).count();
            assertThat(points.get(0).get("occurrences").asLong()).isEqualTo(completed);
        }
    }

    private HaloProcess start(String name, String url, int port) {
        return HaloProcess.start(directory.resolve(name), port, "--spring.datasource.url=" + url,
                "--halo.triggers.time.enabled=false", "--halo.endpoint.confirmation-delay=20ms",
                "--db-scheduler.heartbeat-interval=1s", "--db-scheduler.missed-heartbeats-limit=4",
                "--db-scheduler.scheduler-name=" + name, "--db-scheduler.polling-interval=200ms",
                "--logging.level.root=warn");
    }

    private static void twentyCallers(Api first, Api second) throws Exception {
        Set<String> served = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Api.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Api api = i % 2 == 0 ? first : second;
                answers.add(callers.submit((Callable<Api.Answer>) () -> api.post("/api/halo/run", null)));
            }
            for (Future<Api.Answer> answer : answers) {
                assertThat(answer.get().status()).as(answer.get().response().body()).isEqualTo(200);
                JsonNode cycle = answer.get().body().get("cycle");
                assertThat(cycle.get("status").asString()).isEqualTo("completed");
                served.add(cycle.get("id").asString());
            }
        }
        List<JsonNode> history = history(first);
        assertThat(history.stream().map(cycle -> cycle.get("id").asString())).containsAll(served)
                .doesNotHaveDuplicates();
        // the calls need not arrive within one cycle, but no two cycles were in the air at once
        for (int i = 1; i < history.size(); i++) {
            JsonNode earlier = history.get(i);
            assertThat(Instant.parse(history.get(i - 1).get("timestamp").asString())).isAfterOrEqualTo(
                    Instant.parse(earlier.get("timestamp").asString())
                            .plusMillis(earlier.get("durationMs").asLong()));
        }
    }

    /// Has a cycle hang on a silent endpoint, kills the process that flies it, and awaits the other.
    ///
    /// @return the other's API
    private static Api killWhoFlies(String url, FleetServer fleet, HaloProcess first, HaloProcess second)
            throws Exception {
        fleet.set(1, FleetServer.HANG);
        int hits = fleet.hits(1);
        String cycle = first.api().post("/api/halo/run", null, "Prefer", "respond-async").body().get("cycle").get("id")
                .asString();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> fleet.hits(1) > hits);
        boolean firstFlies = pilot(url).equals("first");
        (firstFlies ? first : second).kill();
        fleet.set(1, FleetServer.UP);
        Api survivor = (firstFlies ? second : first).api();
        Awaitility.await().atMost(Duration.ofSeconds(40))
                .until(() -> survivor.get("/api/halo/history/" + cycle).status() == 200);
        JsonNode cut = survivor.get("/api/halo/history/" + cycle).body().get("cycle");
        assertThat(cut.get("status").asString()).isEqualTo("interrupted");
        String again = cut.get("rerunAs").asString();
        Awaitility.await().atMost(Duration.ofSeconds(20))
                .until(() -> survivor.get("/api/halo/history/" + again).status() == 200);
        return survivor;
    }

    private static String pilot(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet row = connection.createStatement()
                        .executeQuery("select picked_by from scheduled_tasks where task_name = 'halo-flight'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static List<JsonNode> history(Api api) {
        List<JsonNode> cycles = new ArrayList<>();
        api.get("/api/halo/history?view=summary&limit=200").body().get("history").forEach(cycles::add);
        return cycles;
    }
}
