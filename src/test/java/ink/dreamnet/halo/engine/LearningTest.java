package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.task.approval.Approvals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// What HALO keeps of its repairs, and what it learns from them, from the outside.
abstract class LearningTest extends ScriptedLoop {

    private static final String CODE = "climb.broken";
    private static final long SEED = Long.getLong("halo.history.seed", 7);

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    TestClock clock;
    @Autowired
    VerificationTrigger verification;
    @Autowired
    Approvals approvals;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JdbcTemplate jdbc;

    private final Map<String, Severity> fleet = new ConcurrentHashMap<>();
    private String own = "";

    @OnH2
    static class OnH2Test extends LearningTest {
    }

    @OnPostgres
    static class OnPostgresTest extends LearningTest {
    }

    @BeforeEach
    void script() {
        analyzer.script = context -> {
            AnalyzerResult.Builder result = AnalyzerResult.builder();
            new TreeMap<>(fleet).forEach((name, severity) -> {
                SubjectRef subject = SubjectRef.parse(name);
                if (context.scope().includes(subject)) {
                    result.observed(subject);
                    if (severity != Severity.LOW) {
                        result.issue(Issue.of(CODE, severity, subject, "broken"));
                    }
                }
            });
            return result.build();
        };
        own = String.valueOf(System.nanoTime());
        assertThat(api.put("/api/halo/agents/climber", "{\"role\": \"Climber\"}").status()).isLessThan(300);
        list(api.get("/api/halo/strategies/climb").body().get("strategy").get("stopped")).forEach(
                stop -> api.post("/api/halo/strategies/climb/release", "{\"code\": \"" + CODE + "\"}"));
        jdbc.queryForList("select id from repair_task where active_key is not null", UUID.class)
                .forEach(id -> approvals.cancel(id, "the next test", new Actor("ann")));
        jdbc.update("delete from memory_repair");
        jdbc.update("delete from memory_effect");
        jdbc.update("delete from memory_stratum");
        jdbc.update("delete from memory_cell");
        jdbc.update("update memory_state set outcome_no = 0");
        clock.advance(Duration.ofHours(25));
    }

    private String subject(int number) {
        return "endpoint:learn-%s-%d".formatted(own, number);
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

    /// @return the newest task about a subject that waits for approval; empty where there is none
    private List<JsonNode> pending(String subject) {
        return list(api.get("/api/halo/tasks?status=pending-approval&limit=200").body().get("tasks")).stream()
                .filter(task -> ("endpoint:" + task.get("subject").get("id").asString()).equals(subject)).toList();
    }

    /// @return whether it could still be decided
    private boolean decide(String task, String action) {
        Api.Answer answer = api.post("/api/halo/tasks/%s/%s".formatted(task, action), "{\"comment\": \"so\"}");
        assertThat(answer.status()).as(answer.response().body()).isIn(200, 409);
        return answer.status() == 200;
    }

    /// An agent does whatever is approved.
    private void work() {
        list(api.post("/api/halo/tasks/lease", "{\"agent\": \"climber\", \"max\": 10}").body().get("leased"))
                .forEach(leased -> assertThat(api
                        .post("/api/halo/tasks/%s/result".formatted(leased.get("task").get("id").asString()),
                                "{\"outcome\": \"succeeded\", \"lease\": \"%s\"}"
                                        .formatted(leased.get("lease").get("id").asString()))
                        .status()).isEqualTo(200));
    }

    private void verify() {
        clock.advance(Duration.ofSeconds(91));
        verification.fire();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> jdbc.queryForList(
                "select id from repair_task where status = 'SUCCEEDED' and verification is null").isEmpty());
    }

    /// Breaks a subject, and has an operator approve its repair and an agent do it.
    ///
    /// @param helps whether it is well afterwards
    private void repair(String subject, boolean helps) {
        repair(subject, step -> helps);
    }

    /// @param helps which step helps
    private void repair(String subject, Predicate<String> helps) {
        fleet.put(subject, Severity.HIGH);
        run();
        JsonNode task = pending(subject).getFirst();
        decide(task.get("id").asString(), "approve");
        work();
        fleet.put(subject, helps.test(task.get("step").asString()) ? Severity.LOW : Severity.HIGH);
        verify();
    }

    private List<JsonNode> effects() {
        return list(api.get("/api/halo/memory/strategies?strategy=climb").body().get("strategies"));
    }

    private JsonNode effect(String step) {
        return effects().stream().filter(effect -> effect.get("step").asString().equals(step)
                && effect.get("failedBefore").isEmpty()).findFirst().orElseThrow();
    }

    private List<String> derived() {
        List<String> rows = new ArrayList<>();
        for (String sql : List.of("select * from memory_effect order by strategy, code, step, after_step",
                "select * from memory_stratum order by strategy, code, step, after_step, epoch, age, severity",
                "select * from memory_cell order by cell, week, imported", "select * from memory_state",
                "select id, counted, outcome_no from memory_repair order by id")) {
            jdbc.queryForList(sql).forEach(row -> rows.add(row.toString()));
        }
        return rows;
    }

    @Test
    void repairWhenItHelpedIsAnOutcomeThatMayStillComeBack() {
        repair(subject(1), true);
        JsonNode effect = effect("restart");
        assertThat(effect.get("outcomes").get("effective").asInt()).isEqualTo(1);
        assertThat(effect.get("decided").get("approved").asInt()).isEqualTo(1);
        assertThat(effect.get("success").get("pending").asInt()).isEqualTo(1);
        assertThat(effect.get("success").get("successes").asInt()).isZero();

        clock.advance(Duration.ofHours(25));
        run();
        assertThat(effect("restart").get("success").get("pending").asInt()).isZero();
        assertThat(effect("restart").get("success").get("successes").asInt()).isEqualTo(1);
    }

    @Test
    void repairWhenTheWeakPointComesBackWithinADayIsAFailure() {
        repair(subject(1), true);
        clock.advance(Duration.ofHours(3));
        fleet.put(subject(1), Severity.HIGH);
        run();
        JsonNode effect = effect("restart");
        assertThat(effect.get("cameBack").asInt()).isEqualTo(1);
        assertThat(effect.get("success").get("failures").asInt()).isEqualTo(1);
        assertThat(effect.get("outcomes").get("effective").asInt()).isEqualTo(1);
    }

    @Test
    void upliftComparesWithThoseThatWereRejectedAtTheSameAge() {
        for (int i = 0; i < 12; i++) {
            fleet.put(subject(i), Severity.HIGH);
        }
        run();
        for (int i = 0; i < 12; i++) {
            decide(pending(subject(i)).getFirst().get("id").asString(), i < 6 ? "approve" : "reject");
        }
        work();
        // all that were repaired are well, and of the others a third heals by itself
        for (int i = 0; i < 8; i++) {
            fleet.put(subject(i), Severity.LOW);
        }
        verify();
        run();
        clock.advance(Duration.ofHours(26));
        run();
        JsonNode effect = effect("restart");
        assertThat(effect.get("uplift").get("difference").asDouble()).isEqualTo(1 - 1 / 3.0, within(1e-4));
        assertThat(effect.get("uplift").get("treated").asDouble()).isEqualTo(6);
        assertThat(effect.get("baseRate").get("share").asDouble()).isEqualTo(1 / 3.0, within(1e-4));
        assertThat(effect.get("decided").get("rejected").asInt()).isEqualTo(6);
    }

    @Test
    void proposalWhenTheMildestRepairDoesNothingLeadsWithTheNextAndSaysWhy() {
        for (int i = 0; i < 8; i++) {
            repair(subject(i), "recreate"::equals);
            fleet.put(subject(i), Severity.LOW);
        }
        fleet.put(subject(20), Severity.HIGH);
        run();
        JsonNode task = pending(subject(20)).getFirst();
        assertThat(task.get("step").asString()).isEqualTo("recreate");
        assertThat(task.get("payload").get("step").asString()).isEqualTo("recreate");
        assertThat(task.get("failedBefore").isEmpty()).isTrue();
        assertThat(task.get("why").get("sentence").asString())
                .matches("recreate helped in (\\d) of \\1 cases; restart helped in 0 of \\d cases?");
        assertThat(task.get("why").get("chosen").get("success").asDouble()).isGreaterThan(0.7);
        assertThat(effect("restart").get("success").get("expected").asDouble()).isLessThan(0.4);
        assertThat(list(api.get("/api/halo/memory?verdict=learning").body().get("entities")))
                .extracting(entity -> entity.get("kind").asString() + ":" + entity.get("id").asString())
                .contains("strategy:climb").allMatch(entity -> entity.startsWith("strategy:"));
        assertThat(api.get("/api/halo/memory?verdict=proven&kind=strategy").body().get("entities").isEmpty()).isTrue();
        assertThat(api.get("/api/halo/memory?verdict=good").status()).isEqualTo(400);
    }

    @Test
    void rollbackWhenTheChangeFailsLeavesNoRow() {
        fleet.put(subject(1), Severity.HIGH);
        run();
        UUID task = UUID.fromString(pending(subject(1)).getFirst().get("id").asString());
        transaction.executeWithoutResult(tx -> {
            approvals.reject(task, "no", new Actor("ann"));
            tx.setRollbackOnly();
        });
        assertThat(jdbc.queryForObject("select count(*) from memory_repair", Integer.class)).isZero();
    }

    @Test
    void rebuildAfterARandomHistoryGivesExactlyWhatIsThere() {
        Random random = new Random(SEED);
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 4; i++) {
                fleet.put(subject(4 * round + i), random.nextBoolean() ? Severity.HIGH : Severity.CRITICAL);
            }
            run();
            clock.advance(Duration.ofMinutes(random.nextInt(30)));
            for (String subject : List.copyOf(fleet.keySet())) {
                String action = List.of("approve", "approve", "reject", "wait").get(random.nextInt(4));
                pending(subject).stream().filter(task -> !action.equals("wait"))
                        .forEach(task -> decide(task.get("id").asString(), action));
            }
            work();
            fleet.keySet().forEach(subject -> fleet.put(subject,
                    random.nextInt(3) == 0 ? Severity.HIGH : Severity.LOW));
            verify();
            clock.advance(Duration.ofMinutes(random.nextInt(round == 2 ? 3000 : 300)));
            run();
        }
        run();
        List<String> live = derived();
        assertThat(live).as("seed %d", SEED).hasSizeGreaterThan(10);
        Api.Answer answer = api.post("/api/halo/memory/rebuild", null);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(derived()).as("seed %d", SEED).isEqualTo(live);
    }

    @Test
    void importOfAnotherInstallationCountsForTheExpectationAlone() {
        repair(subject(1), true);
        repair(subject(2), false);
        String lines = api.get("/api/halo/memory/export").response().body();
        assertThat(lines.lines()).hasSize(2);
        assertThat(importOf(lines).get("added").asInt()).as("it has them already").isZero();

        jdbc.update("delete from memory_repair");
        jdbc.update("delete from memory_effect");
        jdbc.update("delete from memory_cell");
        assertThat(importOf(lines).get("added").asInt()).isEqualTo(2);
        run();
        assertThat(effects()).isEmpty();
        assertThat(jdbc.queryForObject("select sum(trials) from memory_cell where imported", Integer.class))
                .isEqualTo(8);
        assertThat(api.get("/api/halo/memory/export").response().body()).isEmpty();
    }

    private JsonNode importOf(String lines) {
        Api.Answer answer = api.post("/api/halo/memory/import", lines, "Content-Type", "application/x-ndjson");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void importWhenALineIsWrongSaysWhichAndAddsNothing() {
        repair(subject(1), true);
        String line = api.get("/api/halo/memory/export").response().body();
        jdbc.update("delete from memory_repair");
        Api.Answer answer = api.post("/api/halo/memory/import", line + "{\"id\": 3}\n", "Content-Type",
                "application/x-ndjson");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("error").asString()).contains("line 2");
        assertThat(jdbc.queryForObject("select count(*) from memory_repair", Integer.class)).isZero();
    }
}
