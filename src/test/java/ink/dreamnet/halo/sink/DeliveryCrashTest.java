package ink.dreamnet.halo.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import ink.dreamnet.halo.sink.EventReceiver.Answer;
import ink.dreamnet.halo.sink.EventReceiver.Request;
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

/// Kills HALO with SIGKILL while it delivers events to a receiver that fails at random, and counts at the receiver.
@Tag("crash")
@Order(1)
class DeliveryCrashTest {

    private static final int SUBJECTS = Integer.getInteger("halo.wormhole.crash.subjects", 60);
    private static final int KILLS = Integer.getInteger("halo.wormhole.crash.kills", Effort.of(1, 6));

    @TempDir
    Path directory;

    @Test
    void killWhileDeliveringOnH2LosesNothingAndKeepsTheOrder() {
        crash("jdbc:h2:async:" + directory.resolve("halo")
                + ";WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE");
    }

    @Test
    @Tag("thorough")
    void killWhileDeliveringOnPostgresLosesNothingAndKeepsTheOrder() {
        crash(TestDatabase.newPostgresUrl());
    }

    private void crash(String url) {
        Random random = new Random(Long.getLong("halo.wormhole.crash.seed", 11));
        int port = HaloProcess.freePort();
        try (FleetServer fleet = FleetServer.start(SUBJECTS); EventReceiver receiver = EventReceiver.start()) {
            receiver.answer(request -> {
                Thread.sleep(random.nextInt(20));
                return random.nextInt(8) == 0 ? null : new Answer(200, Map.of(), "");
            });
            Set<String> cycles = new HashSet<>();
            for (int kill = 0; kill < KILLS; kill++) {
                boolean up = kill % 2 == 1;
                IntStream.range(0, SUBJECTS).forEach(path -> fleet.set(path, up ? FleetServer.UP : FleetServer.BROKEN));
                try (HaloProcess halo = start(url, port, fleet, receiver)) {
                    cycles.add(halo.api().post("/api/halo/run", null).body().path("cycle").path("id").asString());
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(600)).toNanos());
                }
            }
            receiver.answer(EventReceiver.TAKE);
            IntStream.range(0, SUBJECTS).forEach(path -> fleet.set(path, FleetServer.UP));
            try (HaloProcess halo = start(url, port, fleet, receiver)) {
                cycles.add(halo.api().post("/api/halo/run", null).body().path("cycle").path("id").asString());
                Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> {
                            JsonNode sink = halo.api().get("/api/halo/sinks/all").body().path("sink");
                            assertThat(sink.path("waiting").asInt() + sink.path("behind").asInt() + sink
                                    .path("deadLetters").asInt()).as(sink.toString()).isZero();
                        });
            }
            verify(receiver.taken(), cycles);
        }
    }

    private static void verify(List<Request> taken, Set<String> cycles) {
        Map<String, List<Long>> orders = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Set<String> opened = new HashSet<>();
        Set<String> resolved = new HashSet<>();
        Set<String> told = new HashSet<>();
        for (Request request : taken) {
            JsonNode event = request.json();
            if (seen.add(event.path("id").asString())) {
                orders.computeIfAbsent(event.path("subject").asString("cycle"), any -> new ArrayList<>())
                        .add(Long.parseLong(event.path("sequence").asString()));
            }
            switch (event.path("type").asString()) {
                case "halo.weakpoint.opened" -> opened.add(event.path("subject").asString());
                case "halo.weakpoint.resolved" -> resolved.add(event.path("subject").asString());
                case "halo.cycle.completed" -> told.add(event.path("data").path("cycleId").asString());
                default -> {
                    // tasks
                }
            }
        }
        assertThat(told).containsAll(cycles);
        assertThat(opened).hasSizeGreaterThanOrEqualTo(SUBJECTS);
        assertThat(resolved).hasSizeGreaterThanOrEqualTo(SUBJECTS);
        orders.forEach((subject, order) -> assertThat(order).as(subject).isSorted().doesNotHaveDuplicates());
    }

    private HaloProcess start(String url, int port, FleetServer fleet, EventReceiver receiver) {
        List<String> arguments = new ArrayList<>(List.of("--spring.datasource.url=" + url,
                "--halo.triggers.time.enabled=false", "--halo.endpoint.confirmation-delay=0s",
                "--management.tracing.export.enabled=false", "--db-scheduler.polling-interval=200ms",
                "--logging.level.root=warn",
                "--halo.wormhole.sinks[0].name=all", "--halo.wormhole.sinks[0].type=webhook",
                "--halo.wormhole.sinks[0].url=" + receiver.url("/all"),
                "--halo.wormhole.sinks[0].delivery.backoff=100ms",
                "--halo.wormhole.sinks[0].delivery.longest-backoff=500ms",
                "--halo.wormhole.sinks[0].delivery.attempts=1000",
                "--halo.wormhole.sinks[0].delivery.circuit-open=200ms"));
        for (int path = 0; path < SUBJECTS; path++) {
            arguments.add("--halo.endpoints[%d].id=e%d".formatted(path, path));
            arguments.add("--halo.endpoints[%d].url=%s".formatted(path, fleet.url(path)));
        }
        return HaloProcess.start(directory, port, arguments.toArray(String[]::new));
    }
}
