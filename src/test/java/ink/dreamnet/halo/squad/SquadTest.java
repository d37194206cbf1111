package ink.dreamnet.halo.squad;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import ink.dreamnet.halo.squad.SampleStore.HourWrite;
import ink.dreamnet.halo.squad.SampleStore.Key;
import ink.dreamnet.halo.squad.SampleStore.Write;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.DeclaredFleet;
import ink.dreamnet.halo.support.DreamNet;
import ink.dreamnet.halo.support.DreamNetServices;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@OnH2
class SquadTest extends DeclaredFleet {

    private static final String PATH = "/api/halo/squads";
    private static final String METRICS = "/api/squad/metrics";
    private static final String LIST = "/api/squad";
    private static final SubjectRef SOURCE = SubjectRef.parse("endpoint:squad-builder");

    @Autowired
    DreamNet dreamNet;
    @Autowired
    Api api;
    @Autowired
    SquadEfficiencyAnalyzer analyzer;
    @Autowired
    SampleStore store;
    @Autowired
    PulledDefinitions<SquadSpec, Squad> pulled;
    @Autowired
    AuditTrail audit;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;

    @BeforeEach
    void nothingIsKnown() {
        for (String table : List.of("task_run", "repair_task", "squad_sample", "squad_hour", "pulled_definition",
                "source_pull")) {
            jdbc.update("delete from " + table);
        }
        jdbc.update("update definition_revision set revision = revision + 1 where kind = 'squad'");
        jdbc.update("delete from definition where kind = 'squad'");
        dreamNet.squadBuilder.reset();
        numbers();
        list();
        clock.advance(Duration.ofHours(1));
    }

    @Test
    void analyzeWhenHalosOwnRecordShowsFailuresSaysSo() throws Exception {
        api.put(PATH + "/deploy", "{\"name\":\"Deploy\"}");
        api.put(PATH + "/calm", "{\"name\":\"Calm\"}");
        handOut("deploy", "keeper-1", 40, "failed");
        handOut("deploy", "keeper-2", 60, "succeeded");
        handOut("calm", "keeper-3", 1, "failed");
        handOut("calm", "keeper-3", 2, "succeeded");
        handOut("calm", null, 1, null);
        handOut("nobody-knows-it", "keeper-4", 50, "failed");
        AnalyzerResult result = analyze();
        assertThat(result.issues()).filteredOn(issue -> issue.code().equals("squad.failing")).singleElement()
                .satisfies(issue -> {
                    assertThat(issue.subject()).isEqualTo(SubjectRef.parse("squad:deploy"));
                    assertThat(issue.data()).containsEntry("failed", 40L).containsEntry("finished", 100L);
                });
        JsonNode numbers = api.get(PATH + "/calm").body().get("squad").get("numbers");
        assertThat(numbers.get("origin").asString()).isEqualTo("halo");
        assertThat(numbers.get("runningTasks").asInt()).isEqualTo(1);
        assertThat(numbers.get("completedTasks").asInt()).isEqualTo(2);
        assertThat(numbers.get("failedTasks").asInt()).isEqualTo(1);
        assertThat(numbers.get("avgDurationMs").asDouble()).isEqualTo(90_500);
        assertThat(api.get(PATH + "/nobody-knows-it").status()).isEqualTo(404);
    }

    /// @param agent null where the task was sent to a service
    /// @param outcome null where it has no result yet
    private void handOut(String squad, @Nullable String agent, int times, @Nullable String outcome) {
        OffsetDateTime end = clock.instant().atOffset(ZoneOffset.UTC);
        OffsetDateTime begin = end.minus(Duration.ofMillis(90_500));
        for (int i = 0; i < times; i++) {
            UUID task = UUID.randomUUID();
            jdbc.update(
                    """
                            insert into repair_task (id, type, status, priority, target_agents, payload, strategy, step, weak_point_id,
                            subject_kind, subject_id, severity, squad_id, cycle_id, proposed_at, content_hash, version)
                            values (?, 'agent.revive', 'SUCCEEDED', 'HIGH', '[]', '{}', 'revive-agent', 'restart', ?, 'AGENT', 'a', 'HIGH', ?,
                            ?, ?, 'hash', 0)""",
                    task, UUID.randomUUID(), squad, UUID.randomUUID(), begin);
            jdbc.update("""
                    insert into task_run (task_id, run, dispatched_at, idempotency_key, content_hash, channel, agent,
                    outcome, finished_at) values (?, 1, ?, 'key', 'hash', 'pull', ?, ?, ?)""", task, begin, agent,
                    outcome, outcome == null ? null : end);
        }
    }

    private void numbers(String... squads) {
        dreamNet.squadBuilder.answers(METRICS, "{\"squads\":[" + String.join(",", squads) + "]}");
    }

    private void list(String... squads) {
        dreamNet.squadBuilder.answers(LIST, "{\"ok\":true,\"squads\":[" + String.join(",", squads) + "]}");
    }

    private static String counted(String id, int completed, int failed) {
        return """
                {"id":"%s","name":"Squad %s","runningTasks":2,"failedTasks":%d,"completedTasks":%d,"avgDurationMs":812.5}"""
                .formatted(id, id, failed, completed);
    }

    private AnalyzerResult analyze() throws Exception {
        return analyze(Scope.ALL);
    }

    private AnalyzerResult analyze(Scope scope) throws Exception {
        Instant now = clock.instant();
        return analyzer.analyze(
                new AnalysisContext(UUID.randomUUID(), CycleMode.FULL, scope, now, now.plusSeconds(60)));
    }

    private static SubjectRef squad(String id) {
        return SubjectRef.parse("squad:" + id);
    }

    private static List<String> ids(AnalyzerResult result) {
        return result.issues().stream().map(Issue::id).toList();
    }

    private JsonNode shown(String id) {
        return api.get(PATH + "/" + id).body().get("squad");
    }

    private List<String> actions(String id) {
        return audit.of("squad", id).stream().map(AuditEntry::action).toList();
    }

    @Test
    void putGetListDeleteWhenRegisteredHere() {
        String blue = """
                {"name":"Blue","members":["a","b"],"labels":{"peer-group":"shop"},"dependsOn":["endpoint:checkout"]}""";
        assertThat(api.put(PATH + "/aqua", blue).status()).isEqualTo(201);
        Answer got = api.get(PATH + "/aqua");
        assertThat(got.body().get("squad").get("managedBy").asString()).isEqualTo("api");
        assertThat(got.body().get("squad").get("members").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(api.put(PATH + "/aqua", got.body().get("squad").toString()).status()).isEqualTo(200);
        assertThat(actions("aqua")).containsOnly("squad.put");
        assertThat(api.get(PATH + "?limit=1").body().get("next").asString()).isEqualTo("aqua");
        assertThat(api.get(PATH + "?limit=1&before=aqua").body().get("squads").get(0).get("id").asString())
                .isEqualTo("declared");
        assertThat(shown("declared").get("managedBy").asString()).isEqualTo("config");
        assertThat(api.put(PATH + "/declared", "{}").status()).isEqualTo(409);
        assertThat(api.delete(PATH + "/declared").status()).isEqualTo(409);
        assertThat(api.delete(PATH + "/aqua").status()).isEqualTo(200);
        assertThat(api.get(PATH + "/aqua").status()).isEqualTo(404);
        assertThat(actions("aqua")).contains("squad.deleted");
        Answer bad = api.put(PATH + "/bad", """
                {"members":["a","a","two words"],"labels":{"-":"x"},"dependsOn":["squad:bad"],"name":""}""");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().get("errors").valueStream().map(each -> each.get("field").asString()))
                .containsExactlyInAnyOrder("name", "members[1]", "members[2]", "labels[-]", "dependsOn[0]");
        assertThat(api.put(PATH + "/bad", "{\"size\":1}").body().toString()).contains("\"field\":\"size\"");
    }

    @Test
    void metricsWhenReportedAreJudged() throws Exception {
        assertThat(api.post(PATH + "/nobody/metrics", "{\"completedTasks\":1,\"failedTasks\":0}").status())
                .isEqualTo(404);
        Answer bad = api.post(PATH + "/declared/metrics", """
                {"failedTasks":-1,"avgDurationMs":-2,"members":[{"agent":"","completedTasks":1,"failedTasks":0},
                {"agent":"a","completedTasks":1,"failedTasks":1},{"agent":"a","completedTasks":1,"failedTasks":1}]}""");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().get("errors").valueStream().map(each -> each.get("field").asString()))
                .containsExactlyInAnyOrder("completedTasks", "failedTasks", "avgDurationMs", "members[0].agent",
                        "members[2].agent");
        assertThat(api.post(PATH + "/declared/metrics", "{\"completedTasks\":1,\"failedTasks\":0,\"x\":1}").status())
                .isEqualTo(400);
        for (int i = 0; i < 4; i++) {
            Answer reported = api.post(PATH + "/declared/metrics",
                    """
                            {"completedTasks":%d,"failedTasks":%d,"queuedTasks":7,"members":[
                            {"agent":"a","completedTasks":%d,"failedTasks":0},{"agent":"b","completedTasks":3,"failedTasks":0}]}"""
                            .formatted(100 + 20 * i, 5 + 20 * i, 100 + 40 * i));
            assertThat(reported.status()).isEqualTo(200);
            assertThat(reported.body().get("numbers").get("origin").asString()).isEqualTo("pushed");
            clock.advance(Duration.ofMinutes(5));
        }
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactlyInAnyOrder("squad-failing-declared", "squad-load-uneven-declared");
        assertThat(result.issues().getFirst().data()).containsEntry("finished", 120L).containsEntry("failed", 60L)
                .containsEntry("origin", "pushed");
        assertThat(shown("declared").get("numbers").get("queuedTasks").asInt()).isEqualTo(7);
        assertThat(shown("declared").get("numbers").get("stale").asBoolean()).isFalse();
        clock.advance(Duration.ofMinutes(20));
        AnalyzerResult later = analyze();
        assertThat(later.issues()).isEmpty();
        assertThat(later.observed(squad("declared"), SquadIssues.FAILING)).as("silent is unknown, not well").isFalse();
        assertThat(later.note()).contains("no numbers of the last 15 min");
        assertThat(shown("declared").get("numbers").get("stale").asBoolean()).isTrue();
    }

    @Test
    void metricsWhenReportedEverySecondAreKeptAMinuteApart() {
        for (int i = 0; i < 130; i++) {
            api.post(PATH + "/declared/metrics", "{\"completedTasks\":%d,\"failedTasks\":0}".formatted(i));
            clock.advance(Duration.ofSeconds(1));
        }
        List<Sample> samples = Objects.requireNonNull(store.all().get(new Key("declared", Origin.PUSHED))).samples();
        assertThat(samples).hasSizeBetween(3, 5);
        assertThat(samples.getFirst().completed()).isZero();
        assertThat(samples.getLast().completed()).isEqualTo(129);
    }

    @Test
    void analyzeWhenPulledJudgesTheDifferenceAndTakesOver() throws Exception {
        numbers(counted("ill", 1000, 10), counted("well", 1000, 10), "{\"id\":\"odd\",\"completedTasks\":\"many\"}",
                "{\"name\":\"no id\"}");
        list("{\"id\":\"ill\",\"name\":\"Ill Squad\",\"agents\":[\"a\",{\"id\":\"b\"},7]}", "{\"id\":\"listed-only\"}");
        assertThat(analyze().issues()).isEmpty();
        assertThat(shown("ill").get("managedBy").asString()).isEqualTo("squad-builder");
        assertThat(shown("ill").get("name").asString()).isEqualTo("Ill Squad");
        assertThat(shown("ill").get("members").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(actions("ill")).contains("squad.listed");
        assertThat(api.delete(PATH + "/ill").status()).isEqualTo(409);
        assertThat(api.post(PATH + "/ill/metrics", "{\"completedTasks\":1,\"failedTasks\":0}").status()).isEqualTo(409);

        clock.advance(Duration.ofMinutes(5));
        numbers(counted("ill", 1060, 50), counted("well", 1095, 15));
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactly("squad-failing-ill");
        assertThat(result.issues().getFirst().severity()).isEqualTo(Severity.MEDIUM);
        assertThat(result.issues().getFirst().data()).containsEntry("finished", 100L).containsEntry("failed", 40L)
                .containsEntry("name", "Ill Squad");
        assertThat(result.observed(squad("well"), SquadIssues.FAILING)).isTrue();
        assertThat(result.observed()).doesNotContain(squad("listed-only"), squad("odd"), squad("declared"));
        assertThat(result.observed(SOURCE, SquadIssues.SOURCE_FAILED)).isTrue();
        assertThat(analyze(new Scope.Named(Set.of(squad("well")))).observed()).contains(squad("well"))
                .doesNotContain(squad("ill"));

        assertThat(api.put(PATH + "/ill", "{\"labels\":{\"peer-group\":\"x\"}}").status()).isEqualTo(201);
        assertThat(shown("ill").get("managedBy").asString()).isEqualTo("api");
        assertThat(ids(analyze())).as("still by Squad Builder's numbers").containsExactly("squad-failing-ill");
        assertThat(api.delete(PATH + "/ill").status()).isEqualTo(200);
        assertThat(shown("ill").get("managedBy").asString()).isEqualTo("squad-builder");

        numbers(counted("well", 1100, 15));
        list("{\"id\":\"well\"}");
        assertThat(ids(analyze())).isEmpty();
        assertThat(analyzer.watches(squad("ill"))).isFalse();
        assertThat(analyzer.watches(squad("well"))).isTrue();
        assertThat(actions("ill")).last().isEqualTo("squad.delisted");
    }

    @Test
    void analyzeWhenSquadBuilderFailsKnowsNothingNewAndInventsNothing() throws Exception {
        numbers(counted("blue", 60, 40));
        list("{\"id\":\"blue\"}");
        assertThat(ids(analyze())).containsExactly("squad-failing-blue");
        Instant answered = clock.instant();
        clock.advance(Duration.ofHours(2));
        dreamNet.squadBuilder.answers(METRICS, 500, "");
        dreamNet.squadBuilder.answers(LIST, 500, "");
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactly("squad-source-failed-squad-builder");
        Issue failed = result.issues().getFirst();
        assertThat(failed.code()).isEqualTo("squad.source.failed");
        assertThat(failed.data()).containsEntry("squads", 1).containsKeys("lastAnswerAt", "lastAnswerAgeMs");
        assertThat((Long) failed.data().get("lastAnswerAgeMs")).isGreaterThanOrEqualTo(7_200_000);
        assertThat(failed.description()).contains("status 500");
        assertThat(result.observed()).doesNotContain(squad("blue"));
        assertThat(pulled.all()).containsOnlyKeys("blue");
        JsonNode listed = api.get(PATH).body();
        assertThat(listed.get("source").get("stale").asBoolean()).isTrue();
        assertThat(Instant.parse(listed.get("source").get("answeredAt").asString()))
                .isBetween(answered.minusSeconds(30), answered.plusSeconds(1));
        assertThat(listed.get("squads").get(0).get("numbers").get("stale").asBoolean()).isTrue();
        assertThat(new OptimizeSquadStrategy().name()).isEqualTo("optimize-squad");
        numbers(counted("blue", 60, 40));
        AnalyzerResult half = analyze();
        assertThat(ids(half)).as("the list still fails, the numbers do not")
                .contains("squad-source-failed-squad-builder");
        assertThat(half.observed()).contains(squad("blue"));
        list("{\"id\":\"blue\"}");
        assertThat(analyze().observed(SOURCE, SquadIssues.SOURCE_FAILED)).isTrue();
    }

    @Test
    void analyzeWhenNobodyServesMetricsJudgesByHalosOwnRecord() throws Exception {
        try (DreamNetServices services = DreamNetServices.start()) {
            services.squad("ops", "dreamops");
            dreamNet.squadBuilder.serves(LIST, services::serve);
            dreamNet.squadBuilder.serves(METRICS, services::serve);
            handOut("ops", "dreamops", 40, "failed");
            handOut("ops", "dreamops", 60, "succeeded");
            AnalyzerResult result = analyze();
            assertThat(ids(result)).containsExactly("squad-failing-ops");
            assertThat(result.issues().getFirst().data()).containsEntry("origin", "halo");
            assertThat(result.observed(SOURCE, SquadIssues.SOURCE_FAILED)).as("nothing fails").isTrue();
            assertThat(dreamNet.squadBuilder.asked(METRICS)).isEqualTo(1);
            assertThat(api.get(PATH).body().get("source").get("stale").asBoolean()).isFalse();
            assertThat(result.note())
                    .containsOnlyOnce("Squad Builder has no metrics of squads (GET /api/squad/metrics: "
                            + "it answers with status 404), so they are judged by what HALO dispatched to them");
            services.squad("later");
            analyze();
            assertThat(pulled.all()).containsOnlyKeys("later", "ops");
            clock.advance(Duration.ofMinutes(5));
            handOut("ops", "dreamops", 20, "failed");
            list("{\"id\":\"ops\"}");
            services.unmounted(METRICS, true);
            AnalyzerResult page = analyze();
            assertThat(page.note()).contains("text/html instead of JSON: `<!doctype html><html><body>");
            assertThat(ids(page)).as("a page for whatever is not there").containsExactly("squad-failing-ops");
            assertThat(pulled.all()).as("the list is whole without metrics").containsOnlyKeys("ops");

            numbers(counted("ops", 100, 0));
            AnalyzerResult later = analyze();
            assertThat(later.issues()).as("metrics that appear are used").isEmpty();
            assertThat(later.note()).doesNotContain("no metrics");
            dreamNet.squadBuilder.answers(METRICS, 500, "");
            AnalyzerResult broken = analyze();
            assertThat(ids(broken)).containsExactly("squad-source-failed-squad-builder");
            assertThat(broken.observed()).as("what fails is unknown").doesNotContain(squad("ops"));
            dreamNet.squadBuilder.answers(METRICS, 404, "{}");
            assertThat(ids(analyze())).containsExactly("squad-failing-ops");
            dreamNet.squadBuilder.serves(LIST, services::serve);
            services.unmounted(LIST, true);
            AnalyzerResult all = analyze();
            assertThat(ids(all)).as("who lists no squads is not believed that there are no metrics")
                    .containsExactly("squad-source-failed-squad-builder");
            assertThat(all.issues().getFirst().description()).contains("GET /api/squad: it answers with text/html",
                    "GET /api/squad/metrics: it answers with status 404");
            assertThat(api.get(PATH).body().get("source").get("stale").asBoolean()).isTrue();
        }
    }

    @Test
    void analyzeWhenAllSquadsVanishDoubtsTheSource() throws Exception {
        numbers(counted("a1", 1, 0), counted("a2", 1, 0), counted("a3", 1, 0), counted("a4", 1, 0),
                counted("a5", 1, 0));
        analyze();
        numbers();
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactly("squad-source-failed-squad-builder");
        assertThat(result.issues().getFirst().description()).contains("lists none of the 5 squads");
        assertThat(pulled.all()).hasSize(5);
    }

    @Test
    void proposeWhenASquadIsIllOptimizesIt() throws Exception {
        numbers(counted("sick", 60, 40));
        list("{\"id\":\"sick\"}");
        JsonNode cycle = api.post("/api/halo/run", "{\"subjects\":[\"squad:sick\"]}").body().get("cycle");
        JsonNode task = cycle.get("generatedTasks").get(0);
        assertThat(task.get("type").asString()).isEqualTo("squad.optimize");
        assertThat(task.get("targetAgents").toString()).isEqualTo("[\"DreamOps\"]");
        assertThat(task.get("payload").get("squadId").asString()).isEqualTo("sick");
        assertThat(task.get("payload").get("code").asString()).isEqualTo("squad.failing");
        assertThat(analyzer.name()).isEqualTo("squad-efficiency");
        assertThat(analyzer.modes()).containsExactly(CycleMode.FULL);
        dreamNet.squadBuilder.answers(METRICS, 404, "");
        api.post("/api/halo/run", "{\"subjects\":[\"squad:sick\",\"endpoint:squad-builder\"]}");
        JsonNode open = api.get("/api/halo/weakpoints?subject=squad:sick").body().get("weakPoints").get(0);
        assertThat(open.get("stale").asBoolean()).as("not resolved by a source that does not answer").isTrue();
    }

    @Test
    void analyzeWhenTheFleetIsLargeIsDoneInTime() throws Exception {
        long now = clock.millis();
        List<Write> samples = new ArrayList<>();
        List<HourWrite> hours = new ArrayList<>();
        List<String> listed = new ArrayList<>();
        List<String> counted = new ArrayList<>();
        for (int squad = 0; squad < 2000; squad++) {
            Key key = new Key("s" + squad, Origin.SQUAD_BUILDER);
            for (int i = 47; i >= 1; i--) {
                samples.add(new Write(key, new Sample(now - i * 300_000L, 2L, null, 1000 - i * 20L, 50 - i, 800.0 + i,
                        null), null));
            }
            for (int i = 70; i >= 2; i--) {
                hours.add(new HourWrite(key,
                        new Hour(Math.floorDiv(now, Pace.HOUR_MS) * Pace.HOUR_MS - i * Pace.HOUR_MS, 800 + i,
                                900 + i)));
            }
            listed.add("{\"id\":\"s" + squad + "\"}");
            counted.add(counted("s" + squad, 1000, squad % 100 == 0 ? 400 : 50));
        }
        store.write(samples);
        store.writeHours(hours);
        numbers(counted.toArray(String[]::new));
        list(listed.toArray(String[]::new));
        long first = timed();
        clock.advance(Duration.ofMinutes(5));
        long again = timed();
        // the deadline of an analyzer
        assertThat(again).as("2,000 squads with 94,000 samples and 138,000 hours, in ms (first: %d)", first)
                .isLessThan(60_000);
    }

    private long timed() throws Exception {
        long begin = System.nanoTime();
        AnalyzerResult result = analyze();
        long tookMs = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertThat(result.issues()).hasSize(20).allMatch(issue -> issue.code().equals("squad.failing"));
        return tookMs;
    }

    /// A server whose clock was an hour ahead when it took in some reports, and is right again.
    @Test
    void metricsWhenTheClockWasSetBackAreNotTakenForAReset() throws Exception {
        String report = "{\"completedTasks\":%d,\"failedTasks\":400}";
        api.post(PATH + "/declared/metrics", report.formatted(600));
        clock.advance(Duration.ofMinutes(65));
        for (int i = 1; i <= 5; i++) {
            api.post(PATH + "/declared/metrics", report.formatted(600 + 10 * i));
            clock.advance(Duration.ofMinutes(1));
        }
        clock.advance(Duration.ofHours(-1));
        assertThat(analyze().observed(squad("declared"), SquadIssues.FAILING)).as("numbers of the future are not fresh")
                .isFalse();
        for (int i = 6; i <= 8; i++) {
            api.post(PATH + "/declared/metrics", report.formatted(600 + 10 * i));
            AnalyzerResult result = analyze();
            assertThat(result.issues()).as("report %d", i).isEmpty();
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(Objects.requireNonNull(store.all().get(new Key("declared", Origin.PUSHED))).samples())
                .allMatch(sample -> sample.atMs() <= clock.millis());
        Key key = new Key("declared", Origin.PUSHED);
        store.writeHours(List.of(new HourWrite(key, new Hour(clock.millis() + Pace.HOUR_MS, 1, 1))));
        analyze();
        assertThat(Objects.requireNonNull(store.all().get(key)).hours()).isEmpty();
    }

    @Test
    void analyzeWhenEntriesHaveNoUsableIdSaysHowMany() throws Exception {
        numbers(counted("blue", 60, 4), "{\"id\":17,\"completedTasks\":1,\"failedTasks\":0}", "{\"name\":\"no id\"}");
        list("{\"id\":\"blue\"}", "{\"id\":\"two words\"}");
        assertThat(analyze().note()).contains("3 entries of Squad Builder's lists have no usable id");
        numbers(counted("blue", 60, 4));
        list("{\"id\":\"blue\"}");
        assertThat(analyze().note()).doesNotContain("usable id");
    }

    @Test
    void analyzeWhenSquadBuilderSaysTheSameInOtherWordsChangesNothing() throws Exception {
        String longName = "x".repeat(199) + "\uD83D\uDE00";
        numbers(counted("blue", 60, 4));
        list("{\"id\":\"blue\",\"name\":\"%s\",\"agents\":[\"a\",\"b\"]}".formatted(longName));
        analyze();
        list("{\"id\":\"blue\",\"name\":\"%s\",\"agents\":[\"b\",\"a\"]}".formatted(longName));
        int before = actions("blue").size();
        analyze();
        assertThat(actions("blue")).hasSize(before);
    }

    @Test
    void analyzeWhenOnlyTheListFailsDoesNotSayThatTheNumbersAreUnknown() throws Exception {
        numbers(counted("blue", 60, 4));
        dreamNet.squadBuilder.answers(LIST, 404, "");
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactly("squad-source-failed-squad-builder");
        assertThat(result.issues().getFirst().description()).contains("GET /api/squad: it answers with status 404")
                .doesNotContain("nothing newer is known");
        assertThat(result.observed()).contains(squad("blue"));
    }
}
