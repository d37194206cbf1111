package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.strategy.Ladder;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.strategy.Strategy;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.task.verification.Verifications;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// From a weak point to a repair that is proven by looking again, from the outside: an operator approves, an agent does the
/// work, and HALO looks.
@OnPostgres
class VerificationTest extends ScriptedLoop {

    private static final String CODE = "climb.broken";

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    TestClock clock;
    @Autowired
    VerificationTrigger trigger;
    @Autowired
    Verifications verifications;
    @Autowired
    TransactionTemplate transaction;

    /// What the analyzer sees: how bad each subject is, `low` for well; what is not in here cannot be observed.
    private final Map<String, Severity> fleet = new ConcurrentHashMap<>();
    /// Whether what it sees is what an earlier look saw.
    private volatile boolean remembered;
    private String shop = "";
    private String till = "";

    /// A strategy with a ladder.
    @TestComponent
    static class ClimbingStrategy implements Strategy {

        private final Ladder ladder = Ladder.startingWith("restart").then("recreate", "make it anew").thenPageHuman();

        @Override
        public Optional<Proposal> propose(WeakPoint weakPoint) {
            return propose(weakPoint, 0);
        }

        @Override
        public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
            return weakPoint.code().equals(CODE)
                    ? ladder.at(rung, new Proposal("climb.repair", List.of("Climber"), Map.of()))
                    : Optional.empty();
        }

        @Override
        public String name() {
            return "climb";
        }
    }

    /// Each test has subjects of its own: a till that depends on a shop.
    @BeforeEach
    void script() {
        analyzer.script = context -> {
            AnalyzerResult.Builder result = AnalyzerResult.builder();
            new TreeMap<>(fleet).forEach((name, severity) -> {
                SubjectRef subject = SubjectRef.parse(name);
                if (context.scope().includes(subject)) {
                    result.observed(subject);
                    if (remembered) {
                        result.remembered(subject);
                    }
                    if (severity != Severity.LOW) {
                        result.issue(Issue.of(name.equals(till) ? "till.broken" : CODE, severity, subject,
                                "broken as told"));
                    }
                }
            });
            return result.build();
        };
        String own = String.valueOf(System.nanoTime());
        shop = "endpoint:shop-" + own;
        till = "endpoint:till-" + own;
        endpoint(shop, "");
        endpoint(till, ", \"dependsOn\": [\"" + shop + "\"]");
        assertThat(api.put("/api/halo/agents/climber", "{\"role\": \"Climber\"}").status()).isLessThan(300);
        list(api.get("/api/halo/strategies/climb").body().get("strategy").get("stopped")).forEach(
                stop -> api.post("/api/halo/strategies/climb/release", "{\"code\": \"" + CODE + "\"}"));
        clock.advance(Duration.ofHours(25));
    }

    private void endpoint(String subject, String members) {
        assertThat(api.put("/api/halo/endpoints/" + subject.substring("endpoint:".length()),
                "{\"url\": \"http://127.0.0.1:1/\"" + members + "}").status()).isLessThan(300);
    }

    private void run() {
        Api.Answer answer = api.post("/api/halo/run", null);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private JsonNode point() {
        return list(api.get("/api/halo/weakpoints?state=all&subject=" + shop).body().get("weakPoints")).getFirst();
    }

    private JsonNode task(String id) {
        return api.get("/api/halo/tasks/" + id).body().get("task");
    }

    /// @return the ids of the tasks about the shop, the oldest first
    private List<String> tasks() {
        return list(point().get("taskIds")).stream().map(JsonNode::asString).toList();
    }

    /// An operator approves the newest task about the shop, and an agent does it.
    private String doNext() {
        String id = tasks().getLast();
        Api.Answer approved = api.post("/api/halo/tasks/" + id + "/approve", null);
        assertThat(approved.status()).as(approved.response().body()).isEqualTo(200);
        JsonNode leased = api.post("/api/halo/tasks/lease", "{\"agent\": \"climber\"}").body().get("leased").get(0);
        assertThat(leased.get("task").get("id").asString()).isEqualTo(id);
        assertThat(api.post("/api/halo/tasks/" + id + "/result", "{\"outcome\": \"succeeded\", \"lease\": \"%s\"}"
                .formatted(leased.get("lease").get("id").asString())).status()).isEqualTo(200);
        return id;
    }

    /// An operator approves that people are called, and somebody acknowledges the weak point.
    private String answerPage() {
        String id = tasks().getLast();
        Api.Answer approved = api.post("/api/halo/tasks/" + id + "/approve", null);
        assertThat(approved.body().get("warning").asString()).contains("no sink gets halo.page");
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> task(id).get("status").asString().equals("running"));
        assertThat(list(api.get("/api/halo/events?type=halo.page&subject=" + shop).body().get("events"))).hasSize(1);
        assertThat(api.post("/api/halo/weakpoints/" + point().get("id").asString() + "/acknowledge", null).status())
                .isEqualTo(200);
        assertThat(task(id).get("status").asString()).isEqualTo("succeeded");
        return id;
    }

    /// Lets the settle time pass, and awaits what HALO says.
    private JsonNode verified(String id) {
        clock.advance(Duration.ofSeconds(91));
        return lookedAt(id);
    }

    private JsonNode lookedAt(String id) {
        trigger.fire();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> task(id).has("verification"));
        return task(id);
    }

    private String severity(String type) {
        return list(api.get("/api/halo/events?type=%s&subject=%s".formatted(type, shop)).body().get("events"))
                .getFirst().get("severity").asString();
    }

    private String broken() {
        fleet.put(shop, Severity.HIGH);
        fleet.put(till, Severity.LOW);
        run();
        return tasks().getFirst();
    }

    @Test
    void repairWhenSubjectIsWellAfterwardsIsEffectiveByAScopedCycle() {
        broken();
        String id = doNext();
        assertThat(task(id).get("verifyAt").asString()).isNotBlank();
        fleet.put(shop, Severity.LOW);
        JsonNode task = verified(id);
        assertThat(task.get("verification").asString()).isEqualTo("effective");
        assertThat(point().get("state").asString()).isEqualTo("resolved");

        JsonNode cycle = api.get("/api/halo/history/" + task.get("evidence").get("cycleId").asString()).body()
                .get("cycle");
        assertThat(list(cycle.get("triggers")).stream().map(JsonNode::asString)).containsExactly("verification");
        assertThat(cycle.get("summary").asString()).contains("Verified 1 repair: 1 effective.");
        assertThat(list(cycle.get("verifications"))).singleElement()
                .satisfies(line -> assertThat(line.get("taskId").asString()).isEqualTo(id));
        // the shop and the till that depends on it, nothing else
        assertThat(list(cycle.get("analysis")).stream().filter(run -> run.get("name").asString().equals("scripted"))
                .mapToInt(run -> run.get("subjects").asInt())).containsExactly(2);
    }

    @Test
    void repairWhenSettleTimeIsNotOverIsLeftAlone() {
        broken();
        String id = doNext();
        fleet.put(shop, Severity.LOW);
        clock.advance(Duration.ofSeconds(80));
        trigger.fire();
        run();
        assertThat(task(id).has("verification")).isFalse();
    }

    @Test
    void repairWhenAnyCycleLooksAfterTheSettleTimeIsVerifiedByIt() {
        broken();
        String id = doNext();
        fleet.put(shop, Severity.LOW);
        clock.advance(Duration.ofSeconds(91));
        run();
        assertThat(task(id).get("verification").asString()).isEqualTo("effective");
    }

    @Test
    void repairWhenTheCycleGoesByAnEarlierLookIsNotProvenByIt() {
        broken();
        String id = doNext();
        clock.advance(Duration.ofSeconds(91));
        remembered = true;
        run();
        assertThat(task(id).has("verification")).isFalse();
        remembered = false;
        fleet.put(shop, Severity.LOW);
        // the trigger may have fired in between, by its schedule
        clock.advance(Duration.ofSeconds(121));
        assertThat(lookedAt(id).get("verification").asString()).isEqualTo("effective");
    }

    @Test
    void repairWhenACycleLooksAtThatSubjectAloneIsNotProvenByIt() {
        broken();
        String id = doNext();
        fleet.put(shop, Severity.LOW);
        fleet.put(till, Severity.CRITICAL);
        clock.advance(Duration.ofSeconds(91));
        assertThat(api.post("/api/halo/run", "{\"subjects\": [\"%s\"]}".formatted(shop)).status()).isEqualTo(200);
        assertThat(task(id).has("verification")).isFalse();
        assertThat(lookedAt(id).get("verification").asString()).isEqualTo("harmful");
    }

    @Test
    void repairWhenWhatFailedBecauseOfItsSubjectRecoversLateIsNotBlamed() {
        fleet.put(shop, Severity.CRITICAL);
        fleet.put(till, Severity.LOW);
        run();
        String id = tasks().getFirst();
        api.post("/api/halo/tasks/" + id + "/approve", null);
        JsonNode leased = api.post("/api/halo/tasks/lease", "{\"agent\": \"climber\"}").body().get("leased").get(0);
        clock.advance(Duration.ofSeconds(1));
        fleet.put(till, Severity.CRITICAL);
        run();
        clock.advance(Duration.ofSeconds(1));
        api.post("/api/halo/tasks/" + id + "/result", "{\"outcome\": \"succeeded\", \"lease\": \"%s\"}"
                .formatted(leased.get("lease").get("id").asString()));
        fleet.put(shop, Severity.LOW);
        assertThat(verified(id).get("verification").asString()).isEqualTo("effective");
    }

    @Test
    void repairWhenStillBrokenClimbsTheLadderToItsEnd() {
        broken();
        List<String> failed = new ArrayList<>();
        for (String step : List.of("restart", "recreate", "page-human")) {
            JsonNode proposed = task(tasks().getLast());
            assertThat(proposed.get("payload").get("step").asString()).isEqualTo(step);
            assertThat(proposed.get("step").asString()).isEqualTo(step);
            assertThat(list(proposed.get("failedBefore")).stream().map(JsonNode::asString)).isEqualTo(failed);
            assertThat(proposed.get("status").asString()).isEqualTo("pending-approval");
            failed.add(step);
            JsonNode task = verified(step.equals("page-human") ? answerPage() : doNext());
            assertThat(task.get("verification").asString()).isEqualTo("ineffective");
            assertThat(task.get("evidence").get("reason").asString()).contains("broken as told");
        }
        assertThat(tasks()).hasSize(3);
        run();
        assertThat(tasks()).hasSize(3);
        assertThat(point().get("taskDecision").get("decision").asString()).isEqualTo("hold");
        assertThat(point().get("taskDecision").get("reason").asString())
                .isEqualTo("strategy climb has nothing more to offer: 3 repairs did not help");
    }

    @Test
    void repairWhenAStandingApprovalSpokeForTheFirstNeedsAnOperatorForTheNext() {
        Api.Answer standing = api.post("/api/halo/approvals/standing", """
                {"type": "climb.repair", "subject": "endpoint:*", "highestSeverity": "critical", "perHour": 10,
                 "until": "%s", "reason": "restarts are safe"}""".formatted(clock.instant().plusSeconds(86400)));
        try {
            assertThat(task(broken()).get("status").asString()).isEqualTo("approved");
            JsonNode leased = api.post("/api/halo/tasks/lease", "{\"agent\": \"climber\"}").body().get("leased").get(0);
            String id = leased.get("task").get("id").asString();
            api.post("/api/halo/tasks/" + id + "/result", "{\"outcome\": \"succeeded\", \"lease\": \"%s\"}"
                    .formatted(leased.get("lease").get("id").asString()));
            assertThat(verified(id).get("verification").asString()).isEqualTo("ineffective");
            assertThat(task(tasks().getLast()).get("rung").asInt()).isEqualTo(1);
            assertThat(task(tasks().getLast()).get("status").asString()).isEqualTo("pending-approval");
        } finally {
            api.delete("/api/halo/approvals/standing/" + standing.body().get("approval").get("id").asString());
        }
    }

    @Test
    void repairWhenAnEarlierOneHelpedBeginsAtTheFootOfTheLadder() {
        broken();
        verified(doNext());
        fleet.put(shop, Severity.LOW);
        assertThat(verified(doNext()).get("verification").asString()).isEqualTo("effective");
        fleet.put(shop, Severity.HIGH);
        run();
        assertThat(task(tasks().getLast()).get("payload").get("step").asString()).isEqualTo("restart");
    }

    @Test
    void repairWhenWhatDependsOnItBreaksIsHarmfulAndStopsTheStrategy() {
        broken();
        String id = doNext();
        fleet.put(shop, Severity.LOW);
        fleet.put(till, Severity.CRITICAL);
        JsonNode task = verified(id);
        assertThat(task.get("verification").asString()).isEqualTo("harmful");
        assertThat(task.get("evidence").get("reason").asString()).contains("till.broken of " + till);
        assertThat(severity("halo.task.verified")).isEqualTo("critical");
        assertThat(severity("halo.strategy.stopped")).isEqualTo("error");

        fleet.put(till, Severity.LOW);
        fleet.put(shop, Severity.HIGH);
        run();
        assertThat(tasks()).hasSize(1);
        assertThat(point().get("taskDecision").get("reason").asString()).contains("climb is stopped for " + CODE);
        assertThat(api.post("/api/halo/strategies/climb/release", "{\"code\": \"" + CODE + "\"}").status())
                .isEqualTo(200);
        run();
        assertThat(tasks()).hasSize(2);
    }

    @Test
    void repairWhenTheDependantWasCriticalBeforeIsNotBlamed() {
        fleet.put(shop, Severity.MEDIUM);
        fleet.put(till, Severity.CRITICAL);
        run();
        clock.advance(Duration.ofSeconds(1));
        String id = doNext();
        fleet.put(shop, Severity.LOW);
        assertThat(verified(id).get("verification").asString()).isEqualTo("effective");
    }

    @Test
    void repairWhenSubjectCannotBeObservedIsLookedAtThreeTimesAndThenInconclusive() {
        broken();
        String id = doNext();
        fleet.remove(shop);
        clock.advance(Duration.ofSeconds(91));
        for (int look = 1; look <= 2; look++) {
            int cycles = verificationCycles();
            trigger.fire();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> verificationCycles() > cycles);
            assertThat(task(id).has("verification")).isFalse();
            clock.advance(Duration.ofSeconds(121));
        }
        JsonNode task = lookedAt(id);
        assertThat(task.get("verification").asString()).isEqualTo("inconclusive");
        // what nobody knows does not climb
        fleet.put(shop, Severity.HIGH);
        run();
        assertThat(task(tasks().getLast()).get("payload").get("step").asString()).isEqualTo("restart");
    }

    @Test
    void repairWhenTheLookAtItIsGivenUpIsLookedAtAgain() {
        broken();
        String id = doNext();
        fleet.put(shop, Severity.LOW);
        clock.advance(Duration.ofSeconds(91));
        // of this request no cycle knows
        transaction.executeWithoutResult(tx -> verifications.request(List.of(UUID.fromString(id)), Ids.next()));
        trigger.fire();
        assertThat(task(id).has("verification")).isFalse();
        clock.advance(Duration.ofSeconds(121));
        assertThat(lookedAt(id).get("verification").asString()).isEqualTo("effective");
    }

    private int verificationCycles() {
        return (int) list(api.get("/api/halo/history?view=summary&limit=200").body().get("history")).stream()
                .filter(cycle -> cycle.get("triggers").toString().contains("verification")).count();
    }
}
