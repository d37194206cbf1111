package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.task.Tasks;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The loop from the outside, over HTTP, with an analyzer that sees what the test tells it.
@HaloTest
@OnPostgres
class LoopTest {

    private static final String OPEN = "/api/halo/weakpoints?subject=endpoint:scripted-subject";

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    TestClock clock;
    @Autowired
    Tasks tasks;

    /// Leaves no weak point, and none that could come back within the same episode.
    @BeforeEach
    void startClean() {
        analyzer.reset();
        run();
        clock.advance(Duration.ofHours(25));
        tasks.expireOverdue();
    }

    private JsonNode run() {
        return run(null);
    }

    private JsonNode run(@Nullable String body) {
        Api.Answer answer = api.post("/api/halo/run", body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("cycle");
    }

    private List<JsonNode> weakPoints() {
        return list(api.get(OPEN).body().get("weakPoints"));
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    @Test
    void runWhenAllIsWellRecordsACycleWithoutWeakPoints() {
        JsonNode cycle = run("""
                {"mode": "full", "reason": "because"}""");
        assertThat(cycle.get("status").asString()).isEqualTo("completed");
        assertThat(cycle.get("mode").asString()).isEqualTo("full");
        assertThat(cycle.get("reason").asString()).isEqualTo("because");
        assertThat(cycle.get("triggers").get(0).asString()).isEqualTo("manual");
        assertThat(cycle.get("weakPoints").size()).isZero();
        assertThat(cycle.get("analysis").size()).isGreaterThanOrEqualTo(2);
        JsonNode stored = api.get("/api/halo/history/" + cycle.get("id").asString()).body().get("cycle");
        assertThat(stored).isEqualTo(cycle);
    }

    @Test
    void runWhenProblemStaysKeepsOneWeakPointAndOneTask() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.CRITICAL);
        JsonNode first = run();
        assertThat(first.get("generatedTasks").size()).isEqualTo(1);
        JsonNode task = first.get("generatedTasks").get(0);
        assertThat(task.get("status").asString()).isEqualTo("pending-approval");
        assertThat(task.get("priority").asString()).isEqualTo("critical");
        assertThat(first.get("dispatchResults").get(0).get("taskId")).isEqualTo(task.get("id"));

        JsonNode second = run();
        assertThat(second.get("generatedTasks").size()).isZero();
        assertThat(weakPoints()).singleElement().satisfies(point -> {
            assertThat(point.get("occurrences").asInt()).isEqualTo(2);
            assertThat(point.get("state").asString()).isEqualTo("open");
            assertThat(point.get("subject").get("kind").asString()).isEqualTo("endpoint");
            assertThat(point.get("relatedIssues").get(0).get("id").asString())
                    .isEqualTo("scripted-broken-scripted-subject");
            assertThat(list(point.get("taskIds"))).containsExactly(task.get("id"));
        });
    }

    @Test
    void runWhenProblemEndsResolvesItAndCancelsItsTask() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        JsonNode task = run().get("generatedTasks").get(0);
        analyzer.reset();
        assertThat(run().get("summary").asString()).contains("1 resolved").contains("Cancelled 1 task");
        assertThat(weakPoints()).isEmpty();
        JsonNode now = api.get("/api/halo/tasks/" + task.get("id").asString()).body();
        assertThat(now.get("task").get("status").asString()).isEqualTo("cancelled");
        assertThat(list(now.get("audit")).stream().map(line -> line.get("action").asString()))
                .containsExactly("task.proposed", "task.cancelled");
    }

    @Test
    void runWhenProblemComesBackWithinADayReopensTheSameWeakPoint() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        String id = weakPoints().getFirst().get("id").asString();
        analyzer.reset();
        run();
        clock.advance(Duration.ofHours(23));
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        assertThat(weakPoints()).singleElement().satisfies(point -> {
            assertThat(point.get("id").asString()).isEqualTo(id);
            assertThat(point.get("recurrences").asInt()).isEqualTo(1);
            assertThat(point.get("occurrences").asInt()).isEqualTo(2);
        });
        JsonNode history = api.get("/api/halo/weakpoints/" + id).body().get("history");
        assertThat(list(history).stream().map(line -> line.get("kind").asString())).containsExactly("opened",
                "resolved", "reopened");
        analyzer.reset();
        run();
        clock.advance(Duration.ofHours(25));
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        assertThat(weakPoints()).singleElement().satisfies(point -> {
            assertThat(point.get("id").asString()).isNotEqualTo(id);
            assertThat(point.get("recurrences").asInt()).isZero();
        });
    }

    @Test
    void runWhenAnalyzerCannotTellResolvesNothing() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        List<ScriptedAnalyzer.Script> blind = new ArrayList<>();
        blind.add(context -> {
            throw new IllegalStateException("no luck");
        });
        blind.add(context -> {
            new CountDownLatch(1).await();
            return ScriptedAnalyzer.clean();
        });
        blind.add(context -> nothing());
        blind.add(context -> ScriptedAnalyzer.unobserved());
        blind.add(context -> AnalyzerResult.builder().observed(ScriptedAnalyzer.SUBJECT).inconclusive("doubt").build());
        List<String> statuses = new ArrayList<>();
        for (ScriptedAnalyzer.Script script : blind) {
            analyzer.script = script;
            JsonNode cycle = run();
            assertThat(cycle.get("status").asString()).isEqualTo("completed");
            statuses.add(list(cycle.get("analysis")).stream()
                    .filter(part -> part.get("name").asString().equals("scripted")).findFirst().orElseThrow()
                    .get("status").asString());
            assertThat(weakPoints()).singleElement()
                    .satisfies(point -> assertThat(point.get("stale").asBoolean()).isTrue());
        }
        assertThat(statuses).containsExactly("failed", "timed-out", "failed", "completed", "inconclusive");
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        assertThat(weakPoints().getFirst().get("stale").asBoolean()).isFalse();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static AnalyzerResult nothing() {
        return null;
    }

    @Test
    void runWhenSubjectIsNotWatchedAnyMoreClosesItsWeakPointAndSaysSo() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        String id = weakPoints().getFirst().get("id").asString();
        String task = weakPoints().getFirst().get("taskIds").get(0).asString();
        analyzer.script = context -> ScriptedAnalyzer.unobserved();
        analyzer.watching = false;
        JsonNode cycle = run("{\"subjects\": [\"%s\"]}".formatted(ScriptedAnalyzer.SUBJECT));
        assertThat(cycle.get("summary").asString()).contains("Cancelled 1 task whose subject was removed.");
        assertThat(api.get("/api/halo/tasks/" + task).body().at("/task/statusReason").asString())
                .isEqualTo("its subject was removed");
        JsonNode point = api.get("/api/halo/weakpoints/" + id).body().get("weakPoint");
        assertThat(point.get("state").asString()).isEqualTo("resolved");
        assertThat(point.get("resolution").asString()).isEqualTo("subject-removed");
    }

    @Test
    void runWhenNothingWatchesASubjectIsRefusedAndRequestsNothing() {
        analyzer.watching = false;
        int before = api.get("/api/halo/history?view=summary&limit=200").body().get("history").size();
        Api.Answer refused = api.post("/api/halo/run", "{\"subjects\": [\"endpoint:chekout\"]}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.body().get("error").asString())
                .isEqualTo("Nothing watches endpoint:chekout; no cycle was requested");
        assertThat(api.get("/api/halo/status").body().at("/status/pendingTriggers").size()).isZero();
        assertThat(api.get("/api/halo/history?view=summary&limit=200").body().get("history").size()).isEqualTo(before);
    }

    @Test
    void runWhenModeIsLightOnlySuggestsAndAFullCycleAsksForApproval() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        JsonNode light = run("""
                {"mode": "light", "reason": "heartbeat.recovery"}""");
        JsonNode suggested = light.get("generatedTasks").get(0);
        assertThat(suggested.get("status").asString()).isEqualTo("suggested");
        assertThat(api.post("/api/halo/tasks/" + suggested.get("id").asString() + "/approve", null).status())
                .isEqualTo(409);
        JsonNode promoted = run().get("generatedTasks").get(0);
        assertThat(promoted.get("id")).isEqualTo(suggested.get("id"));
        assertThat(promoted.get("status").asString()).isEqualTo("pending-approval");
    }

    @Test
    void approveAndRejectNameTheOperatorAndHoldForTheEpisode() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.MEDIUM);
        String first = run().get("generatedTasks").get(0).get("id").asString();
        JsonNode rejected = api.post("/api/halo/tasks/" + first + "/reject", """
                {"comment": "not now"}""").body().get("task");
        assertThat(rejected.get("status").asString()).isEqualTo("rejected");
        assertThat(rejected.get("statusReason").asString()).isEqualTo("not now");
        assertThat(run().get("generatedTasks").size()).isZero();

        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.CRITICAL);
        String second = run().get("generatedTasks").get(0).get("id").asString();
        JsonNode approved = api.post("/api/halo/tasks/" + second + "/approve", """
                {"comment": "go"}""").body().get("task");
        assertThat(approved.get("status").asString()).isEqualTo("approved");
        assertThat(approved.get("approvals").get(0).get("comment").asString()).isEqualTo("go");
        assertThat(approved.get("approvals").get(0).get("by").asString()).isNotBlank();
        Api.Answer again = api.post("/api/halo/tasks/" + second + "/approve", null);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().get("error").asString()).contains("is approved");
        assertThat(run().get("generatedTasks").size()).isZero();
    }

    @Test
    void rejectWhenWeakPointBecameWorseBeforeHoldsForTheWorseSeverity() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.MEDIUM);
        String id = run().get("generatedTasks").get(0).get("id").asString();
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.CRITICAL);
        run();
        JsonNode rejected = api.post("/api/halo/tasks/" + id + "/reject", null).body().get("task");
        assertThat(rejected.get("severity").asString()).isEqualTo("critical");
        assertThat(rejected.get("priority").asString()).isEqualTo("critical");
        assertThat(run().get("generatedTasks").size()).isZero();
    }

    @Test
    void runWhenAnalyzerGivesWhatCannotBeWrittenFailsItAlone() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);
        analyzer.script = context -> AnalyzerResult.builder().issue(
                Issue.of("scripted.broken", Severity.HIGH, ScriptedAnalyzer.SUBJECT, "x", endless)).build();
        JsonNode cycle = run();
        assertThat(list(cycle.get("analysis")).stream().filter(part -> part.get("name").asString().equals("scripted"))
                .findFirst().orElseThrow().get("status").asString()).isEqualTo("failed");
    }

    @Test
    void statusAfterACycleThatLeftAnAnalyzerOutStillShowsItsLastRun() {
        analyzer.script = context -> {
            throw new IllegalStateException("no luck");
        };
        run();
        assertThat(list(api.get("/api/halo/status").body().get("status").get("analyzers")).stream()
                .filter(state -> state.get("name").asString().equals("scripted")).findFirst().orElseThrow()
                .get("lastError").asString()).contains("no luck");
    }

    @Test
    void runWhenAnalyzerHasEveryThirdCycleIsLeftOutInBetweenAndSaysSo() {
        JsonNode cycle = run();
        for (int i = 0; i < 2 && !statusOf("every-third", cycle).equals("completed"); i++) {
            cycle = run();
        }
        assertThat(statusOf("every-third", cycle)).isEqualTo("completed");
        JsonNode resting = run();
        assertThat(statusOf("every-third", resting)).isEqualTo("skipped");
        assertThat(resting.get("summary").asString()).doesNotContain("every-third");
        JsonNode listed = analyzer("every-third");
        assertThat(listed.get("every").asInt()).isEqualTo(3);
        assertThat(listed.get("lastRun").get("cycleId")).isEqualTo(cycle.get("id"));
        assertThat(listed.get("lastRun").get("dueIn").asInt()).isEqualTo(2);
        assertThat(statusOf("every-third", run("{\"shard\":{\"index\":1,\"of\":2}}"))).isEqualTo("completed");
        assertThat(analyzer("every-third").get("lastRun").get("dueIn").asInt()).isEqualTo(2);
        assertThat(statusOf("every-third", run("{\"subjects\":[\"agent:nobody\"]}")))
                .as("a look at named subjects has every analyzer, and does not count").isEqualTo("completed");
        assertThat(statusOf("every-third", run())).isEqualTo("skipped");
        assertThat(statusOf("every-third", run())).isEqualTo("completed");
    }

    private static String statusOf(String analyzer, JsonNode cycle) {
        return list(cycle.get("analysis")).stream().filter(run -> run.get("name").asString().equals(analyzer))
                .findFirst().orElseThrow().get("status").asString();
    }

    private JsonNode analyzer(String name) {
        return list(api.get("/api/halo/analyzers").body().get("analyzers")).stream()
                .filter(one -> one.get("name").asString().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void analyzersShowHowTheyRunAndWhatCameOfIt() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.LOW);
        JsonNode cycle = run();
        JsonNode scripted = analyzer("scripted");
        assertThat(scripted.get("enabled").asBoolean()).isTrue();
        assertThat(list(scripted.get("modes"))).extracting(JsonNode::asString).containsExactlyInAnyOrder("full",
                "light");
        assertThat(scripted.get("deadlineMs").asLong()).isEqualTo(5000);
        assertThat(scripted.get("every").asInt()).isEqualTo(1);
        JsonNode last = scripted.get("lastRun");
        assertThat(last.get("cycleId")).isEqualTo(cycle.get("id"));
        assertThat(last.get("at")).isEqualTo(cycle.get("timestamp"));
        assertThat(last.get("status").asString()).isEqualTo("completed");
        assertThat(last.get("subjects").asInt()).isEqualTo(1);
        assertThat(last.get("issues").asInt()).isEqualTo(1);
        assertThat(last.get("dueIn").asInt()).isEqualTo(1);
        assertThat(analyzer("agent-health").get("options").get("graceMs").asLong()).isEqualTo(60_000);
        assertThat(analyzer("squad-efficiency").at("/options/failure/medium").asDouble()).isEqualTo(0.2);
        assertThat(analyzer("graft").at("/options/pendingForMs").asLong()).isEqualTo(1_800_000);
        assertThat(analyzer("repository-integrity").at("/options/maxFiles").asInt()).isEqualTo(250_000);
    }

    @Test
    void runWhenAnalyzerFailsDoesNotEvenCloseWhatItDoesNotWatchAnyMore() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        analyzer.watching = false;
        analyzer.script = context -> {
            throw new IllegalStateException("no luck");
        };
        run();
        assertThat(weakPoints()).hasSize(1);
    }

    @Test
    void runRecordsTheTasksAsTheyWereRouted() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        JsonNode cycle = run();
        assertThat(cycle.get("generatedTasks").get(0).get("routingError"))
                .isEqualTo(cycle.get("dispatchResults").get(0).get("error"));
    }

    @Test
    void expireWhenNobodyDecidesNeverLeadsToWork() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.CRITICAL);
        String id = run().get("generatedTasks").get(0).get("id").asString();
        clock.advance(Duration.ofHours(4));
        assertThat(api.post("/api/halo/tasks/" + id + "/approve", null).status()).isEqualTo(409);
        assertThat(tasks.expireOverdue()).isEqualTo(1);
        assertThat(api.get("/api/halo/tasks/" + id).body().get("task").get("status").asString()).isEqualTo("expired");
        assertThat(run().get("generatedTasks").size()).as("still wrong, so it is proposed again").isEqualTo(1);
    }

    @Test
    void runWhenTwentyCallAtOnceServesAllWithAtMostTwoCycles() throws Exception {
        int before = analyzer.runs.get();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Instant[]>> calls = new ArrayList<>();
            Set<String> ids = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 20; i++) {
                calls.add(callers.submit((Callable<Instant[]>) () -> {
                    start.await();
                    Instant called = clock.instant();
                    JsonNode cycle = run();
                    ids.add(cycle.get("id").asString());
                    return new Instant[]{called, Instant.parse(cycle.get("timestamp").asString())};
                }));
            }
            // the first cycle holds until all have called, so that the others must wait for a later one
            CountDownLatch hold = new CountDownLatch(1);
            analyzer.script = context -> {
                hold.await();
                return ScriptedAnalyzer.clean();
            };
            start.countDown();
            Awaitility.await().until(() -> pending() == 19 || analyzer.runs.get() > before + 1
                    || calls.stream().allMatch(Future::isDone));
            hold.countDown();
            for (Future<Instant[]> call : calls) {
                Instant[] times = call.get();
                assertThat(times[1]).isAfterOrEqualTo(times[0]);
            }
            assertThat(analyzer.runs.get() - before).isLessThanOrEqualTo(2);
            Set<String> recorded = new HashSet<>();
            list(api.get("/api/halo/history?view=summary").body().get("history"))
                    .forEach(cycle -> recorded.add(cycle.get("id").asString()));
            assertThat(recorded).containsAll(ids);
        }
    }

    private int pending() {
        return api.get("/api/halo/status").body().get("status").get("pendingTriggers").size();
    }

    @Test
    void runWhenAskedToRespondAsyncAnswersWhereTheRecordWillBe() {
        Api.Answer accepted = api.post("/api/halo/run", null, "Prefer", "respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        String location = accepted.response().headers().firstValue("Location").orElseThrow();
        Awaitility.await().until(() -> api.get(location).status() == 200);
        assertThat(api.get(location).body().get("cycle").get("id"))
                .isEqualTo(accepted.body().get("cycle").get("id"));
    }

    @Test
    void runWhenIdempotencyKeyIsRepeatedRunsOnce() {
        String first = api.post("/api/halo/run", null, "Idempotency-Key", "k-1").body().get("cycle").get("id")
                .asString();
        assertThat(api.post("/api/halo/run", null, "Idempotency-Key", "k-1").body().get("cycle").get("id").asString())
                .isEqualTo(first);
        assertThat(api.post("/api/halo/run", "{\"mode\": \"light\"}", "Idempotency-Key", "k-1").status())
                .isEqualTo(409);
    }

    @Test
    void runWhenScopeLeavesTheSubjectOutDoesNotTouchItsWeakPoint() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        JsonNode cycle = run("""
                {"subjects": ["endpoint:other"]}""");
        assertThat(cycle.get("weakPoints").size()).isZero();
        assertThat(weakPoints()).singleElement().satisfies(point -> {
            assertThat(point.get("occurrences").asInt()).isEqualTo(1);
            assertThat(point.get("stale").asBoolean()).isFalse();
        });
    }

    @Test
    void runWhenInputIsWrongNamesTheFieldAndRunsNothing() {
        int before = analyzer.runs.get();
        assertRefused("{\"mode\": \"lite\"}", "mode");
        assertRefused("{\"subjects\": [\"endpoint:a\", \"nonsense\"]}", "subjects[1]");
        assertRefused("{\"subjects\": []}", "subjects");
        assertRefused("{\"shard\": {\"index\": 3, \"of\": 2}}", "shard.index");
        assertRefused("{\"shard\": {\"index\": 1, \"of\": 2}, \"subjects\": [\"agent:a\"]}", "shard");
        assertRefused("{\"reason\": \"" + "x".repeat(501) + "\"}", "reason");
        assertRefused("{\"moode\": \"full\"}", "moode");
        assertThat(pending()).isZero();
        assertThat(analyzer.runs.get()).isEqualTo(before);
    }

    private void assertRefused(String body, String field) {
        Api.Answer answer = api.post("/api/halo/run", body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.body().get("ok").asBoolean()).isFalse();
        assertThat(answer.body().get("errors").get(0).get("field").asString()).isEqualTo(field);
    }

    @Test
    void historyPagesBackwardsAndSummaryLeavesListsOut() {
        for (int i = 0; i < 5; i++) {
            run();
        }
        List<String> seen = new ArrayList<>();
        String path = "/api/halo/history?limit=2&view=summary";
        String next = "";
        for (int page = 0; page < 2; page++) {
            JsonNode body = api.get(path + next).body();
            list(body.get("history")).forEach(cycle -> {
                seen.add(cycle.get("id").asString());
                assertThat(cycle.has("analysis")).isFalse();
                assertThat(cycle.has("issueCount")).isTrue();
            });
            next = "&before=" + body.get("next").asString();
        }
        assertThat(seen).hasSize(4).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(api.get("/api/halo/history?limit=0").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/history?view=tiny").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/history/nonsense").status()).isEqualTo(404);
    }

    @Test
    void statusTellsTheTruthAboutTheLoop() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.CRITICAL);
        JsonNode cycle = run();
        JsonNode status = api.get("/api/halo/status").body().get("status");
        assertThat(status.get("isRunning").asBoolean()).isFalse();
        assertThat(status.get("lastCycleId")).isEqualTo(cycle.get("id"));
        assertThat(status.get("weakPoints").get("critical").asInt()).isEqualTo(1);
        assertThat(status.get("tasks").get("pending-approval").asInt()).isGreaterThanOrEqualTo(1);
        assertThat(list(status.get("triggers")).stream().map(trigger -> trigger.get("name").asString()))
                .contains("manual", "time");
    }

    @Test
    void acknowledgeMarksAnOpenWeakPointOnce() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        run();
        String id = weakPoints().getFirst().get("id").asString();
        Api.Answer first = api.post("/api/halo/weakpoints/" + id + "/acknowledge", "{\"comment\": \"on it\"}");
        assertThat(first.body().get("weakPoint").get("state").asString()).isEqualTo("acknowledged");
        assertThat(api.post("/api/halo/weakpoints/" + id + "/acknowledge", null).status()).isEqualTo(409);
        run();
        assertThat(weakPoints().getFirst().get("state").asString()).isEqualTo("acknowledged");
        assertThat(api.get("/api/halo/weakpoints?state=acknowledged").body().get("weakPoints").size()).isEqualTo(1);
        assertThat(api.get("/api/halo/weakpoints?state=closed").status()).isEqualTo(400);
    }
}
