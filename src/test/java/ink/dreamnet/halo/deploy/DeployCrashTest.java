package ink.dreamnet.halo.deploy;

import java.nio.file.Path;
import java.time.Duration;

import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// HALO is killed right after it has answered, and again while a follow-up waits.
@Execution(ExecutionMode.CONCURRENT)
class DeployCrashTest {

    @TempDir
    Path directory;

    private HaloProcess start(int port) {
        return HaloProcess.start(directory, port, "--halo.triggers.time.enabled=false",
                "--halo.triggers.deploy.cooldown=0s", "--halo.triggers.deploy.follow-ups=2s,60s");
    }

    private static JsonNode look(HaloProcess halo, String deploy, int number) {
        return halo.api().get("/api/halo/deploys/" + deploy).body().at("/looks/" + number);
    }

    private static void awaitRecorded(HaloProcess halo, String deploy, int number) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100)).until(() -> {
            JsonNode cycle = look(halo, deploy, number).at("/cycleId");
            return cycle.isString() && halo.api().get("/api/halo/history/" + cycle.stringValue()).body()
                    .at("/cycle/status").asString("").equals("completed");
        });
    }

    @Test
    void killWhenADeployIsAcknowledgedLosesNoneOfItsLooks() {
        int port = FleetServer.closedPort();
        String deploy;
        try (HaloProcess halo = start(port)) {
            Answer answer = halo.api().post("/api/halo/deploys", "{\"service\":\"shop\",\"version\":\"1\"}");
            assertThat(answer.status()).isEqualTo(201);
            deploy = answer.body().at("/deploy/id").stringValue();
            halo.kill();
        }
        try (HaloProcess halo = start(port)) {
            awaitRecorded(halo, deploy, 0);
            awaitRecorded(halo, deploy, 1);
            assertThat(look(halo, deploy, 2).at("/status").stringValue()).isEqualTo("waiting");
            halo.kill();
        }
        try (HaloProcess halo = start(port)) {
            awaitRecorded(halo, deploy, 2);
        }
    }
}
