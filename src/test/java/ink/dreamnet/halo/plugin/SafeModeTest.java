package ink.dreamnet.halo.plugin;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloProcess;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Analyzers that compute without end, on every processor: HALO answers, the other analyzers look, SIGTERM ends it, and a start in
/// safe mode leaves alone what is stored.
@Tag("crash")
@Order(1)
class SafeModeTest {

    private static final int SPINNING = 2;

    @TempDir
    Path directory;

    private static String spinning(int number) {
        return """
                package com.example.spin;

                @org.springframework.stereotype.Component
                public class Spin%dAnalyzer implements ink.dreamnet.halo.analysis.Analyzer {
                    @Override
                    public ink.dreamnet.halo.analysis.AnalyzerResult analyze(
                            ink.dreamnet.halo.analysis.AnalysisContext context) {
                        while (true) {
                            Thread.onSpinWait();
                        }
                    }

                    @Override
                    public java.time.Duration deadline() {
                        return java.time.Duration.ofMillis(500);
                    }
                }
                """.formatted(number);
    }

    private Path plugin() throws IOException {
        List<String> sources = new ArrayList<>();
        for (int number = 1; number <= SPINNING; number++) {
            sources.add(spinning(number));
        }
        Path classes = Files.createDirectories(directory.resolve("classes"));
        PluginJar.compile(classes, sources);
        Path jar = Files.createDirectories(directory.resolve("plugins")).resolve("spin.jar");
        PluginJar.pack(jar, classes);
        return jar;
    }

    private static JsonNode run(Api api) {
        JsonNode cycle = api.post("/api/halo/run", null).body().path("cycle");
        assertThat(cycle.path("status").stringValue()).isEqualTo("completed");
        return cycle;
    }

    private static JsonNode analyzer(JsonNode cycle, String name) {
        return cycle.path("analysis").valueStream().filter(each -> each.path("name").stringValue().equals(name))
                .findFirst().orElseThrow();
    }

    private static List<String> analyzers(JsonNode cycle) {
        return cycle.path("analysis").valueStream().map(each -> each.path("name").stringValue()).toList();
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void analyzersThatNeverEndKeepNobodyElseFromWorking() throws Exception {
        Path jar = plugin();
        int port = HaloProcess.freePort();
        try (HaloProcess halo = HaloProcess.start(directory, port, "--halo.triggers.time.enabled=false")) {
            Api api = halo.api();
            assertThat(api.put("/api/halo/endpoints/shop", "{\"url\": \"http://127.0.0.1:%d/\", \"attempts\": 1}"
                    .formatted(FleetServer.closedPort())).status()).isEqualTo(201);
            assertThat(api.post("/api/halo/replays", "{\"subjects\": {}}").body().toString())
                    .as("in English, on a machine that is not").contains("a list of 1 to 10,000 subjects");
            assertThat(api.put("/api/halo/wormholes/all", "{\"action\": \"record\"}").status()).isEqualTo(201);
            for (int cycle = 1; cycle <= 2; cycle++) {
                JsonNode done = run(api);
                assertThat(analyzer(done, "spin1").path("error").stringValue()).startsWith("did not end within");
                assertThat(analyzer(done, "endpoint-health").path("issues")).hasSize(1);
                for (int call = 0; call < 10; call++) {
                    assertThat(api.send(HttpRequest.newBuilder().GET().timeout(Duration.ofSeconds(5)),
                            "/actuator/health/liveness").status()).isEqualTo(200);
                }
                assertThat(api.get("/actuator/metrics/halo.threads.abandoned?tag=pool:halo-analyzer").body()
                        .at("/measurements/0/value").intValue()).isEqualTo(cycle * SPINNING);
            }
            assertThat(halo.terminate(Duration.ofSeconds(30))).as("SIGTERM ends it").isTrue();
        }
        Files.delete(jar);
        try (HaloProcess halo = HaloProcess.start(directory, port, "--halo.triggers.time.enabled=false",
                "--halo.safe-mode")) {
            Api api = halo.api();
            assertThat(api.get("/api/halo/status").body().at("/status/safeMode").booleanValue()).isTrue();
            assertThat(api.get("/actuator/health").body().path("status").stringValue()).isEqualTo("DEGRADED");
            assertThat(api.get("/api/halo/endpoints/shop").status()).isEqualTo(200);
            assertThat(api.get("/api/halo/wormholes/all").body().at("/wormhole/enabled").booleanValue()).isFalse();
            JsonNode done = run(api);
            assertThat(analyzers(done)).contains("endpoint-health")
                    .doesNotContain("agent-health", "squad-efficiency", "graft");
            assertThat(analyzer(done, "endpoint-health").path("issues")).isEmpty();
            assertThat(analyzer(done, "endpoint-health").path("error").stringValue())
                    .contains("1 endpoints have a stored definition that cannot be used");
            assertThat(api.get("/api/halo/weakpoints?subject=endpoint:shop").body().path("weakPoints"))
                    .as("what is not looked at is not healthy").hasSize(1);
            assertThat(api.delete("/api/halo/endpoints/shop").status()).isEqualTo(200);
            assertThat(api.get("/api/halo/endpoints/shop").status()).isEqualTo(404);
        }
        assertThat(directory.resolve("halo.log")).content().contains("HALO runs in safe mode (halo.safe-mode)");
    }
}
