package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@OnH2
class AgentHealthAnalyzerTest extends AgentTest {

    @Autowired
    AgentHealthAnalyzer analyzer;

    @Test
    void analyzeWhenHeartbeatsStopIsOfflineWithEvidence() throws Exception {
        register("quiet", "DreamOps", "blue");
        register("mate", "dreamops", "blue");
        beat("quiet");
        clock.advance(Duration.ofMinutes(5));
        beat("mate");
        AnalyzerResult result = analyze();
        Issue issue = only(result);
        assertThat(issue.id()).isEqualTo("agent-offline-quiet");
        assertThat(issue.severity()).isEqualTo(Severity.HIGH);
        assertThat(issue.data()).containsEntry("othersUp", 1).containsEntry("periodMs", 30_000L)
                .containsEntry("graceMs", 60_000L).containsEntry("role", "DreamOps").containsEntry("squad", "blue")
                .containsKeys("lastSeenAt", "silentForMs");
        assertThat(result.observed(agent("quiet"), "agent.never-seen")).isTrue();
        assertThat(result.observed(agent("quiet"), "agent.degraded")).isFalse();
        assertThat(result.observed(agent("mate"), "agent.offline")).isTrue();
        assertThat(result.recommendations()).singleElement().satisfies(recommendation -> {
            assertThat(recommendation.action()).isEqualTo("revive-agent");
            assertThat(recommendation.target()).isEqualTo("agent:quiet");
        });
    }

    @Test
    void analyzeWhenLastOfItsRoleInTheSquadIsCritical() throws Exception {
        register("last", "DreamOps", "blue");
        register("other-role", "EnvKeeper", "blue");
        register("other-squad", "DreamOps", "red");
        register("paused", "DreamOps", "blue");
        register("loner", "DreamOps", null);
        beat("last", "paused", "loner");
        registry.pause("paused", null, ANN);
        clock.advance(Duration.ofMinutes(5));
        beat("other-role", "other-squad");
        AnalyzerResult result = analyze(new Scope.Named(Set.of(agent("last"), agent("loner"), agent("paused"))));
        assertThat(result.issues()).extracting(Issue::id, Issue::severity).containsExactlyInAnyOrder(
                org.assertj.core.groups.Tuple.tuple("agent-offline-last", Severity.CRITICAL),
                org.assertj.core.groups.Tuple.tuple("agent-offline-loner", Severity.HIGH));
        assertThat(result.observed(agent("paused"), "agent.offline")).isTrue();
        assertThat(result.observed(agent("other-role"), "agent.offline")).isFalse();
    }

    @Test
    void analyzeWhenDegradedOrNeverSeenSaysSo() throws Exception {
        register("ill", "DreamOps", null);
        register("absent", "DreamOps", null);
        clock.advance(Duration.ofSeconds(91));
        register("fresh", "DreamOps", null);
        intake.accept(List.of(new Heartbeat("ill", clock.instant(), HeartbeatStatus.DEGRADED, "queue full")));
        AnalyzerResult result = analyze();
        assertThat(result.issues()).extracting(Issue::code).containsExactly("agent.never-seen", "agent.degraded");
        assertThat(result.issues()).extracting(Issue::severity).containsOnly(Severity.MEDIUM);
        assertThat(result.issues().getLast().data()).containsEntry("message", "queue full");
        assertThat(result.observed(agent("ill"), "agent.offline")).isTrue();
        assertThat(result.observed(agent("absent"), "agent.offline")).isFalse();
        assertThat(result.observed(agent("fresh"), "agent.never-seen")).isFalse();
    }

    @Test
    void analyzeWhenPulledAgentsAreOfflineOrDelistedTellsThemApart() throws Exception {
        squadBuilder.lists(pulled("up", true, 5), pulled("old", true, 600), pulled("off", false, 5),
                pulled("gone", true, 5));
        AnalyzerResult first = analyze();
        assertThat(only(first).id()).isEqualTo("agent-offline-off");
        assertThat(first.observed(agent("old"), "agent.offline")).isTrue();
        squadBuilder.lists(pulled("up", true, 5), pulled("old", true, 5), pulled("off", false, 5));
        beat("off");
        AnalyzerResult result = analyze();
        Issue delisted = only(result);
        assertThat(delisted.id()).isEqualTo("agent-delisted-gone");
        assertThat(result.observed(agent("gone"), "agent.offline")).isFalse();
        assertThat(result.observed(agent("off"), "agent.offline")).isTrue();
        assertThat(result.recommendations()).isEmpty();
    }

    @Test
    void analyzeWhenPullFailsDeclaresNobodyOfThatSourceOffline() throws Exception {
        squadBuilder.lists(pulled("theirs", true, 5), pulled("beating", false, 5));
        register("mine", "DreamOps", null);
        beat("mine");
        analyze();
        clock.advance(Duration.ofMinutes(5));
        beat("beating");
        squadBuilder.answers(500, "");
        AnalyzerResult result = analyze();
        assertThat(result.issues()).extracting(Issue::id).containsExactlyInAnyOrder("agent-source-failed-squad-builder",
                "agent-offline-mine");
        Issue failed = result.issues().getFirst();
        assertThat(failed.severity()).isEqualTo(Severity.HIGH);
        assertThat(failed.subject()).isEqualTo(SubjectRef.parse("endpoint:squad-builder"));
        assertThat(failed.description()).contains("status 500");
        assertThat(failed.data()).containsKeys("lastAnswerAt", "lastAnswerAgeMs").containsEntry("source",
                "squad-builder");
        assertThat((Long) failed.data().get("lastAnswerAgeMs")).isGreaterThanOrEqualTo(300_000);
        assertThat(result.observed(agent("theirs"), "agent.offline")).isFalse();
        assertThat(result.observed(agent("beating"), "agent.offline")).isTrue();
        assertThat(result.observed(agent("beating"), "agent.delisted")).isFalse();
        squadBuilder.lists(pulled("theirs", true, 5), pulled("beating", true, 5));
        assertThat(analyze().observed(SubjectRef.parse("endpoint:squad-builder"), "agent.source-failed")).isTrue();
    }

    @Test
    void analyzeWhenAPulledAgentStopsItsHeartbeatsIsOfflineThoughItsSourceCallsItOnline() throws Exception {
        squadBuilder.lists(pulled("both", true, 5));
        analyze();
        beat("both");
        assertThat(analyze().issues()).isEmpty();
        clock.advance(Duration.ofMinutes(5));
        Issue issue = only(analyze());
        assertThat(issue.id()).isEqualTo("agent-offline-both");
        assertThat(issue.description()).contains("has not been seen for 300 s",
                "although Squad Builder calls it online");
        assertThat(issue.data()).containsEntry("reportedOnline", true).doesNotContainKey("offlineSince");
        squadBuilder.answers(500, "");
        assertThat(analyze().issues()).as("what HALO sees itself it also knows without the source")
                .extracting(Issue::id).contains("agent-offline-both");
    }

    @Test
    void analyzeWhenAllHeartbeatsStopAtOnceIsInconclusive() throws Exception {
        IntStream.range(0, 6).forEach(i -> register("s" + i, "DreamOps", "blue"));
        register("long-dead", "DreamOps", "blue");
        beat("long-dead");
        clock.advance(Duration.ofMinutes(10));
        IntStream.range(0, 6).forEach(i -> beat("s" + i));
        assertThat(analyze().issues()).extracting(Issue::id).containsExactly("agent-offline-long-dead");
        clock.advance(Duration.ofMinutes(2));
        AnalyzerResult result = analyze();
        Issue issue = only(result);
        assertThat(issue.id()).isEqualTo("agent-all-silent-heartbeat-intake");
        assertThat(issue.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(result.inconclusive()).contains("All 6 agents");
        assertThat(result.observed(agent("s1"), "agent.offline")).isFalse();
        assertThat(result.recommendations()).isEmpty();
        beat("s0");
        AnalyzerResult after = analyze();
        assertThat(after.inconclusive()).isNull();
        assertThat(after.issues()).hasSize(6).allMatch(each -> each.code().equals("agent.offline"));
        assertThat(after.observed(SubjectRef.parse("endpoint:heartbeat-intake"), "agent.all-silent")).isTrue();
    }

    @Test
    void analyzeWhenFewerThanTheBoundStopCallsThemOffline() throws Exception {
        IntStream.range(0, 4).forEach(i -> register("f" + i, "DreamOps", null));
        IntStream.range(0, 4).forEach(i -> beat("f" + i));
        clock.advance(Duration.ofMinutes(2));
        AnalyzerResult result = analyze();
        assertThat(result.inconclusive()).isNull();
        assertThat(result.issues()).hasSize(4);
    }

    @Test
    void analyzeWhenFleetIsLargeSeesEachAgent() throws Exception {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            entries.add(pulled("p" + i, i % 10 != 0, 5));
        }
        squadBuilder.lists(entries.toArray(String[]::new));
        assertThat(analyze().issues()).hasSize(400);
        register("one-more", "DreamOps", null);
        beat("one-more");
        AnalyzerResult whole = analyze();
        assertThat(whole.issues()).hasSize(400);
        assertThat(whole.observed()).hasSize(4003);
        AnalyzerResult named = analyze(new Scope.Named(Set.of(agent("p10"))));
        assertThat(named.issues()).hasSize(1);
    }

    @Test
    void analyzeWhenScopeNamesNoAgentAsksNobody() throws Exception {
        AnalyzerResult result = analyze(new Scope.Named(Set.of(SubjectRef.parse("endpoint:checkout"))));
        assertThat(result.observed()).isEmpty();
        assertThat(squadBuilder.asked()).isZero();
    }

    @Test
    void watchesWhenDeletedIsFalse() {
        register("here", "DreamOps", null);
        assertThat(analyzer.watches(agent("here"))).isTrue();
        registry.delete("here", ANN);
        assertThat(analyzer.watches(agent("here"))).isFalse();
        assertThat(analyzer.watches(AgentIssues.INTAKE)).isTrue();
        assertThat(analyzer.name()).isEqualTo("agent-health");
        assertThat(analyzer.modes()).containsExactlyInAnyOrder(CycleMode.LIGHT, CycleMode.FULL);
    }

    private static Issue only(AnalyzerResult result) {
        assertThat(result.issues()).hasSize(1);
        return result.issues().getFirst();
    }

    private String pulled(String id, boolean online, int secondsAgo) {
        return SquadBuilderPullTest.entry(id, "DreamOps", online,
                "\"" + clock.instant().minusSeconds(secondsAgo) + "\"");
    }

    private static SubjectRef agent(String id) {
        return new SubjectRef(SubjectKind.AGENT, id);
    }

    private AnalyzerResult analyze() throws Exception {
        return analyze(Scope.ALL);
    }

    private AnalyzerResult analyze(Scope scope) throws Exception {
        Instant now = clock.instant();
        return analyzer.analyze(
                new AnalysisContext(Ids.next(), CycleMode.FULL, scope, now, now.plus(Duration.ofMinutes(2))));
    }
}
