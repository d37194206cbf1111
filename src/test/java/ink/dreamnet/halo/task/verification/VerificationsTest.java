package ink.dreamnet.halo.task.verification;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.FailedSteps;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.task.dispatch.TaskRoom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// From the success of a task to the word on whether it helped, without a cycle.
abstract class VerificationsTest extends TaskRoom {

    @OnH2
    static class OnH2Test extends VerificationsTest {
    }

    @OnPostgres
    static class OnPostgresTest extends VerificationsTest {
    }

    @Autowired
    Verifications verifications;
    @Autowired
    StrategyStops stops;

    @AfterEach
    void releaseAll() {
        stops.active().forEach(stop -> stops.release(stop.strategy(), stop.code(), null, ANN));
    }

    private TaskView succeeded() {
        return succeed(approved("Hooked"));
    }

    private TaskView succeed(TaskView task) {
        drive();
        assertThat(api.post(path(task) + "/result", """
                {"outcome": "succeeded", "idempotencyKey": "halo-task-%s"}""".formatted(task.id())).status())
                .isEqualTo(200);
        return now(task.id());
    }

    private List<UUID> due() {
        return verifications.due().stream().map(Verifications.Unverified::taskId).toList();
    }

    private TaskView conclude(TaskView task, Verification outcome) {
        return Objects.requireNonNull(
                transaction.execute(tx -> verifications.conclude(task.id(), outcome, "as told", Map.of("n", 1))));
    }

    @Test
    void dueWhenSettleTimeIsOverAndNobodyWasAskedListsTheTask() {
        TaskView task = succeeded();
        assertThat(due()).doesNotContain(task.id());
        clock.advance(Duration.ofSeconds(61));
        assertThat(due()).contains(task.id());

        UUID request = Ids.next();
        transaction.executeWithoutResult(tx -> verifications.request(List.of(task.id()), request));
        assertThat(due()).doesNotContain(task.id());
        assertThat(verifications.requested()).containsEntry(request, List.of(task.id()));

        transaction.executeWithoutResult(tx -> verifications.postpone(List.of(task.id()), true));
        assertThat(due()).doesNotContain(task.id());
        assertThat(verifications.requested()).doesNotContainKey(request);
        clock.advance(Duration.ofSeconds(121));
        assertThat(due()).contains(task.id());
    }

    @Test
    void awaitingWhenLooksAreUsedUpSaysThatTheNextIsTheLast() {
        TaskView task = succeeded();
        clock.advance(Duration.ofSeconds(61));
        for (boolean last : List.of(false, false, true)) {
            boolean next = Objects.requireNonNull(transaction.execute(tx -> verifications.awaiting(clock.instant())
                    .stream()
                    .filter(waiting -> waiting.taskId().equals(task.id())).findFirst().orElseThrow().lastAttempt()));
            assertThat(next).isEqualTo(last);
            transaction.executeWithoutResult(tx -> verifications.postpone(List.of(task.id()), true));
            clock.advance(Duration.ofSeconds(121));
        }
    }

    @Test
    void concludeWhenDoneOnceIsInTheTrailAndRefusedASecondTime() {
        TaskView task = succeeded();
        TaskView verified = conclude(task, Verification.EFFECTIVE);
        assertThat(verified.verification().verification()).isEqualTo(Verification.EFFECTIVE);
        assertThat(verified.verification().evidence()).containsEntry("reason", "as told").containsEntry("n", 1);
        assertThat(tasks.trail(task.id()).getLast().action()).isEqualTo("task.verified");
        assertThat(tasks.trail(task.id()).getLast().reason()).isEqualTo("effective: as told");
        assertThatThrownBy(() -> conclude(task, Verification.HARMFUL)).isInstanceOf(ConflictException.class);
        clock.advance(Duration.ofHours(1));
        assertThat(due()).doesNotContain(task.id());
        trailLeadsHere(task.id());
    }

    @Test
    void concludeWhenHarmfulHoldsBackWhatTheStrategyProposedBeforeUntilReleased() {
        TaskView approvedBefore = propose("test.repair", "Hooked", SubjectRef.parse("endpoint:" + Ids.next()),
                Severity.HIGH);
        TaskView pending = propose("Hooked");
        TaskView harmful = succeeded();
        gate.pause("so that it waits", ANN);
        gate.resume("on", ANN);
        approvals.approve(approvedBefore.id(), null, null, ANN);
        conclude(harmful, Verification.HARMFUL);

        assertThat(list(api.get("/api/halo/strategies/test-strategy").body().get("strategy").get("stopped")))
                .singleElement().satisfies(stop -> {
                    assertThat(stop.get("code").asString()).isEqualTo("test.broken");
                    assertThat(stop.get("taskId").asString()).isEqualTo(harmful.id().toString());
                });
        drive();
        assertThat(status(approvedBefore.id())).isEqualTo(TaskStatus.APPROVED);
        assertThat(held(approvedBefore).reason()).contains("stopped for test.broken");
        refused(api.post(path(pending) + "/approve", null), "stopped for test.broken");

        assertThat(release("{\"code\": \"other.code\"}").status()).isEqualTo(409);
        assertThat(release("{}").status()).isEqualTo(400);
        assertThat(api.post("/api/halo/strategies/nobody/release", "{\"code\": \"test.broken\"}").status())
                .isEqualTo(404);
        Api.Answer released = release("{\"code\": \"test.broken\", \"comment\": \"mended\"}");
        assertThat(released.body().get("stop").get("comment").asString()).isEqualTo("mended");
        poll();
        drive();
        assertThat(status(approvedBefore.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(api.post(path(pending) + "/approve", null).status()).isEqualTo(200);
    }

    private Api.Answer release(String body) {
        return api.post("/api/halo/strategies/test-strategy/release", body);
    }

    /// One strategy's repair of a weak point, from its proposal to its verdict.
    private void tried(UUID weakPoint, String strategy, String step, Verification outcome) {
        TaskView task = propose(new TaskDraft(new TaskContent("test.repair", List.of("Hooked"), Map.of("step", step)),
                strategy, new RepairStep(step, 0, List.of()), weakPoint, "test.broken",
                SubjectRef.parse("endpoint:" + weakPoint), Severity.HIGH, Ids.next(), null,
                People.NOBODY), CycleMode.FULL)
                .getFirst();
        conclude(succeed(approvals.approve(task.id(), null, null, ANN)), outcome);
    }

    @Test
    void failedStepsAreThoseSinceTheLastThatHelpedInTheirOrder() {
        UUID weakPoint = Ids.next();
        tried(weakPoint, "climbing", "restart", Verification.INEFFECTIVE);
        tried(weakPoint, "climbing", "move", Verification.EFFECTIVE);
        tried(weakPoint, "climbing", "recreate", Verification.INEFFECTIVE);
        tried(weakPoint, "climbing", "move", Verification.INCONCLUSIVE);
        tried(weakPoint, "climbing", "restart", Verification.INEFFECTIVE);
        tried(weakPoint, "waiting", "wait", Verification.INEFFECTIVE);
        FailedSteps failed = tasks.failedSteps(List.of(weakPoint, Ids.next()));
        assertThat(failed.of(weakPoint, "climbing")).containsExactly("recreate", "restart");
        assertThat(failed.of(weakPoint, "waiting")).containsExactly("wait");
        assertThat(failed.of(Ids.next(), "climbing")).isEmpty();
    }
}
