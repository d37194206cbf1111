package ink.dreamnet.halo.wormhole;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloProcess;
import ink.dreamnet.halo.support.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Kills HALO with SIGKILL while events come in, and looks for each that it had acknowledged: it must be kept once, and routed
/// once.
@Tag("crash")
@Order(1)
class EventCrashTest {

    private static final int SENDERS = 8;
    private static final int BEFORE_THE_KILL = 200;

    @TempDir
    Path directory;

    @Test
    @Tag("thorough")
    void killWhileEventsComeInOnH2LosesNothing() throws Exception {
        crash("jdbc:h2:async:" + directory.resolve("halo")
                + ";WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE");
    }

    @Test
    void killWhileEventsComeInOnPostgresLosesNothing() throws Exception {
        crash(TestDatabase.newPostgresUrl());
    }

    private HaloProcess start(String url) {
        return HaloProcess.start(directory, HaloProcess.freePort(), "--spring.datasource.url=" + url,
                "--halo.triggers.time.enabled=false", "--management.tracing.export.enabled=false",
                // a wormhole of which each passage shows in a count
                "--halo.wormholes[0].id=count", "--halo.wormholes[0].match.type=crash.*",
                "--halo.wormholes[0].action=signal");
    }

    private void crash(String url) throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger next = new AtomicInteger();
        try (HaloProcess halo = start(url)) {
            sendUntilKilled(halo, acknowledged, next);
        }
        try (HaloProcess halo = start(url)) {
            Api api = halo.api();
            Awaitility.await().atMost(Duration.ofMinutes(1))
                    .until(() -> api.get("/actuator/metrics/halo.events.backlog")
                            .body().at("/measurements/0/value").asDouble(1) == 0);
            Set<String> kept = new HashSet<>();
            int routed = 0;
            for (String before = ""; before != null;) {
                JsonNode page = api.get("/api/halo/events?type=crash.*&limit=200" + before).body();
                for (JsonNode event : page.path("events")) {
                    assertThat(kept.add(event.path("eventId").stringValue())).isTrue();
                }
                before = page.path("next").isMissingNode() ? null : "&before=" + page.path("next").stringValue();
            }
            assertThat(kept).containsAll(acknowledged);
            for (JsonNode reading : api.get("/api/halo/triggers/request-volume").body().at("/trigger/readings")) {
                if (reading.path("source").asString("").equals("wormhole:count")) {
                    routed = reading.path("value").asInt();
                }
            }
            assertThat(routed).isEqualTo(kept.size());
            // sent again, as a sender does that got no answer: each is known
            String again = acknowledged.stream().limit(100).map(EventCrashTest::event).toList().toString();
            assertThat(api.post("/api/halo/events", again).body().path("accepted").intValue()).isZero();
        }
    }

    private static void sendUntilKilled(HaloProcess halo, Set<String> acknowledged, AtomicInteger next)
            throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(BEFORE_THE_KILL);
        Random chance = new Random(next.get());
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                senders.submit(() -> send(halo.api(), acknowledged, next, enough));
            }
            enough.await();
            Thread.sleep(chance.nextInt(50));
            halo.kill();
        }
    }

    private static void send(Api api, Set<String> acknowledged, AtomicInteger next, CountDownLatch enough) {
        while (true) {
            List<String> ids = IntStream.range(0, 5).mapToObj(i -> "e-" + next.getAndIncrement()).toList();
            try {
                if (api.post("/api/halo/events", ids.stream().map(EventCrashTest::event).toList().toString())
                        .status() == 202) {
                    acknowledged.addAll(ids);
                    enough.countDown();
                }
            } catch (IllegalStateException killed) {
                return;
            }
        }
    }

    private static String event(String id) {
        return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/crash\",\"type\":\"crash.test\"}".formatted(id);
    }
}
