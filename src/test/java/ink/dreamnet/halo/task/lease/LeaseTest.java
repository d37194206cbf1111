package ink.dreamnet.halo.task.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.TaskRoom;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// How agents lease work, keep it, lose it and report it.
abstract class LeaseTest extends TaskRoom {

    @OnH2
    static class OnH2Test extends LeaseTest {
    }

    @OnPostgres
    static class OnPostgresTest extends LeaseTest {
    }

    @BeforeEach
    void register() {
        agent("one", "Leaser");
        agent("two", "leaser");
        agent("other", "Hooked");
    }

    private Api.Answer report(TaskView task, String lease, String outcome) {
        return api.post(path(task) + "/result",
                "{\"lease\": \"%s\", \"outcome\": \"%s\"}".formatted(lease, outcome));
    }

    private Api.Answer heartbeat(TaskView task, String lease) {
        return api.post(path(task) + "/heartbeat", "{\"lease\": \"%s\"}".formatted(lease));
    }

    private JsonNode leased(String agent) {
        Api.Answer answer = lease(agent);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("leased");
    }

    private String leaseOf(JsonNode leased) {
        return leased.get(0).get("lease").get("id").asString();
    }

    @Test
    void leaseWhenWorkIsThereGivesItToOneAgentOfTheRole() {
        TaskView task = approved("Leaser");
        assertThat(leased("other").size()).isZero();
        JsonNode got = leased("two").get(0);
        assertThat(got.get("task").get("id").asString()).isEqualTo(task.id().toString());
        assertThat(got.get("task").get("status").asString()).isEqualTo("running");
        assertThat(got.get("lease").get("fence").asInt()).isOne();
        assertThat(got.get("idempotencyKey").asString()).isEqualTo("halo-task-" + task.id());
        assertThat(leased("one").size()).isZero();
        String lease = got.get("lease").get("id").asString();
        assertThat(report(task, lease, "succeeded").body().get("task").get("status").asString()).isEqualTo("succeeded");
        assertThat(report(task, lease, "succeeded").status()).isEqualTo(200);
        refused(report(task, lease, "failed"), "'succeeded' was reported under lease " + lease);
        trailLeadsHere(task.id());
    }

    @Test
    void leaseWhenInputIsWrongIsRefused() {
        assertThat(lease("nobody").status()).isEqualTo(404);
        for (String body : List.of("{}", "{\"agent\": \"one\", \"max\": 0}",
                "{\"agent\": \"one\", \"waitSeconds\": 61}")) {
            assertThat(api.post("/api/halo/tasks/lease", body).status()).isEqualTo(400);
        }
        assertThat(api.post("/api/halo/agents/one/pause", null).status()).isEqualTo(200);
        refused(lease("one"), "is paused");
        assertThat(api.post("/api/halo/agents/one/resume", null).status()).isEqualTo(200);
        TaskView task = approved("Leaser");
        assertThat(api.post(path(task) + "/result", "{\"outcome\": \"failed\"}").status()).isEqualTo(400);
        assertThat(report(task, "x", "failed").status()).isEqualTo(400);
        assertThat(report(task, task.id().toString(), "perhaps").status()).isEqualTo(400);
        refused(report(task, task.id().toString(), "failed"), "does not hold");
    }

    @Test
    void leaseWhenManyAskAtOnceGivesEachTaskOnce() throws Exception {
        List<TaskView> work = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            work.add(approved("Leaser"));
        }
        List<String> given = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<JsonNode>> asks = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String agent = i % 2 == 0 ? "one" : "two";
                asks.add(() -> leased(agent));
            }
            for (Future<JsonNode> answer : threads.invokeAll(asks)) {
                list(answer.get()).forEach(got -> given.add(got.get("task").get("id").asString()));
            }
        }
        assertThat(given).containsExactlyInAnyOrderElementsOf(work.stream().map(task -> task.id().toString()).toList());
    }

    @Test
    void leaseWhenMostUrgentIsApprovedLastGivesItFirst() {
        approved("Leaser");
        TaskView urgent = propose("test.repair", "Leaser", SubjectRef.parse("endpoint:urgent"), Severity.CRITICAL);
        approvals.approve(urgent.id(), null, null, ANN);
        assertThat(leased("one").get(0).get("task").get("id").asString()).isEqualTo(urgent.id().toString());
    }

    @Test
    void leaseWhenNobodyIsHeardOfIsAvailableAgainAndThenADeadLetter() {
        TaskView task = approved("Leaser");
        String first = leaseOf(leased("one"));
        clock.advance(Duration.ofMinutes(4));
        assertThat(heartbeat(task, first).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(4));
        poll();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        clock.advance(Duration.ofMinutes(2));
        refused(heartbeat(task, first), "expired at");
        refused(report(task, first, "succeeded"), "expired at");
        poll();
        assertThat(status(task.id())).isEqualTo(TaskStatus.APPROVED);
        JsonNode second = leased("two");
        assertThat(second.get(0).get("lease").get("fence").asInt()).isEqualTo(2);
        refused(report(task, first, "succeeded"), "held by another lease");
        refused(report(task, first, "failed"), "held by another lease");
        clock.advance(Duration.ofMinutes(6));
        poll();
        leased("one");
        clock.advance(Duration.ofMinutes(6));
        poll();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(task.id()).statusReason()).contains("failed 3 times").contains("agent one sent no heartbeat");
        assertThat(leased("one").size()).isZero();
        assertThat(api.post(path(task) + "/retry", null).status()).isEqualTo(200);
        assertThat(leased("one").size()).isOne();
        trailLeadsHere(task.id());
    }

    @Test
    void resultWhenFailedIsAvailableAgainAfterAWhile() {
        TaskView task = approved("Leaser");
        String lease = leaseOf(leased("one"));
        assertThat(report(task, lease, "failed").body().get("task").get("status").asString()).isEqualTo("failed");
        assertThat(report(task, lease, "failed").status()).isEqualTo(200);
        drive();
        assertThat(leased("two").size()).isZero();
        clock.advance(Duration.ofMinutes(1));
        drive();
        assertThat(leased("two").size()).isOne();
        assertThat(report(task, lease, "failed").status()).as("of the run that failed").isEqualTo(200);
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
    }

    /// As from an agent that did not get the answer to its first report, because HALO was killed.
    @Test
    void resultWhenTheOtherOutcomeIsRecordedIsRefusedAndChangesNothing() {
        TaskView task = approved("Leaser");
        String lease = leaseOf(leased("one"));
        assertThat(report(task, lease, "failed").status()).isEqualTo(200);
        refused(report(task, lease, "succeeded"), "'failed' was reported under lease " + lease);
        assertThat(status(task.id())).isEqualTo(TaskStatus.FAILED);
        clock.advance(Duration.ofMinutes(1));
        drive();
        String next = leaseOf(leased("two"));
        refused(report(task, lease, "succeeded"), "the task is running");
        assertThat(report(task, next, "succeeded").status()).isEqualTo(200);
        refused(report(task, next, "failed"), "'succeeded' was reported under lease " + next);
        refused(report(task, lease, "succeeded"), "'failed' was reported under lease " + lease);
        assertThat(jdbc.sql("select outcome from task_run where task_id = ? order by run").param(task.id())
                .query(String.class).list()).containsExactly("failed", "succeeded");
        trailLeadsHere(task.id());
    }

    @Test
    void leaseWhenTheAgentAsksAgainEndsItsCallThatWaits() throws Exception {
        TaskView task = propose("Leaser");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Api.Answer> call = () -> api.post("/api/halo/tasks/lease",
                    "{\"agent\": \"one\", \"waitSeconds\": 30}");
            Future<Api.Answer> dead = threads.submit(call);
            Awaitility.await().until(() -> poll("one") != null);
            String first = Objects.requireNonNull(poll("one"));
            Future<Api.Answer> living = threads.submit(call);
            Awaitility.await().until(() -> poll("one") != null && !first.equals(poll("one")));
            approvals.approve(task.id(), null, null, ANN);
            assertThat(living.get().body().get("leased").size()).isOne();
            refused(dead.get(), "asked again meanwhile");
        }
        assertThat(poll("one")).isNull();
    }

    private @Nullable String poll(String agent) {
        return jdbc.sql("select id from lease_poll where agent = ?").param(agent).query(UUID.class).optional()
                .map(UUID::toString).orElse(null);
    }

    @Test
    void leaseWhenWaitingIsWokenByAnApproval() throws Exception {
        TaskView task = propose("Leaser");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Api.Answer> waiting = threads
                    .submit(() -> api.post("/api/halo/tasks/lease", "{\"agent\": \"one\", \"waitSeconds\": 30}"));
            assertThat(api.post("/api/halo/tasks/lease", "{\"agent\": \"other\", \"waitSeconds\": 1}").body()
                    .get("leased").size()).isZero();
            assertThat(waiting.isDone()).isFalse();
            long before = System.nanoTime();
            approvals.approve(task.id(), null, null, ANN);
            assertThat(waiting.get().body().get("leased").get(0).get("task").get("id").asString())
                    .isEqualTo(task.id().toString());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void leaseWhenCancelledUnderTheAgentTellsIt() {
        TaskView task = approved("Leaser");
        String lease = leaseOf(leased("one"));
        approvals.cancel(task.id(), "no longer", ANN);
        refused(heartbeat(task, lease), "no longer");
        refused(report(task, lease, "succeeded"), "no longer");
    }

    @Test
    void heartbeatWhenRunIsTooLongExtendsNoMore() {
        TaskView task = approved("Leaser");
        String lease = leaseOf(leased("one"));
        for (int i = 0; i < 89; i++) {
            clock.advance(Duration.ofMinutes(4));
            assertThat(heartbeat(task, lease).status()).as("beat %d", i).isEqualTo(200);
        }
        // within five minutes of the last heartbeat, and after six hours in all
        clock.advance(Duration.ofMinutes(4).plusSeconds(30));
        refused(heartbeat(task, lease), "expired at");
    }
}
