package ink.dreamnet.halo.deploy;

import java.nio.file.Path;
import java.time.Duration;

import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// HALO is killed right after it has answered, and again while a follow-up waits.
@Tag("crash")
@Order(1)
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

    /// A cycle that was cut off by the kill has another one in its place.
    private static void awaitRecorded(HaloProcess halo, String deploy, int number) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
            JsonNode cycle = cycle(halo, look(halo, deploy, number).at("/cycleId").asString("none"));
            JsonNode last = cycle.at("/rerunAs").isString() ? cycle(halo, cycle.at("/rerunAs").stringValue()) : cycle;
            return last.at("/status").asString("").equals("completed");
        });
    }

    private static JsonNode cycle(HaloProcess halo, String id) {
        return halo.api().get("/api/halo/history/" + id).body().at("/cycle");
    }

    @Test
    void killWhenADeployIsAcknowledgedLosesNoneOfItsLooks() {
        int port = HaloProcess.freePort();
        String deploy = recordAndKill(port);
        try (HaloProcess halo = start(port)) {
            awaitTwoLooks(halo, deploy);
        }
    }

    @Test
    @Tag("thorough")
    void killWhileAFollowUpWaitsDoesNotLoseIt() {
        int port = HaloProcess.freePort();
        String deploy = recordAndKill(port);
        try (HaloProcess halo = start(port)) {
            awaitTwoLooks(halo, deploy);
            halo.kill();
        }
        try (HaloProcess halo = start(port)) {
            awaitRecorded(halo, deploy, 2);
        }
    }

    private String recordAndKill(int port) {
        try (HaloProcess halo = start(port)) {
            Answer answer = halo.api().post("/api/halo/deploys", "{\"service\":\"shop\",\"version\":\"1\"}");
            assertThat(answer.status()).isEqualTo(201);
            halo.kill();
            return answer.body().at("/deploy/id").stringValue();
        }
    }

    private static void awaitTwoLooks(HaloProcess halo, String deploy) {
        awaitRecorded(halo, deploy, 0);
        awaitRecorded(halo, deploy, 1);
        assertThat(look(halo, deploy, 2).at("/status").stringValue()).isEqualTo("waiting");
    }
}
