package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Seven endpoints fall at once: the operator is asked for one repair, and reads of the others what they wait for.
@OnH2
class FallenTogetherTest extends ScriptedLoop {

    private static final int MANY = 7;

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    TestClock clock;
    @Autowired
    VerificationTrigger trigger;

    private final Map<String, Severity> fleet = new ConcurrentHashMap<>();
    private final List<String> fallen = new ArrayList<>();
    private String before = "";

    @BeforeEach
    void script() {
        analyzer.script = context -> {
            // an analysis takes its time: what it finds is recorded later than it began
            clock.advance(Duration.ofMillis(20));
            AnalyzerResult.Builder result = AnalyzerResult.builder();
            new TreeMap<>(fleet).forEach((name, severity) -> {
                SubjectRef subject = SubjectRef.parse(name);
                if (context.scope().includes(subject)) {
                    result.observed(subject);
                    if (severity != Severity.LOW) {
                        result.issue(Issue.of("climb.broken", severity, subject, "broken as told"));
                    }
                }
            });
            return result.build();
        };
        String own = String.valueOf(System.nanoTime());
        for (int i = 0; i < MANY; i++) {
            fallen.add("endpoint:fallen-" + i + "-" + own);
        }
        before = "endpoint:before-" + own;
        fallen.forEach(subject -> fleet.put(subject, Severity.LOW));
        fleet.put(before, Severity.LOW);
        assertThat(api.put("/api/halo/agents/climber", "{\"role\": \"Climber\"}").status()).isLessThan(300);
        run(Duration.ofHours(25));
        run(Duration.ofMinutes(5));
    }

    private void run(Duration after) {
        clock.advance(after);
        Api.Answer answer = api.post("/api/halo/run", null);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    }

    private JsonNode point(String subject) {
        return api.get("/api/halo/weakpoints?state=all&subject=" + subject).body().get("weakPoints").get(0);
    }

    private List<String> tasks(String subject) {
        List<String> ids = new ArrayList<>();
        point(subject).get("taskIds").forEach(id -> ids.add(id.asString()));
        return ids;
    }

    /// @return those of the fallen of which a repair was proposed
    private List<String> proposed() {
        return fallen.stream().filter(subject -> !tasks(subject).isEmpty()).toList();
    }

    private void repairInVain(String id) {
        assertThat(api.post("/api/halo/tasks/" + id + "/approve", null).status()).isEqualTo(200);
        JsonNode lease = api.post("/api/halo/tasks/lease", "{\"agent\": \"climber\"}").body().get("leased").get(0);
        assertThat(api.post("/api/halo/tasks/" + id + "/result", "{\"outcome\": \"succeeded\", \"lease\": \"%s\"}"
                .formatted(lease.get("lease").get("id").asString())).status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(91));
        trigger.fire();
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> api.get("/api/halo/tasks/" + id).body().get("task").has("verification"));
    }

    @Test
    void runWhenManyFallAtOnceProposesOneRepairAndThenTheNext() {
        fleet.put(before, Severity.HIGH);
        run(Duration.ofMinutes(5));
        assertThat(tasks(before)).hasSize(1);
        run(Duration.ofHours(1));

        fallen.forEach(subject -> fleet.put(subject, Severity.HIGH));
        run(Duration.ofMinutes(5));
        assertThat(proposed()).hasSize(1);
        String first = proposed().getFirst();
        assertThat(fallen).filteredOn(subject -> !subject.equals(first)).allSatisfy(subject -> {
            JsonNode decision = point(subject).get("taskDecision");
            assertThat(decision.get("decision").asString()).isEqualTo("hold");
            assertThat(decision.get("reason").asString())
                    .isEqualTo("waits for what becomes of " + first + ", the first of a storm of 7");
        });
        run(Duration.ofMinutes(5));
        assertThat(proposed()).containsExactly(first);

        repairInVain(tasks(first).getFirst());
        run(Duration.ofMinutes(15));
        assertThat(proposed()).hasSize(2).contains(first);

        run(Duration.ofHours(24));
        assertThat(proposed()).hasSize(MANY);
    }
}
