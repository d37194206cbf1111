package ink.dreamnet.halo.task.approval;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.SafeMode;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.DispatchObjections;
import ink.dreamnet.halo.task.dispatch.TaskRoom;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What operators may say, and that there is no road to a dispatch around it.
@OnPostgres
class ApprovalTest extends TaskRoom {

    @Autowired
    ApplicationContext beans;

    private Api.Answer stand(String type, String subject, String severity, int perHour, Duration until) {
        return api.post("/api/halo/approvals/standing", """
                {"type": "%s", "subject": "%s", "highestSeverity": "%s", "perHour": %d, "until": "%s",
                 "reason": "safe enough"}""".formatted(type, subject, severity, perHour, clock.instant().plus(until)));
    }

    /// Tries every road to a dispatch and asserts that nothing was sent.
    private void noRoadLeadsToDispatch(TaskView task, String reason) throws Exception {
        Api.Answer standing = stand(task.type(), "endpoint:*", "critical", 100, Duration.ofDays(1));
        assertThat(standing.status()).isEqualTo(201);
        agent("idle", "Leaser");
        TaskStatus before = status(task.id());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Api.Answer>> roads = List.of(() -> api.post(path(task) + "/approve", null),
                    () -> api.post(path(task) + "/approve", null), () -> api.post(path(task) + "/retry", null));
            for (Future<Api.Answer> answer : threads.invokeAll(roads)) {
                assertThat(answer.get().status()).as(answer.get().response().body()).isEqualTo(409);
                assertThat(answer.get().body().get("error").asString()).isNotBlank();
            }
        }
        refused(api.post(path(task) + "/approve", null), reason);
        JsonNode one = api.post("/api/halo/tasks/approve", "{\"ids\": [\"%s\"]}".formatted(task.id())).body()
                .get("results").get(0);
        assertThat(one.get("code").asInt()).isEqualTo(409);
        assertThat(one.get("error").asString()).contains(reason);
        poll();
        runJob(task.id());
        drive();
        assertThat(lease("idle").response().body()).doesNotContain(task.id().toString());
        assertThat(status(task.id())).isEqualTo(before);
        assertThat(dreamNet.taskReceiver.of("halo-task-" + task.id())).isEmpty();
        trailLeadsHere(task.id());
        api.delete("/api/halo/approvals/standing/" + standing.body().get("approval").get("id").asString());
    }

    @Test
    void anyRoadWhenRejectedIsRefused() throws Exception {
        for (String role : List.of("Hooked", "Leaser")) {
            TaskView task = propose(role);
            api.post(path(task) + "/reject", "{\"comment\": \"not on my watch\"}");
            noRoadLeadsToDispatch(task, "not on my watch");
        }
    }

    @Test
    void anyRoadWhenExpiredIsRefused() throws Exception {
        TaskView overdue = propose("Hooked");
        TaskView expired = propose("Leaser");
        clock.advance(Duration.ofHours(25));
        noRoadLeadsToDispatch(overdue, "its time for approval ended");
        tasks.expireOverdue();
        noRoadLeadsToDispatch(expired, "nobody decided");
    }

    @Test
    void anyRoadWhenCancelledIsRefused() throws Exception {
        TaskView task = approved("Hooked");
        api.post(path(task) + "/cancel", "{\"comment\": \"not needed\"}");
        noRoadLeadsToDispatch(task, "not needed");
        TaskView leased = approved("Leaser");
        api.post(path(leased) + "/cancel", null);
        noRoadLeadsToDispatch(leased, "an operator cancelled it");
    }

    @Test
    void anyRoadWhenEditedIsRefusedUntilSomeoneElseApprovesTheNewContent() throws Exception {
        TaskView task = propose("Hooked");
        Api.Answer edited = api.send(java.net.http.HttpRequest.newBuilder().method("PATCH",
                java.net.http.HttpRequest.BodyPublishers.ofString("{\"payload\": {\"subject\": \"another\"}}"))
                .header("Content-Type", "application/json"), path(task));
        assertThat(edited.status()).as(edited.response().body()).isEqualTo(200);
        assertThat(edited.body().get("task").get("contentHash").asString()).isNotEqualTo(task.approval().contentHash());
        noRoadLeadsToDispatch(task, "'local' edited it");
        assertThatThrownBy(() -> approvals.approve(task.id(), null, task.approval().contentHash(), ANN))
                .isInstanceOf(ConflictException.class).hasMessageContaining("was edited since");
        assertThatThrownBy(() -> approvals.approve(task.id(), null, null, ANN)).isInstanceOf(ConflictException.class)
                .hasMessageContaining("approve it with the contentHash of what you saw");
        approvals.approve(task.id(), null, now(task.id()).approval().contentHash(), ANN);
        drive();
        assertThat(dreamNet.taskReceiver.of("halo-task-" + task.id())).singleElement().satisfies(sent -> assertThat(
                sent.json().get("data").get("payload").get("subject").asString()).isEqualTo("another"));
        assertThat(api.put(path(task), "{\"payload\": {}}").status()).isEqualTo(409);
    }

    @Test
    void anyRoadWhenChangedPastHaloIsRefused() throws Exception {
        TaskView task = propose("Hooked");
        jdbc.sql("update repair_task set payload = '{\"subject\": \"another\"}' where id = ?").param(task.id())
                .update();
        noRoadLeadsToDispatch(task, "was changed past HALO");
        refused(api.put(path(task), "{\"payload\": {}}"), "was changed past HALO");
    }

    @Test
    void anyRoadWhenPausedIsRefusedAndItGoesOnAfterwards() throws Exception {
        TaskView waiting = propose("Hooked");
        TaskView approved = approved("Hooked");
        TaskView leasable = approved("Leaser");
        assertThat(api.post("/api/halo/pause", null).status()).isEqualTo(400);
        assertThat(api.post("/api/halo/pause", "{\"reason\": \"storm\"}").status()).isEqualTo(200);
        refused(api.post("/api/halo/pause", "{\"reason\": \"again\"}"), "is paused since");
        noRoadLeadsToDispatch(waiting, "HALO is paused since");
        assertThat(dreamNet.taskReceiver.of("halo-task-" + approved.id())).isEmpty();
        assertThat(held(approved).by()).isEqualTo("pause");
        refused(lease("idle"), "HALO is paused since");
        JsonNode status = api.get("/api/halo/status").body().get("status");
        assertThat(status.get("paused").asBoolean()).isTrue();
        assertThat(status.get("pause").get("reason").asString()).isEqualTo("storm");

        assertThat(api.post("/api/halo/resume", "{\"reason\": \"over\"}").status()).isEqualTo(200);
        refused(api.post("/api/halo/resume", "{\"reason\": \"over\"}"), "is not paused");
        poll();
        drive();
        assertThat(status(approved.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(lease("idle").body().get("leased").get(0).get("task").get("id").asString())
                .isEqualTo(leasable.id().toString());
    }

    @Test
    void anyRoadWhenWeakPointIsSilencedIsRefusedAndWhatWasApprovedIsHeld() throws Exception {
        TaskView task = propose("Hooked");
        objection.bySubject.put(task.proposal().subject(), "silence 7 until noon");
        noRoadLeadsToDispatch(task, "silence 7");
        TaskView approved = approved("Hooked");
        objection.bySubject.put(approved.proposal().subject(), "silence 8");
        drive();
        assertThat(held(approved).by()).isEqualTo("weak-point");
        objection.bySubject.clear();
        poll();
        drive();
        assertThat(status(approved.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void approveWhenManyAreGivenAnswersForEach() {
        TaskView good = propose("Hooked");
        TaskView rejected = propose("Hooked");
        approvals.reject(rejected.id(), "no", ANN);
        JsonNode results = api.post("/api/halo/tasks/approve", """
                {"ids": ["%s", "%s", "%s", "nonsense"], "comment": "all of them"}""".formatted(good.id(),
                rejected.id(), Ids.next())).body().get("results");
        assertThat(list(results).stream().map(result -> result.get("code").asInt())).containsExactly(200, 409, 404,
                404);
        assertThat(results.get(0).get("status").asString()).isEqualTo("approved");
        assertThat(results.get(1).get("status").asString()).isEqualTo("rejected");
        assertThat(now(good.id()).approval().approvals().getFirst().comment()).isEqualTo("all of them");
        assertThat(api.post("/api/halo/tasks/approve", "{\"ids\": []}").status()).isEqualTo(400);
    }

    @Test
    void approveWhenQuorumIsConfiguredTakesTwoOperators() {
        TaskView task = propose("quorum.type", "Hooked", SubjectRef.parse("endpoint:q"), Severity.HIGH);
        JsonNode first = api.post(path(task) + "/approve", null).body().get("task");
        assertThat(first.get("status").asString()).isEqualTo("pending-approval");
        assertThat(first.get("approvalsNeeded").asInt()).isEqualTo(2);
        refused(api.post(path(task) + "/approve", null), "approved it already");
        drive();
        assertThat(dreamNet.taskReceiver.of("halo-task-" + task.id())).isEmpty();
        assertThat(approvals.approve(task.id(), null, null, BOB).status()).isEqualTo(TaskStatus.APPROVED);
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        trailLeadsHere(task.id());
    }

    @Test
    void approveWhenRacedWithRejectAndCancelHasOneOutcome() throws Exception {
        for (int round = 0; round < 10; round++) {
            TaskView task = propose("Hooked");
            List<Callable<Boolean>> race = List.of(() -> decided(() -> approvals.approve(task.id(), null, null, ANN)),
                    () -> decided(() -> approvals.approve(task.id(), null, null, BOB)),
                    () -> decided(() -> approvals.reject(task.id(), null, BOB)));
            List<Boolean> outcomes = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Boolean> outcome : threads.invokeAll(race)) {
                    outcomes.add(outcome.get());
                }
            }
            assertThat(outcomes).containsOnlyOnce(true);
            drive();
            assertThat(dreamNet.taskReceiver.of("halo-task-" + task.id()))
                    .hasSize(status(task.id()) == TaskStatus.REJECTED ? 0 : 1);
            approvals.cancel(status(task.id()) == TaskStatus.REJECTED ? propose("Hooked").id() : task.id(), null, ANN);
            trailLeadsHere(task.id());
        }
    }

    private static boolean decided(Runnable word) {
        try {
            word.run();
            return true;
        } catch (ConflictException second) {
            return false;
        }
    }

    @Test
    void standingApprovalSpeaksForWhatItCoversAndNoMoreThanItMay() {
        String prefix = "endpoint:s" + Ids.next();
        JsonNode signed = stand("test.repair", prefix + "-*", "high", 2, Duration.ofDays(3)).body().get("approval");
        List<TaskView> covered = List.of(
                propose("test.repair", "Hooked", SubjectRef.parse(prefix + "-1"), Severity.MEDIUM),
                propose("test.repair", "Hooked", SubjectRef.parse(prefix + "-2"), Severity.HIGH),
                propose("test.repair", "Hooked", SubjectRef.parse(prefix + "-3"), Severity.HIGH));
        assertThat(covered).extracting(TaskView::status).containsExactly(TaskStatus.APPROVED, TaskStatus.APPROVED,
                TaskStatus.PENDING_APPROVAL);
        assertThat(propose("test.repair", "Hooked", SubjectRef.parse(prefix + "-4"), Severity.CRITICAL).status())
                .isEqualTo(TaskStatus.PENDING_APPROVAL);
        assertThat(propose("other.type", "Hooked", SubjectRef.parse(prefix + "-5"), Severity.HIGH).status())
                .isEqualTo(TaskStatus.PENDING_APPROVAL);
        assertThat(propose("test.repair", "Hooked", SubjectRef.parse("endpoint:x-5"), Severity.HIGH).status())
                .isEqualTo(TaskStatus.PENDING_APPROVAL);
        drive();
        String id = signed.get("id").asString();
        assertThat(tasks.trail(covered.getFirst().id())).filteredOn(line -> line.action().equals("task.dispatched"))
                .singleElement().satisfies(line -> assertThat(line.reason()).contains("standing approval " + id));
        assertThat(covered.getFirst().approval().approvals().getFirst().standingId()).hasToString(id);

        clock.advance(Duration.ofMinutes(61));
        poll();
        assertThat(status(covered.get(2).id())).isEqualTo(TaskStatus.APPROVED);
        assertThat(api.delete("/api/halo/approvals/standing/" + id).status()).isEqualTo(200);
        refused(api.delete("/api/halo/approvals/standing/" + id), "was revoked");
        clock.advance(Duration.ofMinutes(61));
        assertThat(propose("test.repair", "Hooked", SubjectRef.parse(prefix + "-6"), Severity.HIGH).status())
                .isEqualTo(TaskStatus.PENDING_APPROVAL);
    }

    @Test
    void standingApprovalInSafeModeSpeaksForNothing() {
        SubjectRef subject = SubjectRef.parse("endpoint:safe" + Ids.next());
        TaskView task = propose("safe.repair", "Hooked", subject, Severity.HIGH);
        stand("safe.repair", subject.toString(), "high", 2, Duration.ofDays(1));
        assertThat(beans.getBean(StandingApprovals.class).candidates()).contains(task.id());
        StandingApprovals safe = new StandingApprovals(jdbc, beans.getBean(TaskStore.class), gate, approvals,
                beans.getBean(DispatchObjections.class), beans.getBean(AuditTrail.class), clock, new SafeMode(true));
        assertThat(safe.candidates()).isEmpty();
        transaction.executeWithoutResult(tx -> safe.cover(List.of(task.id())));
        assertThat(status(task.id())).isEqualTo(TaskStatus.PENDING_APPROVAL);
    }

    @Test
    void standingApprovalWhenWrongIsRefusedWithEveryField() {
        assertThat(stand("test.repair", "endpoint:*", "high", 2, Duration.ofDays(31)).response().body())
                .contains("at most 30 days ahead");
        Api.Answer answer = api.post("/api/halo/approvals/standing", "{\"subject\": \"planet:mars\", \"perHour\": 0}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(list(answer.body().get("errors")).stream().map(problem -> problem.get("field").asString()))
                .contains("type", "subject", "reason", "perHour", "until", "highestSeverity");
    }

    @Test
    void editWhenPatchedMergesThePayloadAndWhenPutReplacesIt() {
        TaskView task = propose("Hooked");
        String patch = "{\"payload\": {\"steps\": {\"a\": 1, \"b\": 2}, \"ratio\": null}}";
        assertThat(send("PATCH", task, patch)).isEqualTo("{\"subject\":\"%s\",\"steps\":{\"a\":1,\"b\":2}}"
                .formatted(task.proposal().subject()));
        assertThat(send("PATCH", task, "{\"payload\": {\"steps\": {\"b\": null, \"c\": [null]}}}"))
                .isEqualTo(
                        "{\"subject\":\"%s\",\"steps\":{\"a\":1,\"c\":[null]}}".formatted(task.proposal().subject()));
        assertThat(send("PATCH", task, "{\"targetAgents\": [\"Leaser\"]}")).contains("steps");
        assertThat(send("PUT", task, "{\"payload\": {\"only\": true}}")).isEqualTo("{\"only\":true}");
        assertThat(now(task.id()).targetAgents()).containsExactly("Leaser");
        assertThat(api.put(path(task), "{\"payload\": {\"only\": null}}").body().get("error").asString())
                .isEqualTo("payload.only: is null; leave it out");
    }

    /// @return the payload that the task has then
    private String send(String method, TaskView task, String body) {
        Api.Answer answer = api.send(java.net.http.HttpRequest.newBuilder()
                .method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json"), path(task));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("task").get("payload").toString();
    }

    @Test
    void editWhenInputIsWrongIsRefused() {
        TaskView task = propose("Hooked");
        assertThat(api.put(path(task), "{}").status()).isEqualTo(400);
        assertThat(api.put(path(task), "{\"targetAgents\": []}").status()).isEqualTo(400);
        assertThat(api.put(path(task), "{\"targetAgents\": [\" \"]}").status()).isEqualTo(400);
        approvals.edit(task.id(), new Approvals.Edit(present -> Map.of("n", 1), null), "narrower", BOB);
        assertThat(now(task.id()).approval().editedBy()).containsExactly("bob");
    }
}
