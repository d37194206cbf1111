package ink.dreamnet.halo.task.dispatch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.DreamNetServices;
import ink.dreamnet.halo.support.DreamNetServices.Fault;
import ink.dreamnet.halo.support.HaloProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Kills HALO with SIGKILL while it waits for Squad Builder, and sees whether the agents there did each approved task once.
@Tag("crash")
@Order(1)
class SquadBuilderCrashTest {

    @TempDir
    Path directory;

    @Test
    void killWhileSquadBuilderHasItLeavesEachTaskDoneOnceAndVerified() {
        try (DreamNetServices dreamNet = DreamNetServices.start()) {
            dreamNet.agent("ops-1", "DreamOps", true);
            List.of("relay-1", "relay-2").forEach(id -> dreamNet.agent(id, "RelayBot", false));
            // one is stored and the answer is on its way; the other is being done
            dreamNet.skill(task -> {
                dreamNet.agent(task.at("/payload/agent").asString(), "RelayBot", true);
                return null;
            });
            int port = HaloProcess.freePort();
            try (HaloProcess halo = start(port, dreamNet)) {
                assertThat(halo.api().post("/api/halo/run", null).status()).isEqualTo(200);
                List<String> ids = tasks(halo.api()).stream().map(task -> task.get("id").asString()).toList();
                assertThat(ids).hasSize(2);
                dreamNet.fault("dispatch", Fault.HANGS_AFTER);
                approve(halo.api(), ids.getFirst());
                Awaitility.await().until(() -> dreamNet.work().size() == 1);
                dreamNet.fault("create", Fault.HANGS_AFTER);
                approve(halo.api(), ids.getLast());
                Awaitility.await().until(() -> dreamNet.tasks().size() == 2);
            }
            try (HaloProcess halo = start(port, dreamNet)) {
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> tasks(halo.api()).stream()
                        .allMatch(task -> task.path("verification").asString("").equals("effective")));
                assertThat(dreamNet.work()).hasSize(2).doesNotHaveDuplicates();
                assertThat(dreamNet.tasks()).extracting(task -> task.get("status").asString())
                        .containsExactlyInAnyOrder("success", "pending", "success");
            }
        }
    }

    private HaloProcess start(int port, DreamNetServices dreamNet) {
        return HaloProcess.start(directory, port, "--spring.datasource.url=jdbc:h2:async:" + directory.resolve("halo")
                + ";WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE",
                "--halo.triggers.time.enabled=false", "--db-scheduler.heartbeat-interval=1s",
                "--db-scheduler.missed-heartbeats-limit=4", "--db-scheduler.polling-interval=200ms",
                "--logging.level.root=warn", "--halo.sources.squad-builder.base-url=" + dreamNet.base(),
                "--halo.dispatch.delivery.timeout=2s", "--halo.dispatch.delivery.backoff=100ms",
                "--halo.verification.settle-of[agent.revive]=1s", "--halo.budgets.share=1",
                "--halo.budgets.storm-from=1000000");
    }

    private static void approve(Api api, String id) {
        assertThat(api.post("/api/halo/tasks/" + id + "/approve", null).status()).isEqualTo(200);
    }

    private static List<JsonNode> tasks(Api api) {
        return api.get("/api/halo/tasks").body().get("tasks").valueStream().toList();
    }
}
