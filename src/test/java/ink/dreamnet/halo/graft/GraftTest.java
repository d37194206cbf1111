package ink.dreamnet.halo.graft;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.DeclaredFleet;
import ink.dreamnet.halo.support.DreamNet;
import ink.dreamnet.halo.support.DreamNetServices;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@OnH2
class GraftTest extends DeclaredFleet {

    private static final String PATH = "/api/halo/grafts";
    private static final String ENGINE_PATH = "/api/graft";
    private static final SubjectRef SOURCE = SubjectRef.parse("endpoint:graft-engine");

    @Autowired
    DreamNet dreamNet;
    @Autowired
    Api api;
    @Autowired
    GraftAnalyzer analyzer;
    @Autowired
    AuditTrail audit;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;

    @BeforeEach
    void nothingIsKnown() {
        for (String table : List.of("pulled_definition", "graft_status", "source_pull", "agent")) {
            jdbc.update("delete from " + table);
        }
        jdbc.update("update definition_revision set revision = revision + 1 where kind = 'graft'");
        jdbc.update("delete from definition where kind = 'graft'");
        dreamNet.graftEngine.reset();
        lists();
        clock.advance(Duration.ofHours(2));
    }

    private void lists(String... grafts) {
        dreamNet.graftEngine.answers(ENGINE_PATH, "{\"ok\":true,\"grafts\":[" + String.join(",", grafts) + "]}");
    }

    private static String graft(String id, String type, String status, String more) {
        return "{\"id\":\"%s\",\"type\":\"%s\",\"name\":\"Graft %s\",\"status\":\"%s\",\"logs\":[\"x\"]%s}".formatted(
                id,
                type, id, status, more.isEmpty() ? "" : "," + more);
    }

    private AnalyzerResult analyze() throws Exception {
        Instant now = clock.instant();
        return analyzer.analyze(new AnalysisContext(UUID.randomUUID(), CycleMode.FULL, Scope.ALL, now,
                now.plusSeconds(60)));
    }

    private static SubjectRef subject(String id) {
        return SubjectRef.parse("graft:" + id);
    }

    private static List<String> ids(AnalyzerResult result) {
        return result.issues().stream().map(Issue::id).toList();
    }

    private static Issue issue(AnalyzerResult result, String id) {
        return result.issues().stream().filter(issue -> issue.id().equals(id)).findFirst().orElseThrow();
    }

    private List<String> actions(String id) {
        return audit.of("graft", id).stream().map(AuditEntry::action).toList();
    }

    private void put(String id, String json) {
        assertThat(api.put(PATH + "/" + id, json).status()).isIn(200, 201);
    }

    @Test
    void putGetListDeleteWhenRegisteredHere() {
        String chart = """
                {"name":"Chart","type":"ui","status":"failed","path":"apps/chart","version":"1.0","desiredVersion":"1.1",
                 "error":"no disk, token=s3cretvalue","updatedAt":"2026-05-01T10:00:00Z","labels":{"team":"shop"}}""";
        assertThat(api.put(PATH + "/chart", chart).status()).isEqualTo(201);
        Answer got = api.get(PATH + "/chart");
        assertThat(got.response().body()).doesNotContain("s3cr3t").contains("no disk, token=********");
        assertThat(got.body().at("/graft/managedBy").asString()).isEqualTo("api");
        assertThat(got.body().at("/graft/updatedAt").asString()).startsWith("2026-05-01T10:00:00");
        assertThat(jdbc.queryForList("select definition from definition where kind = 'graft'", String.class).toString())
                .doesNotContain("s3cr3t");
        assertThat(api.put(PATH + "/chart", got.body().get("graft").toString()).status()).isEqualTo(200);
        assertThat(actions("chart")).containsOnly("graft.put");
        assertThat(api.get(PATH + "?limit=1").body().get("next").asString()).isEqualTo("chart");
        assertThat(api.put(PATH + "/declared", chart).status()).isEqualTo(409);
        assertThat(api.delete(PATH + "/declared").status()).isEqualTo(409);
        assertThat(api.get(PATH + "/declared").body().at("/graft/status").asString()).isEqualTo("installed");
        Answer bad = api.put(PATH + "/bad",
                "{\"type\":\"thing\",\"url\":\"ftp://x\",\"agent\":\"a b\",\"version\":\"\",\"dependsOn\":[\"graft:bad\"]}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().get("errors").valueStream().map(each -> each.get("field").asString()))
                .containsExactlyInAnyOrder("type", "status", "url", "agent", "version", "dependsOn[0]");
        assertThat(api.put(PATH + "/bad", "{\"type\":\"ui\",\"status\":\"failed\",\"url\":\"http://u:s3cr3t@x/\"}")
                .response().body()).contains("\"url\"").doesNotContain("s3cr3t");
        assertThat(api.put(PATH + "/bad", "{\"type\":\"ui\",\"kind\":1}").body().toString())
                .contains("\"field\":\"kind\"");
        assertThat(api.delete(PATH + "/chart").status()).isEqualTo(200);
        assertThat(api.get(PATH + "/chart").status()).isEqualTo(404);
    }

    @Test
    void analyzeWhenPulledFindsFailedStuckAndDriftedOnes() throws Exception {
        String old = "\"createdAt\":\"" + clock.instant().minus(Duration.ofHours(1)) + "\"";
        String longAgo = "\"updatedAt\":\"" + clock.instant().minus(Duration.ofHours(20)) + "\"";
        lists(graft("broken", "module", "failed",
                "\"error\":\"login failed, password=hunter-s3cret " + "x".repeat(900) + "\""),
                graft("waiting", "task", "pending", old), graft("fresh", "task", "pending", ""),
                graft("checked", "config", "validated", longAgo), graft("checked-now", "config", "validated", old),
                graft("behind", "module", "installed", "\"version\":\"1.0\",\"desiredVersion\":\"1.1\""),
                graft("right", "module", "installed", "\"version\":\"1.1\",\"desiredVersion\":\"1.1\""),
                graft("blind", "module", "installed", "\"desiredVersion\":\"1.1\""),
                graft("odd", "spore", "unheard-of", ""), "{\"name\":\"no id\"}");
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactlyInAnyOrder("graft-failed-broken", "graft-stuck-waiting",
                "graft-stuck-checked", "graft-version-drift-behind");
        Issue failed = issue(result, "graft-failed-broken");
        assertThat(failed.severity()).isEqualTo(Severity.HIGH);
        assertThat(String.valueOf(failed.data().get("error"))).startsWith("login failed, password=********")
                .hasSizeLessThanOrEqualTo(500);
        assertThat(issue(result, "graft-stuck-waiting").severity()).isEqualTo(Severity.MEDIUM);
        assertThat(issue(result, "graft-stuck-checked").severity()).isEqualTo(Severity.HIGH);
        assertThat(issue(result, "graft-stuck-checked").description())
                .isEqualTo("Graft 'Graft checked' has been validated for 20 h, allowed are 60 min");
        assertThat(issue(result, "graft-version-drift-behind").data()).containsEntry("version", "1.0")
                .containsEntry("desiredVersion", "1.1");
        assertThat(result.observed(subject("fresh"), GraftIssues.STUCK)).isTrue();
        assertThat(result.observed(subject("right"), GraftIssues.VERSION)).isTrue();
        assertThat(result.observed(subject("blind"), GraftIssues.VERSION)).isFalse();
        assertThat(result.observed(subject("odd"), GraftIssues.FAILED)).isFalse();
        assertThat(result.observed(SOURCE, GraftIssues.SOURCE_FAILED)).isTrue();
        assertThat(actions("broken")).contains("graft.listed");
        clock.advance(Duration.ofMinutes(31));
        assertThat(ids(analyze())).as("nobody says since when, but HALO has seen it").contains("graft-stuck-fresh");
        lists(graft("fresh", "task", "installed", ""));
        assertThat(ids(analyze())).doesNotContain("graft-stuck-fresh");
    }

    @Test
    void analyzeWhenStatusChangesAgainAndAgainIsFlapping() throws Exception {
        for (int i = 0; i < 3; i++) {
            put("flip", "{\"type\":\"ui\",\"status\":\"pending\"}");
            clock.advance(Duration.ofMinutes(1));
            put("flip", "{\"type\":\"ui\",\"status\":\"installed\"}");
            clock.advance(Duration.ofMinutes(1));
        }
        put("calm", "{\"type\":\"ui\",\"status\":\"installed\"}");
        for (String status : List.of("pending", "validated", "installed")) {
            put("calm", "{\"type\":\"ui\",\"status\":\"%s\"}".formatted(status));
        }
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactly("graft-flapping-flip");
        assertThat(result.issues().getFirst().data()).containsEntry("changes", 5).containsEntry("threshold", 5);
        assertThat(result.observed(subject("calm"), GraftIssues.FLAPPING)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(ids(analyze())).isEmpty();
        for (int i = 0; i < 80; i++) {
            put("flip", "{\"type\":\"ui\",\"status\":\"%s\"}".formatted(i % 2 == 0 ? "failed" : "installed"));
        }
        assertThat(jdbc.queryForObject("select count(*) from graft_status where graft_id = 'flip'", Integer.class))
                .isLessThanOrEqualTo(60);
    }

    @Test
    void analyzeWhenAnEndpointDoesNotAnswerSaysSo() throws Exception {
        try (FleetServer server = FleetServer.start(4)) {
            server.set(1, FleetServer.BROKEN);
            server.set(2, FleetServer.answer(404, ""));
            server.set(3, FleetServer.answer(401, ""));
            for (int i = 0; i < 4; i++) {
                put("e" + i,
                        "{\"type\":\"endpoint\",\"status\":\"installed\",\"url\":\"%s\"}".formatted(server.url(i)));
            }
            put("nowhere", "{\"type\":\"endpoint\",\"status\":\"installed\",\"path\":\"src/x.ts\"}");
            put("not-yet", "{\"type\":\"endpoint\",\"status\":\"pending\",\"url\":\"%s\"}".formatted(server.url(1)));
            dreamNet.graftEngine.answers("/api/shop", 200, "{}");
            lists(graft("below", "endpoint", "installed", "\"path\":\"/api/shop\""),
                    graft("gone", "endpoint", "installed", "\"metadata\":{\"url\":\"/api/none\"}"));
            AnalyzerResult result = analyze();
            assertThat(ids(result)).containsExactlyInAnyOrder("graft-endpoint-down-e1", "graft-endpoint-down-e2",
                    "graft-endpoint-down-gone");
            Issue down = issue(result, "graft-endpoint-down-e1");
            assertThat(down.severity()).isEqualTo(Severity.HIGH);
            assertThat(down.data()).containsEntry("url", server.url(1)).containsEntry("httpStatus", 500)
                    .containsEntry("attempts", 3);
            assertThat(result.observed(subject("e0"), GraftIssues.ENDPOINT_DOWN)).isTrue();
            assertThat(result.observed(subject("e3"), GraftIssues.ENDPOINT_DOWN)).isTrue();
            assertThat(result.observed(subject("below"), GraftIssues.ENDPOINT_DOWN)).isTrue();
            assertThat(result.observed(subject("nowhere"), GraftIssues.ENDPOINT_DOWN)).isFalse();
            assertThat(result.observed(subject("not-yet"), GraftIssues.ENDPOINT_DOWN)).isFalse();
            assertThat(result.note()).contains("1 installed endpoint grafts have no URL");
        }
    }

    @Test
    void analyzeWhenNothingCanBeReachedDoubtsItself() throws Exception {
        int closed = FleetServer.closedPort();
        for (int i = 0; i < 3; i++) {
            put("c" + i, "{\"type\":\"endpoint\",\"status\":\"installed\",\"url\":\"http://127.0.0.1:%d/\"}".formatted(
                    closed));
        }
        put("other", "{\"type\":\"ui\",\"status\":\"failed\"}");
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactly("graft-failed-other");
        assertThat(result.observed(subject("c1"), GraftIssues.ENDPOINT_DOWN)).isFalse();
        assertThat(result.observed(subject("c1"), GraftIssues.FAILED)).isTrue();
        assertThat(result.note()).contains("HALO itself seems to be cut off");
        assertThat(api.delete(PATH + "/c2").status()).isEqualTo(200);
        assertThat(ids(analyze())).as("two are too few for a doubt").contains("graft-endpoint-down-c0",
                "graft-endpoint-down-c1");
    }

    @Test
    void analyzeWhenItsAgentIsDownSaysSo() throws Exception {
        for (String agent : List.of("alive", "dead", "paused")) {
            api.put("/api/halo/agents/" + agent, "{\"heartbeatPeriodMs\":30000,\"graceMs\":60000}");
            api.post("/api/halo/agents/" + agent + "/heartbeat", null);
        }
        api.post("/api/halo/agents/paused/pause", null);
        clock.advance(Duration.ofMinutes(10));
        api.post("/api/halo/agents/alive/heartbeat", null);
        for (String agent : List.of("alive", "dead", "paused", "stranger")) {
            put("of-" + agent, "{\"type\":\"agent\",\"status\":\"installed\",\"agent\":\"%s\"}".formatted(agent));
        }
        put("of-nobody", "{\"type\":\"agent\",\"status\":\"installed\"}");
        lists(graft("pulled", "agent", "installed", "\"metadata\":{\"agentId\":\"dead\"}"));
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactlyInAnyOrder("graft-agent-down-of-dead", "graft-agent-down-pulled");
        assertThat(issue(result, "graft-agent-down-pulled").data()).containsEntry("agent", "dead");
        assertThat(result.observed(subject("of-alive"), GraftIssues.AGENT_DOWN)).isTrue();
        for (String unknown : List.of("of-paused", "of-stranger", "of-nobody")) {
            assertThat(result.observed(subject(unknown), GraftIssues.AGENT_DOWN)).as(unknown).isFalse();
        }
        assertThat(result.note()).contains("3 installed agent grafts");
    }

    @Test
    void analyzeWhenNoLongerListedIsDelistedAndTakenOverOnlyByAPut() throws Exception {
        lists(graft("a", "ui", "installed", ""), graft("b", "ui", "failed", ""));
        assertThat(ids(analyze())).containsExactly("graft-failed-b");
        assertThat(api.delete(PATH + "/b").status()).isEqualTo(409);
        lists(graft("a", "ui", "installed", ""));
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactly("graft-delisted-b");
        assertThat(result.observed(subject("b"), GraftIssues.FAILED)).as("nothing is known of it any more").isFalse();
        assertThat(actions("b")).contains("graft.delisted");
        lists(graft("a", "ui", "installed", ""), graft("b", "ui", "installed", ""));
        assertThat(ids(analyze())).isEmpty();
        assertThat(actions("b")).last().isEqualTo("graft.listed-again");
        put("a", "{\"type\":\"ui\",\"status\":\"failed\"}");
        assertThat(api.get(PATH + "/a").body().at("/graft/managedBy").asString()).isEqualTo("api");
        assertThat(ids(analyze())).containsExactly("graft-failed-a");
        assertThat(api.delete(PATH + "/a").status()).isEqualTo(200);
        assertThat(api.get(PATH + "/a").body().at("/graft/managedBy").asString()).isEqualTo("graft-engine");
        lists(graft("a", "ui", "installed", ""));
        analyze();
        assertThat(api.delete(PATH + "/b").status()).isEqualTo(200);
        assertThat(analyzer.watches(subject("b"))).isFalse();
        assertThat(analyzer.watches(subject("a"))).isTrue();
    }

    @Test
    void analyzeWhenTheEngineFailsKnowsNothingNew() throws Exception {
        lists(graft("a", "ui", "failed", ""), graft("b", "ui", "installed", ""), graft("c", "ui", "installed", ""),
                graft("d", "ui", "installed", ""), graft("e", "ui", "installed", ""));
        analyze();
        clock.advance(Duration.ofHours(3));
        lists();
        AnalyzerResult empty = analyze();
        assertThat(ids(empty)).containsExactly("graft-source-failed-graft-engine");
        assertThat(empty.issues().getFirst().description()).contains("lists none of the 5 grafts");
        dreamNet.graftEngine.answers(ENGINE_PATH, 502, "");
        AnalyzerResult result = analyze();
        assertThat(ids(result)).containsExactly("graft-source-failed-graft-engine");
        assertThat(result.issues().getFirst().data()).containsEntry("grafts", 5).containsKey("lastAnswerAt");
        assertThat(result.issues().getFirst().severity()).isEqualTo(Severity.HIGH);
        assertThat(result.observed()).containsOnly(SOURCE, subject("declared"));
        JsonNode listed = api.get(PATH).body();
        assertThat(listed.at("/source/stale").asBoolean()).isTrue();
        assertThat(listed.at("/source/ageMs").asLong()).isGreaterThanOrEqualTo(10_800_000);
        assertThat(listed.at("/grafts/0/stale").asBoolean()).isTrue();
    }

    @Test
    void proposeWhenAGraftIsBrokenRepairsIt() {
        lists(graft("broken", "module", "failed", "\"path\":\"apps/x\""), graft("gone", "ui", "installed", ""));
        JsonNode task = api.post("/api/halo/run", "{\"subjects\":[\"graft:broken\"]}").body()
                .at("/cycle/generatedTasks/0");
        assertThat(task.get("type").asString()).isEqualTo("graft.repair");
        assertThat(task.get("targetAgents").toString()).isEqualTo("[\"GraftBuilder\"]");
        assertThat(task.at("/payload/graftId").asString()).isEqualTo("broken");
        assertThat(task.at("/payload/path").asString()).isEqualTo("apps/x");
        lists(graft("broken", "module", "failed", ""));
        JsonNode delisted = api.post("/api/halo/run", "{\"subjects\":[\"graft:gone\"]}").body().get("cycle");
        assertThat(delisted.get("weakPoints").size()).isEqualTo(1);
        assertThat(delisted.get("generatedTasks").size()).isZero();
        assertThat(analyzer.name()).isEqualTo("graft");
        assertThat(analyzer.modes()).isEqualTo(Set.of(CycleMode.FULL));
        assertThat(new RepairGraftStrategy().name()).isEqualTo("repair-graft");
    }

    @Test
    void analyzeWhenTheListIsAPageKnowsNothingNewOfTheGrafts() throws Exception {
        try (DreamNetServices services = DreamNetServices.start()) {
            services.graft("shop", "module", "failed");
            dreamNet.graftEngine.serves("/api/graft", services::serve);
            assertThat(ids(analyze())).contains("graft-failed-shop");
            services.unmounted("/api/graft", true);
            AnalyzerResult page = analyze();
            assertThat(page.issues()).filteredOn(issue -> issue.code().equals(GraftIssues.SOURCE_FAILED))
                    .singleElement()
                    .satisfies(issue -> assertThat(issue.description())
                            .contains("it answers with text/html instead of JSON: `<!doctype html><html><body>"));
            assertThat(page.observed(SubjectRef.parse("graft:shop"), "graft.failed")).isFalse();
        }
    }

    @Test
    void analyzeWhenEntriesHaveNoUsableIdSaysHowMany() throws Exception {
        lists(graft("a", "ui", "installed", ""), "{\"id\":17,\"type\":\"ui\",\"status\":\"failed\"}");
        assertThat(analyze().note()).contains("1 entry of the Graft Engine's list has no usable id");
        lists(graft("a", "ui", "installed", ""));
        assertThat(analyze().note()).isNull();
    }

    @Test
    void analyzeWhenLongTextsAreCutWithinACharacterIsNotChangedEachTime() throws Exception {
        String smile = "\uD83D\uDE00";
        lists(graft("a", "ui", "failed", "\"error\":\"%s\",\"version\":\"%s\"".formatted(
                "e".repeat(498) + smile + "e".repeat(9), "v".repeat(199) + smile)));
        analyze();
        int before = actions("a").size();
        analyze();
        assertThat(actions("a")).hasSize(before);
    }
}
