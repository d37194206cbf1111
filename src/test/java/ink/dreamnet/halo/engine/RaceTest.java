package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What may happen at the same moment as a cycle: operators who decide, and a process that takes over the flight.
@HaloTest
abstract class RaceTest {

    private static final int SUBJECTS = 40;
    private static final int CYCLES = 8;

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcClient jdbc;

    @OnH2
    static class OnH2Test extends RaceTest {
    }

    @OnPostgres
    static class OnPostgresTest extends RaceTest {
    }

    /// Leaves no weak point, and none that could come back within the same episode.
    @AfterEach
    void endClean() {
        analyzer.script = context -> {
            AnalyzerResult.Builder result = AnalyzerResult.builder().observed(ScriptedAnalyzer.SUBJECT);
            for (int i = 0; i < SUBJECTS; i++) {
                result.observed(subject(i));
            }
            return result.build();
        };
        assertThat(api.post("/api/halo/run", null).status()).isEqualTo(200);
        analyzer.reset();
        clock.advance(Duration.ofHours(25));
    }

    private static SubjectRef subject(int i) {
        return SubjectRef.parse("endpoint:raced-" + i);
    }

    @Test
    void decideWhileCyclesRunNeverFailsAndLeavesAnUnbrokenTrail() throws Exception {
        Random seeds = new Random(7);
        AtomicInteger round = new AtomicInteger();
        analyzer.script = context -> {
            int now = round.incrementAndGet();
            AnalyzerResult.Builder result = AnalyzerResult.builder();
            for (int i = 0; i < SUBJECTS; i++) {
                if ((i + now) % 7 == 0) {
                    result.observed(subject(i));
                } else {
                    result.issue(Issue.of("scripted.broken", Severity.values()[1 + (i + now) % 3], subject(i), "broken",
                            Map.of("round", now)));
                }
            }
            return result.build();
        };
        AtomicBoolean over = new AtomicBoolean();
        Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
        Map<String, String> decided = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> operators = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(seeds.nextLong());
                operators.add(threads.submit((Callable<Integer>) () -> {
                    int answers = 0;
                    while (!over.get()) {
                        answers += operate(random, acknowledged, decided);
                    }
                    return answers;
                }));
            }
            try {
                for (int cycle = 0; cycle < CYCLES || decided.isEmpty() || acknowledged.isEmpty(); cycle++) {
                    assertThat(cycle).as("cycles without any decision").isLessThan(10 * CYCLES);
                    assertThat(api.post("/api/halo/run", null).status()).isEqualTo(200);
                }
            } finally {
                over.set(true);
            }
            for (Future<Integer> operator : operators) {
                assertThat(operator.get()).isPositive();
            }
        }
        assertThat(decided).isNotEmpty();
        assertThat(acknowledged).isNotEmpty();
        decided.forEach((id, verb) -> {
            JsonNode body = api.get("/api/halo/tasks/" + id).body();
            List<JsonNode> trail = list(body.get("audit"));
            assertThat(trail.stream().filter(line -> line.get("action").asString().equals("task." + verb)))
                    .as(body.toString()).hasSize(1);
            for (int line = 1; line < trail.size(); line++) {
                assertThat(trail.get(line).get("from")).as(body.toString()).isEqualTo(trail.get(line - 1).get("to"));
            }
            assertThat(trail.getLast().get("to")).as(body.toString()).isEqualTo(body.get("task").get("status"));
        });
        acknowledged.forEach((id, times) -> assertThat(
                list(api.get("/api/halo/weakpoints/" + id).body().get("history")).stream()
                        .filter(event -> event.get("kind").asString().equals("acknowledged")))
                .hasSize(times));
    }

    /// One operator looks at what waits and decides a part of it.
    private int operate(Random random, Map<String, Integer> acknowledged, Map<String, String> decided) {
        int answers = 0;
        for (JsonNode task : list(api.get("/api/halo/tasks?status=pending-approval&limit=20").body().get("tasks"))) {
            if (random.nextInt(4) == 0) {
                String id = task.get("id").asString();
                String verb = random.nextBoolean() ? "approve" : "reject";
                if (accepted(api.post("/api/halo/tasks/" + id + "/" + verb, null))) {
                    decided.put(id, verb.equals("approve") ? "approved" : "rejected");
                }
                answers++;
            }
        }
        for (JsonNode point : list(api.get("/api/halo/weakpoints?state=open&limit=40").body().get("weakPoints"))) {
            String id = point.get("id").asString();
            if (accepted(api.post("/api/halo/weakpoints/" + id + "/acknowledge", null))) {
                acknowledged.merge(id, 1, Integer::sum);
            }
            answers++;
        }
        return answers;
    }

    private static boolean accepted(Api.Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isIn(200, 409);
        assertThat(answer.response().body()).as("the word of an operator is refused only for the state of the thing")
                .doesNotContain("changed by someone else");
        return answer.status() == 200;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    @Test
    void flyWhenTakenForDeadRecordsNothingAndStartsNothing() throws Exception {
        int before = analyzer.runs.get();
        CountDownLatch zombie = new CountDownLatch(1);
        CountDownLatch heir = new CountDownLatch(1);
        AtomicBoolean heirFlies = new AtomicBoolean();
        AtomicBoolean besideTheHeir = new AtomicBoolean();
        analyzer.script = context -> {
            int run = analyzer.runs.get() - before;
            if (run == 1) {
                zombie.await();
            } else if (run == 2) {
                heirFlies.set(true);
                try {
                    heir.await();
                } finally {
                    heirFlies.set(false);
                }
            } else {
                besideTheHeir.compareAndSet(false, heirFlies.get());
            }
            return ScriptedAnalyzer.clean();
        };
        String first = submit();
        Awaitility.await().until(() -> analyzer.runs.get() == before + 1);
        takeOver();
        Awaitility.await().until(() -> analyzer.runs.get() == before + 2);
        String waiting = submit();
        zombie.countDown();
        // long enough for the zombie to come back to its loop, if it did
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> analyzer.runs.get() <= before + 3);
        heir.countDown();
        JsonNode lost = api.get("/api/halo/history/" + first).body().get("cycle");
        assertThat(lost.get("status").asString()).isEqualTo("interrupted");
        assertThat(api.get("/api/halo/history?status=interrupted&trigger=manual&limit=1").body().at("/history/0/id"))
                .isEqualTo(lost.get("id"));
        JsonNode rerun = await(lost.get("rerunAs").asString());
        assertThat(rerun.get("status").asString()).isEqualTo("completed");
        assertThat(await(waiting).get("status").asString()).isEqualTo("completed");
        assertThat(besideTheHeir).isFalse();
        assertThat(analyzer.runs.get()).isEqualTo(before + 3);
    }

    /// A process that was paused asks by the version of its flight, which may have ended long since.
    @Test
    void flightWhenItHasLandedLeavesItsVersionToNoOther() {
        Set<Long> versions = new HashSet<>();
        for (int flight = 0; flight < 3; flight++) {
            AtomicLong version = new AtomicLong();
            analyzer.script = context -> {
                version.set(jdbc.sql("select version from scheduled_tasks where task_name = 'halo-flight'")
                        .query(Long.class).single());
                return ScriptedAnalyzer.clean();
            };
            await(submit());
            assertThat(versions.add(version.get())).as("version %s of %s", version, versions).isTrue();
            Awaitility.await().until(() -> jdbc
                    .sql("select count(*) from scheduled_tasks where task_name = 'halo-flight' and picked = true")
                    .query(Long.class).single() == 0);
        }
    }

    private JsonNode await(String cycle) {
        Awaitility.await().until(() -> api.get("/api/halo/history/" + cycle).status() == 200);
        return api.get("/api/halo/history/" + cycle).body().get("cycle");
    }

    private String submit() {
        return api.post("/api/halo/run", null, "Prefer", "respond-async").body().get("cycle").get("id").asString();
    }

    /// What db-scheduler does on another replica that misses the heartbeats of the one that flies.
    private void takeOver() {
        jdbc.sql(
                """
                        update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
                        where task_name = 'halo-flight'""")
                .update();
    }
}
