package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.task.Tasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What is recorded of a cycle, what became of its tasks, and how it is found again, over HTTP.
@HaloTest
abstract class HistoryTest {

    private static final String SCRIPTED = "endpoint:scripted-subject";

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    TestClock clock;
    @Autowired
    Tasks tasks;
    @Autowired
    JdbcTemplate jdbc;

    @OnH2
    static class OnH2Test extends HistoryTest {
    }

    @OnPostgres
    static class OnPostgresTest extends HistoryTest {
    }

    /// Leaves no weak point, and none that could come back within the same episode.
    @BeforeEach
    void startClean() {
        analyzer.reset();
        api.delete("/api/halo/agents/keeper");
        run("{}");
        clock.advance(Duration.ofHours(25));
        tasks.expireOverdue();
    }

    private JsonNode run(String body) {
        Api.Answer answer = api.post("/api/halo/run", body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("cycle");
    }

    private JsonNode cycle(JsonNode id) {
        return api.get("/api/halo/history/" + id.asString()).body().get("cycle");
    }

    private List<String> found(String query) {
        Api.Answer answer = api.get("/api/halo/history?view=summary&" + query);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return list(answer.body().get("history")).stream().map(cycle -> cycle.get("id").asString()).toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    @Test
    void runNamesTheReasonInItsSummary() {
        assertThat(run("{\"mode\": \"light\", \"reason\": \"heartbeat.recovery\"}").get("summary").asString())
                .endsWith(" Reason: heartbeat.recovery.");
        assertThat(run("{\"reason\": \"a\\u001b[2Jb\\n%s\"}".formatted("x".repeat(400))).get("summary").asString())
                .contains(" Reason: a [2Jb x").endsWith("x….").hasSizeLessThan(300);
        assertThat(run("{}").get("summary").asString()).doesNotContain("Reason");
    }

    @Test
    void issuesNameTheirAnalyzerAndWeakPointsShowTheIssuesOfTheirSubject() {
        analyzer.script = context -> AnalyzerResult.builder()
                .issue(Issue.of("scripted.slow", Severity.LOW, ScriptedAnalyzer.SUBJECT, "slow"))
                .issue(Issue.of("scripted.odd", Severity.MEDIUM, ScriptedAnalyzer.SUBJECT, "odd"))
                .issue(Issue.of("scripted.bad", Severity.CRITICAL, ScriptedAnalyzer.SUBJECT, "bad")).build();
        JsonNode cycle = run("{}");
        JsonNode issue = list(cycle.get("analysis")).stream()
                .filter(part -> part.get("name").asString().equals("scripted")).findFirst().orElseThrow().get("issues")
                .get(0);
        assertThat(issue.get("analyzer").asString()).isEqualTo("scripted");
        JsonNode odd = list(cycle.get("weakPoints")).stream()
                .filter(point -> point.get("code").asString().equals("scripted.odd")).findFirst().orElseThrow();
        assertThat(list(odd.get("relatedIssues"))).as("its own, then the worst")
                .extracting(each -> each.get("description").asString()).containsExactly("odd", "bad", "slow");
        JsonNode related = odd.get("relatedIssues").get(1);
        assertThat(related.get("id").asString()).isEqualTo("scripted-bad-scripted-subject");
        assertThat(related.get("analyzer").asString()).isEqualTo("scripted");
        assertThat(related.get("severity").asString()).isEqualTo("critical");
        assertThat(related.get("data").isObject()).isTrue();
        assertThat(list(api.get("/api/halo/weakpoints?subject=" + SCRIPTED).body().get("weakPoints")))
                .filteredOn(point -> point.get("code").asString().equals("scripted.odd")).singleElement()
                .satisfies(point -> assertThat(point.get("relatedIssues")).isEqualTo(odd.get("relatedIssues")));
    }

    @Test
    void relatedIssuesAreTheFirstTwenty() {
        analyzer.script = context -> {
            AnalyzerResult.Builder result = AnalyzerResult.builder()
                    .issue(Issue.of("scripted.odd", Severity.MEDIUM, ScriptedAnalyzer.SUBJECT, "odd"));
            for (int i = 0; i < 30; i++) {
                result.issue(Issue.of("scripted.bad" + i, Severity.HIGH, ScriptedAnalyzer.SUBJECT, "bad"));
            }
            return result.build();
        };
        assertThat(list(run("{}").get("weakPoints"))).hasSize(31).allSatisfy(point -> {
            assertThat(point.get("relatedIssues").size()).isEqualTo(20);
            assertThat(point.get("relatedIssues").get(0).get("code")).isEqualTo(point.get("code"));
        });
    }

    @Test
    void dispatchResultsHaveTheTaskAsItWasAndWhatBecameOfIt() {
        assertThat(api.put("/api/halo/agents/keeper", "{\"role\": \"DeployKeeper\"}").status()).isLessThan(300);
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        JsonNode recorded = run("{}");
        JsonNode result = recorded.get("dispatchResults").get(0);
        JsonNode task = result.get("task");
        assertThat(task.get("type").asString()).isEqualTo("scripted.repair");
        assertThat(task.get("payload").get("subject").asString()).isEqualTo(SCRIPTED);
        assertThat(task.get("priority").asString()).isEqualTo("high");
        assertThat(list(task.get("targetAgents"))).extracting(JsonNode::asString).containsExactly("DeployKeeper");
        assertThat(result.get("status").asString()).isEqualTo("pending-approval");
        assertThat(progress(recorded).get("status").asString()).isEqualTo("pending-approval");
        assertThat(progress(recorded).propertyNames()).containsExactly("status");
        assertThat(outcomes(recorded)).isEqualTo("proposed");

        String id = task.get("id").asString();
        Instant approved = later();
        assertThat(api.post("/api/halo/tasks/" + id + "/approve", null).status()).isEqualTo(200);
        Instant dispatched = later();
        JsonNode leased = api.post("/api/halo/tasks/lease", "{\"agent\": \"keeper\"}").body().get("leased").get(0);
        JsonNode running = cycle(recorded.get("id"));
        assertThat(progress(running).at("/approved/by").asString()).isNotBlank();
        assertThat(time(progress(running).at("/approved/at"))).isBetween(approved, dispatched);
        assertThat(time(progress(running).at("/dispatched/at"))).isBetween(dispatched, clock.instant());
        assertThat(progress(running).at("/dispatched/channel").asString()).isEqualTo("pull");
        assertThat(progress(running).has("result")).isFalse();
        assertThat(outcomes(running)).isEqualTo("proposed approved dispatched");

        Instant finished = later();
        assertThat(api.post("/api/halo/tasks/" + id + "/result", "{\"outcome\": \"succeeded\", \"lease\": \"%s\"}"
                .formatted(leased.get("lease").get("id").asString())).status()).isEqualTo(200);
        Instant looked = later();
        analyzer.reset();
        JsonNode verifying = run("{}");
        JsonNode verified = cycle(recorded.get("id"));
        assertThat(progress(verified).at("/result/outcome").asString()).isEqualTo("succeeded");
        assertThat(time(progress(verified).at("/result/at"))).isBetween(finished, looked);
        assertThat(progress(verified).at("/verdict/verification").asString()).isEqualTo("effective");
        assertThat(time(progress(verified).at("/verdict/at"))).isAfter(looked);
        assertThat(progress(verified).at("/verdict/reason").asString()).contains("it is gone");
        assertThat(outcomes(verified)).isEqualTo("proposed approved dispatched succeeded effective");
        assertThat(verified.get("dispatchResults").get(0).get("task")).as("the record stays").isEqualTo(task);
        assertThat(verified.get("generatedTasks")).isEqualTo(recorded.get("generatedTasks"));
        assertThat(outcomes(verifying)).isEmpty();
        for (String view : List.of("full", "summary")) {
            JsonNode listed = list(api.get("/api/halo/history?limit=2&view=" + view).body().get("history")).get(1);
            assertThat(listed.get("id")).isEqualTo(recorded.get("id"));
            assertThat(listed.get("outcomes")).isEqualTo(verified.get("outcomes"));
        }
    }

    /// @return a moment that is later than all that was done so far, to the millisecond
    private Instant later() {
        clock.advance(Duration.ofSeconds(10));
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant time(JsonNode text) {
        return Instant.parse(text.asString());
    }

    private static JsonNode progress(JsonNode cycle) {
        return cycle.get("dispatchResults").get(0).get("progress");
    }

    /// @return the names of the outcomes that one task has
    private static String outcomes(JsonNode cycle) {
        List<String> names = new ArrayList<>();
        cycle.get("outcomes").properties().stream().filter(outcome -> outcome.getValue().asInt() == 1)
                .forEach(outcome -> names.add(outcome.getKey()));
        return String.join(" ", names);
    }

    @Test
    void outcomesCountWhatALightCycleSuggestedAndAFullOneProposedForBoth() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        JsonNode light = run("{\"mode\": \"light\"}");
        JsonNode full = run("{}");
        api.post("/api/halo/tasks/" + light.get("generatedTasks").get(0).get("id").asString() + "/reject", null);
        assertThat(outcomes(cycle(light.get("id")))).isEqualTo("proposed rejected");
        assertThat(outcomes(cycle(full.get("id")))).isEqualTo("proposed rejected");
        assertThat(progress(cycle(full.get("id"))).get("status").asString()).isEqualTo("rejected");
    }

    @Test
    void historyIsFoundByEachFilterAndByAllTogether() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        String high = run("{}").get("id").asString();
        clock.advance(Duration.ofMinutes(1));
        Instant second = clock.instant();
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.LOW);
        JsonNode calm = run("{\"mode\": \"light\"}");
        clock.advance(Duration.ofMinutes(1));
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.CRITICAL);
        JsonNode critical = run("{}");
        String since = "since=" + second.minusSeconds(61);

        assertThat(critical.get("worstSeverity").asString()).isEqualTo("critical");
        assertThat(calm.has("worstSeverity")).isFalse();
        String light = calm.get("id").asString();
        String worst = critical.get("id").asString();
        assertThat(found(since)).containsExactly(worst, light, high);
        assertThat(found("since=" + calm.get("timestamp").asString() + "&until="
                + critical.get("timestamp").asString())).containsExactly(light);
        assertThat(found(since + "&severity=high")).containsExactly(high);
        assertThat(found(since + "&mode=light")).containsExactly(light);
        assertThat(found(since + "&status=completed")).containsExactly(worst, light, high);
        assertThat(found(since + "&status=interrupted")).isEmpty();
        assertThat(found(since + "&trigger=manual")).containsExactly(worst, light, high);
        assertThat(found(since + "&trigger=time")).isEmpty();
        assertThat(found(since + "&subject=" + SCRIPTED)).as("an issue is enough").containsExactly(worst, light, high);
        assertThat(found("subject=endpoint:never-seen")).isEmpty();
        assertThat(found(since + "&trigger=manual&status=completed&mode=full&severity=critical&until="
                + clock.instant().plusSeconds(1) + "&subject=" + SCRIPTED)).containsExactly(worst);
        assertThat(found(since + "&trigger=time&subject=" + SCRIPTED)).isEmpty();

        for (String filter : List.of("", "&subject=" + SCRIPTED, "&trigger=manual", "&status=completed")) {
            JsonNode page = api.get("/api/halo/history?limit=2&" + since + filter).body();
            assertThat(page.get("next").asString()).as(filter).isEqualTo(light);
            assertThat(found(since + filter + "&limit=2&before=" + light)).as(filter).containsExactly(high);
        }
    }

    @Test
    void historyWhenCyclesStartAtTheSameMomentShowsEachOnce() {
        List<String> ids = new ArrayList<>();
        String since = "since=" + clock.instant().plusSeconds(1);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            ids.addFirst(run("{}").get("id").asString());
        }
        jdbc.update(
                "update halo_cycle set started_at = (select min(s.started_at) from halo_cycle s where s.started_at >= ?)"
                        + " where started_at >= ?",
                time(since), time(since));
        List<String> seen = new ArrayList<>();
        String before = "";
        do {
            JsonNode page = api.get("/api/halo/history?limit=2&view=summary&" + since + before).body();
            list(page.get("history")).forEach(cycle -> seen.add(cycle.get("id").asString()));
            before = page.has("next") ? "&before=" + page.get("next").asString() : "";
        } while (!before.isEmpty());
        assertThat(seen).isEqualTo(ids);
    }

    private static OffsetDateTime time(String since) {
        return Instant.parse(since.substring("since=".length())).atOffset(ZoneOffset.UTC);
    }

    @Test
    void historyWhenAFilterIsWrongNamesItAndWhatIsAllowed() {
        refused("since=yesterday", "since", "'yesterday' is not a time such as");
        refused("until=%2B999999999-01-01T00:00:00Z", "until", "is not a time such as");
        refused("since=2026-11-24T03:00:00Z&until=2026-11-24T03:00:00Z", "until", "is not after since");
        refused("trigger=tme", "trigger", "'tme' is not one of");
        refused("trigger=tme", "trigger", "manual");
        refused("status=running", "status", "'running' is not one of completed, interrupted");
        refused("mode=ful", "mode", "'ful' is not one of light, full");
        refused("subject=checkout", "subject", "'checkout' is not of the form kind:id");
        refused("severity=low", "severity", "'low' is not one of medium, high, critical");
        refused("before=x", "before", "'x' is no id");
        refused("before=0193595f-7a00-7000-8000-000000000000", "before", "there is no cycle");
    }

    private void refused(String query, String field, String message) {
        Api.Answer answer = api.get("/api/halo/history?" + query);
        assertThat(answer.status()).as(query).isEqualTo(400);
        assertThat(answer.body().get("errors").get(0).get("field").asString()).isEqualTo(field);
        assertThat(answer.body().get("errors").get(0).get("message").asString()).contains(message);
    }
}
