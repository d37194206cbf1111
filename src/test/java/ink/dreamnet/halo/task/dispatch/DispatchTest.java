package ink.dreamnet.halo.task.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.http.StandardWebhook;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TaskReceiver;
import ink.dreamnet.halo.support.TaskReceiver.Answer;
import ink.dreamnet.halo.task.Attempt;
import ink.dreamnet.halo.task.TaskOutcomes;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// How an approved task reaches a target, and how its result comes back.
abstract class DispatchTest extends TaskRoom {

    @OnH2
    static class OnH2Test extends DispatchTest {
    }

    @OnPostgres
    static class OnPostgresTest extends DispatchTest {
    }

    @Autowired
    TaskOutcomes outcomes;

    private static String key(TaskView task) {
        return "halo-task-" + task.id();
    }

    private List<TaskReceiver.Request> sends(TaskView task) {
        return dreamNet.taskReceiver.of(key(task));
    }

    private Api.Answer report(TaskView task, String outcome) {
        return api.post(path(task) + "/result", """
                {"idempotencyKey": "%s", "outcome": "%s", "message": "as told", "data": {"n": 1}}""".formatted(
                key(task), outcome));
    }

    @Test
    void approveWhenRouteIsWebhookSendsOnceSignedWithEverySecret() {
        TaskView task = propose("Hooked");
        assertThat(api.post(path(task) + "/approve", "{\"comment\": \"go\"}").status()).isEqualTo(200);
        assertThat(staged()).containsExactly(task.id());
        drive();
        drive();
        assertThat(sends(task)).singleElement().satisfies(sent -> {
            assertThat(sent.id()).isEqualTo(key(task));
            byte[] body = sent.body().getBytes(StandardCharsets.UTF_8);
            assertThat(sent.signature()).isEqualTo(StandardWebhook.sign(List.of(NEW_SECRET, OLD_SECRET), key(task),
                    Long.parseLong(String.valueOf(sent.timestamp())), body));
            assertThat(String.valueOf(sent.signature()).split(" ")).hasSize(2).allMatch(part -> part.startsWith("v1,"));
            JsonNode data = sent.json().get("data");
            assertThat(data.get("haloTaskId").asString()).isEqualTo(task.id().toString());
            assertThat(data.get("payload").get("ratio").doubleValue()).isEqualTo(1.5);
        });
        JsonNode shown = api.get(path(task)).body();
        assertThat(shown.get("task").get("status").asString()).isEqualTo("running");
        assertThat(list(shown.get("attempts"))).singleElement()
                .satisfies(attempt -> assertThat(attempt.get("status").asInt()).isEqualTo(200));
        trailLeadsHere(task.id());
    }

    @Test
    void signWhenSecretAndBodyAreTheSpecificationsGivesItsSignature() {
        // the example of https://github.com/standard-webhooks/standard-webhooks
        assertThat(StandardWebhook.sign(List.of(NEW_SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void resultWhenItNamesWhatTheTargetCallsTheTaskCounts() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(200, Map.of(), "{\"taskId\":\"sq-7\"}"));
        TaskView task = approved("Hooked");
        drive();
        assertThat(tasks.bySquadTaskId("sq-7", null))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(task.id()));
        refused(api.post(path(task) + "/result", "{\"squadTaskId\": \"sq-8\", \"outcome\": \"succeeded\"}"),
                "was not sent under");
        assertThat(api.post(path(task) + "/result", "{\"squadTaskId\": \"sq-7\", \"outcome\": \"succeeded\"}").status())
                .isEqualTo(200);
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void sendWhenTheAnswerIsAPageForPeopleIsRepeated() {
        dreamNet.taskReceiver
                .answer((request, earlier) -> new Answer(200, Map.of("Content-Type", "text/html; charset=utf-8"),
                        "<!doctype html><title>Log in</title>"));
        TaskView task = approved("Hooked");
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DISPATCHED);
        assertThat(tasks.attempts(task.id()).getFirst().error()).contains("text/html", "<!doctype html>");
    }

    @Test
    void sendWhenTargetFailsIsRepeatedWithTheSameKeyAndThenADeadLetterThatCanBeSentAgain() {
        dreamNet.taskReceiver.answer((request, earlier) -> earlier == 0
                ? new Answer(503, Map.of("Retry-After", "120"), "busy")
                : earlier == 1 ? null : new Answer(500, Map.of(), ""));
        TaskView task = approved("Hooked");
        drive();
        assertThat(Duration.between(clock.instant(), execution(task).nextAt()).toSeconds()).isBetween(110L,
                120L);
        drive();
        assertThat(sends(task)).hasSize(1);
        clock.advance(Duration.ofSeconds(121));
        drive();
        clock.advance(Duration.ofMinutes(10));
        drive();
        assertThat(sends(task)).hasSize(3).allMatch(sent -> sent.key().equals(key(task)));
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(tasks.attempts(task.id())).extracting(Attempt::status).containsExactly(503, null, 500);
        assertThat(tasks.attempts(task.id()).getFirst().error()).contains("busy");
        assertThat(staged()).isEmpty();

        dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
        assertThat(api.post(path(task) + "/retry", "{\"comment\": \"it is back\"}").status()).isEqualTo(200);
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(sends(task)).hasSize(4).allMatch(sent -> sent.key().equals(key(task)));
        trailLeadsHere(task.id());
    }

    @Test
    void sendWhenTheTaskWasChangedPastHaloMeanwhileIsGivenUp() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(503, Map.of(), "busy"));
        TaskView task = approved("Hooked");
        drive();
        jdbc.sql("update repair_task set payload = '{\"subject\": \"another\"}' where id = ?").param(task.id())
                .update();
        clock.advance(Duration.ofMinutes(5));
        drive();
        assertThat(sends(task)).hasSize(1);
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(task.id()).statusReason()).contains("is not what was approved");
    }

    @Test
    void sendWhenTheTaskWasChangedPastHaloBeforeItIsGivenUpAtOnce() {
        TaskView task = approved("Hooked");
        jdbc.sql("update repair_task set payload = '{\"subject\": \"another\"}' where id = ?").param(task.id())
                .update();
        drive();
        assertThat(sends(task)).isEmpty();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(task.id()).statusReason()).contains("is not what was approved");
        assertThat(staged()).isEmpty();
        trailLeadsHere(task.id());

        assertThat(api.post(path(task) + "/retry", "{\"comment\": \"again\"}").status()).isEqualTo(200);
        drive();
        assertThat(status(task.id())).as("its approval is still that of another content")
                .isEqualTo(TaskStatus.DEAD_LETTER);
    }

    @Test
    void sendWhenItTakesMoreOperatorsThanWhenItWasApprovedAsksThem() {
        TaskView task = propose("quorum.type", "Hooked", SubjectRef.parse("endpoint:quorum"), Severity.HIGH);
        approvals.approve(task.id(), "yes", null, ANN);
        approvals.approve(task.id(), "yes", null, BOB);
        // as if there had been no quorum then
        jdbc.sql("update repair_task set approvals = null where id = ?").param(task.id()).update();
        drive();
        assertThat(sends(task)).isEmpty();
        assertThat(status(task.id())).isEqualTo(TaskStatus.PENDING_APPROVAL);
        assertThat(now(task.id()).statusReason()).contains("2 operators");
    }

    @Test
    void sendWhenRetryAfterIsADateWaitsUntilThen() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .format(clock.instant().plusSeconds(200).atOffset(ZoneOffset.UTC));
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(429, Map.of("Retry-After", date), ""));
        TaskView task = approved("Hooked");
        drive();
        assertThat(Duration.between(clock.instant(), execution(task).nextAt()).toSeconds()).isBetween(180L,
                200L);
    }

    @Test
    void sendWhenTargetRefusesOrRedirectsIsNotRepeated() {
        for (int status : List.of(422, 302)) {
            dreamNet.taskReceiver.answer((request, earlier) -> new Answer(status,
                    Map.of("Location", dreamNet.taskReceiver.url("/other")), "no"));
            TaskView task = approved("Hooked");
            drive();
            clock.advance(Duration.ofHours(1).minusMinutes(1));
            drive();
            assertThat(sends(task)).hasSize(1);
            assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
            assertThat(now(task.id()).statusReason()).contains("status " + status);
        }
    }

    @Test
    void sendWhenTargetAnswersWithoutEndIsBoundedAndTaken() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(200, Map.of(), "x".repeat(5_000_000)));
        TaskView task = approved("Hooked");
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void sendWhenTargetFailedOftenIsSparedUntilItsCircuitCloses() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(500, Map.of(), ""));
        List<TaskView> failing = List.of(approved("Hooked"), approved("Hooked"), approved("Hooked"), approved("Hooked"),
                approved("Hooked"));
        drive();
        assertThat(failing).allSatisfy(task -> assertThat(sends(task)).hasSize(1));
        TaskView spared = approved("Hooked");
        drive();
        assertThat(sends(spared)).isEmpty();
        assertThat(held(spared).by()).isEqualTo("target");
        assertThat(status(spared.id())).isEqualTo(TaskStatus.APPROVED);

        dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
        clock.advance(Duration.ofSeconds(31));
        drive();
        drive();
        assertThat(status(spared.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void sendWhenSomethingSpeaksAgainstItMeanwhileIsNotRepeatedUntilThatEnds() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(503, Map.of(), ""));
        TaskView task = approved("Hooked");
        drive();
        assertThat(sends(task)).hasSize(1);
        objection.bySubject.put(task.proposal().subject(), "it is silenced now");
        dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
        clock.advance(Duration.ofMinutes(1));
        drive();
        assertThat(sends(task)).hasSize(1);
        assertThat(held(task).by()).isEqualTo("weak-point");
        assertThat(status(task.id())).isEqualTo(TaskStatus.DISPATCHED);

        objection.bySubject.clear();
        poll();
        drive();
        assertThat(sends(task)).hasSize(2);
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void resultWhenReportedTwiceIsAnsweredTheSameAndAnotherIsRefused() {
        TaskView task = approved("Hooked");
        refused(report(task, "succeeded"), "was not sent under");
        drive();
        assertThat(report(task, "succeeded").body().get("task").get("status").asString()).isEqualTo("succeeded");
        assertThat(report(task, "succeeded").status()).isEqualTo(200);
        refused(report(task, "failed"), "comes too late");
    }

    @Test
    void resultWhenFailedIsTriedAgainUnderTheSameApprovalUntilDeadLetter() {
        TaskView task = approved("Hooked");
        for (int run = 1; run <= 3; run++) {
            drive();
            assertThat(sends(task)).hasSize(run);
            assertThat(sends(task).getLast().run()).isEqualTo(Integer.toString(run));
            assertThat(report(task, "failed").status()).isEqualTo(200);
            clock.advance(Duration.ofMinutes(2));
        }
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(task.id()).statusReason()).contains("failed 3 times");
        assertThat(jdbc.sql("select count(distinct idempotency_key) from task_run where task_id = ?").param(task.id())
                .query(Integer.class).single()).isOne();
        // late, but done: it must not be done once more
        assertThat(report(task, "succeeded").status()).isEqualTo(200);
        refused(api.post(path(task) + "/retry", null), "cannot become approved");
    }

    @Test
    void resultWhenItSpeaksOfAnEarlierRunDoesNotEndThePresentOne() {
        TaskView task = approved("Hooked");
        drive();
        report(task, "failed");
        clock.advance(Duration.ofMinutes(2));
        drive();
        String late = "{\"idempotencyKey\": \"%s\", \"run\": 1, \"outcome\": \"failed\"}".formatted(key(task));
        assertThat(api.post(path(task) + "/result", late).status()).isEqualTo(200);
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(execution(task).run()).isEqualTo(2);
    }

    @Test
    void resultWhenItNeverComesTimesOutAndIsTriedAgain() {
        TaskView task = approved("Hooked");
        drive();
        clock.advance(Duration.ofMinutes(31));
        poll();
        assertThat(now(task.id()).statusReason()).contains("did not report a result");
        assertThat(status(task.id())).isEqualTo(TaskStatus.FAILED);
        refused(report(task, "failed"), "comes too late");
        clock.advance(Duration.ofMinutes(1));
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void resultWhenItComesLongAfterTheTimeoutCountsOnceAsSuccess() {
        TaskView task = approved("Hooked");
        drive();
        String squad = "late-" + task.id();
        jdbc.sql("update repair_task set squad_id = ? where id = ?").params(squad, task.id()).update();
        clock.advance(Duration.ofMinutes(31));
        poll();
        assertThat(outcomes(squad)).extracting(TaskOutcomes.Outcome::failed).containsExactly(1L);
        assertThat(report(task, "succeeded").status()).isEqualTo(200);
        for (int asked = 0; asked < 2; asked++) {
            assertThat(outcomes(squad)).singleElement().satisfies(outcome -> {
                assertThat(outcome.failed()).isZero();
                assertThat(outcome.succeeded()).isOne();
            });
        }
    }

    @Test
    void outcomesWhenTheClockOfTheDatabaseWasSetBackHaveWhatEndedSince() {
        String squad = "back-" + Ids.next();
        for (int done = 1; done <= 2; done++) {
            TaskView task = approved("Hooked");
            drive();
            jdbc.sql("update repair_task set squad_id = ? where id = ?").params(squad, task.id()).update();
            assertThat(report(task, "succeeded").status()).isEqualTo(200);
            jdbc.sql("update task_run set finished_at = ? where task_id = ?")
                    .params(clock.instant().minus(Duration.ofHours(done)).atOffset(ZoneOffset.UTC), task.id()).update();
            assertThat(outcomes(squad)).extracting(TaskOutcomes.Outcome::succeeded).containsExactly((long) done);
        }
    }

    private List<TaskOutcomes.Outcome> outcomes(String squad) {
        return outcomes.bySquadAndAgent().stream().filter(each -> each.squadId().equals(squad)).toList();
    }

    @Test
    void resultWhenTheRunWasNotNeededAnyMoreIsNotTriedAgain() {
        TaskView task = approved("Hooked");
        drive();
        transaction.executeWithoutResult(tx -> tasks.cancelFor(List.of(task.weakPointId()), "it resolved by itself"));
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(report(task, "failed").body().get("task").get("status").asString()).isEqualTo("cancelled");
        trailLeadsHere(task.id());
    }

    @Test
    void sendWhenHaloDiedBeforeTheAnswerIsRepeatedWithTheSameKey() throws InterruptedException {
        dreamNet.taskReceiver.answer((request, earlier) -> null);
        TaskView task = approved("Hooked");
        try {
            dispatcher.step(task.id(), () -> {
            });
            // as if nothing after the first commit had happened: the answer was never taken in
            jdbc.sql("update repair_task set next_at = null where id = ?").param(task.id()).update();
        } finally {
            dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
        }
        drive();
        assertThat(sends(task)).hasSize(2).allMatch(sent -> sent.key().equals(key(task)));
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(jdbc.sql("select count(*) from task_run where task_id = ?").param(task.id()).query(Integer.class)
                .single()).isOne();
    }

    @Test
    void sendWhenRouteWasTakenAwayMeanwhileIsLeftToAgents() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(503, Map.of(), ""));
        TaskView task = approved("Hooked");
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DISPATCHED);
        // as if the operator had changed the route of its role
        jdbc.sql("update repair_task set target_agents = '[\"Leaser\"]' where id = ?").param(task.id()).update();
        clock.advance(Duration.ofMinutes(1));
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.APPROVED);
        assertThat(staged()).isEmpty();
        // and that is not what was approved, so nobody gets it
        agent("leaser", "Leaser");
        assertThat(lease("leaser").body().get("leased").size()).isZero();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        TaskView other = approved("Leaser");
        assertThat(lease("leaser").body().get("leased").get(0).get("task").get("id").asString())
                .isEqualTo(other.id().toString());
    }

    @Test
    void sendWhenPausedForLongIsGivenUp() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(503, Map.of(), ""));
        TaskView task = approved("Hooked");
        drive();
        gate.pause("maintenance", ANN);
        clock.advance(Duration.ofMinutes(90));
        drive();
        assertThat(sends(task)).hasSize(1);
        assertThat(held(task).by()).isEqualTo("pause");
        clock.advance(Duration.ofMinutes(31));
        gate.resume("done", ANN);
        poll();
        drive();
        assertThat(sends(task)).hasSize(1);
        assertThat(now(task.id()).statusReason()).contains("within 120 min");
    }

    @Test
    void stepWhenAnotherProcessTookTheJobOverSendsNothing() {
        TaskView task = approved("Hooked");
        assertThatThrownBy(() -> dispatcher.step(task.id(), () -> {
            throw new IllegalStateException("taken over");
        })).hasMessage("taken over");
        assertThat(sends(task)).isEmpty();
        assertThat(status(task.id())).isEqualTo(TaskStatus.APPROVED);
    }

    @Test
    void dispatchWhenBudgetsAreFullIsHeldAndGoesOnWhenRoomAppears() throws InterruptedException {
        List<TaskView> all = java.util.stream.IntStream.range(0, 12).mapToObj(i -> approved("Hooked")).toList();
        List<Thread> racers = all.stream().map(task -> Thread.ofVirtual().start(() -> runJob(task.id()))).toList();
        for (Thread racer : racers) {
            racer.join();
        }
        drive();
        assertThat(all.stream().filter(task -> status(task.id()) == TaskStatus.RUNNING)).hasSize(6);
        List<TaskView> held = all.stream().map(task -> now(task.id()))
                .filter(task -> task.status() == TaskStatus.APPROVED).toList();
        assertThat(held).hasSize(6).allSatisfy(task -> assertThat(held(task).by()).isEqualTo("fleet"));
        JsonNode budgets = api.get("/api/halo/budgets").body();
        assertThat(budgets.get("budgets").get(0).get("used").asInt()).isEqualTo(6);
        assertThat(budgets.get("held").get(0).get("tasks").asInt()).isEqualTo(6);

        TaskView done = all.stream().map(task -> now(task.id())).filter(task -> task.status() == TaskStatus.RUNNING)
                .findFirst().orElseThrow();
        report(done, "succeeded");
        poll();
        drive();
        assertThat(held.stream().filter(task -> status(task.id()) == TaskStatus.RUNNING)).hasSize(1);
    }

    @Test
    void dispatchWhenSubjectIsBeingWorkedOnIsHeld() {
        SubjectRef subject = SubjectRef.parse("endpoint:busy");
        TaskView first = propose("test.repair", "Hooked", subject, Severity.HIGH);
        TaskView second = propose("test.repair", "Hooked", subject, Severity.HIGH);
        approvals.approve(first.id(), null, null, ANN);
        drive();
        approvals.approve(second.id(), null, null, ANN);
        drive();
        assertThat(held(second).by()).isEqualTo("per-subject");
        approvals.cancel(first.id(), null, ANN);
        release();
        drive();
        assertThat(status(second.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void dispatchWhenHourIsUsedUpIsHeldUntilItIsOver() {
        for (int i = 0; i < 30; i++) {
            TaskView task = approved("Hooked");
            drive();
            report(task, "succeeded");
        }
        TaskView late = approved("Hooked");
        drive();
        assertThat(held(late).by()).isEqualTo("per-hour");
        assertThat(held(late).until()).isAfter(clock.instant());
        clock.advance(Duration.ofMinutes(59));
        release();
        drive();
        assertThat(status(late.id())).isEqualTo(TaskStatus.APPROVED);
        clock.advance(Duration.ofMinutes(2));
        release();
        drive();
        assertThat(status(late.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void dispatchWhenShareOfAGroupIsBusyOrItStormsIsHeld() {
        SubjectRef one = SubjectRef.parse("endpoint:one");
        SubjectRef two = SubjectRef.parse("endpoint:two");
        List.of(one, two).forEach(
                subject -> census.groups.put(subject, List.of(new SubjectCensus.Group("label:team=blue", 9, 2))));
        TaskView first = approvals.approve(propose("test.repair", "Hooked", one, Severity.HIGH).id(), null, null, ANN);
        drive();
        TaskView second = approvals.approve(propose("test.repair", "Hooked", two, Severity.HIGH).id(), null, null, ANN);
        drive();
        assertThat(held(second).reason()).contains("1 of at most 1").contains("label:team=blue");
        assertThat(held(second).by()).isEqualTo("share");

        census.groups.put(two, List.of(new SubjectCensus.Group("kind:endpoint", 20, 11)));
        release();
        assertThat(held(second).by()).isEqualTo("storm");
        assertThat(held(second).reason()).contains("11 of the 20");
        census.groups.put(two, List.of(new SubjectCensus.Group("kind:endpoint", 20, 10)));
        release();
        drive();
        assertThat(status(second.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(status(first.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void approveWhenItCannotBeDispatchedForAnHourAsksAgain() {
        TaskView task = approved("Leaser");
        clock.advance(Duration.ofMinutes(61));
        poll();
        assertThat(status(task.id())).isEqualTo(TaskStatus.PENDING_APPROVAL);
        assertThat(now(task.id()).approval().approvals()).isEmpty();
        assertThat(now(task.id()).statusReason()).contains("could not be dispatched within 60 min");
        trailLeadsHere(task.id());
    }

    @Test
    void auditWhenFilteredShowsNewestFirst() {
        TaskView task = approved("Hooked");
        drive();
        JsonNode all = api.get("/api/halo/audit?subjectType=task&subjectId=" + task.id()).body();
        assertThat(list(all.get("audit")).stream().map(line -> line.get("action").asString())).containsExactly(
                "task.accepted", "task.dispatched", "task.approved", "task.proposed");
        JsonNode page = api.get("/api/halo/audit?limit=1&actor=ann&action=task.approved&subjectId=" + task.id()).body();
        assertThat(list(page.get("audit"))).singleElement()
                .satisfies(line -> assertThat(line.get("reason").asString()).isEqualTo("yes"));
        assertThat(list(api.get("/api/halo/audit?subjectId=" + task.id() + "&until=2020-01-01T00:00:00Z").body()
                .get("audit"))).isEmpty();
        assertThat(api.get("/api/halo/audit?since=yesterday").status()).isEqualTo(400);
    }

    static UUID id(JsonNode task) {
        return UUID.fromString(task.get("id").asString());
    }

    static final Actor AGENT = new Actor("agent");
}
