package ink.dreamnet.halo.task.dispatch;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// How people are called, and how that ends.
abstract class PageTest extends TaskRoom {

    private final SubjectRef subject = SubjectRef.parse("endpoint:" + Ids.next());

    @OnH2
    static class OnH2Test extends PageTest {
    }

    @OnPostgres
    static class OnPostgresTest extends PageTest {
    }

    /// Its role has an agent and a route of its own, and neither gets it.
    private TaskView proposePage() {
        return propose(new TaskDraft(new TaskContent("test.repair", List.of("Hooked"), Map.of("step", "page-human")),
                "test-strategy", new RepairStep(RepairStep.PAGE_HUMAN, 2, List.of("repair", "replace")), Ids.next(),
                "test.broken", subject, Severity.HIGH, Ids.next(), null, People.NOBODY), CycleMode.FULL).getFirst();
    }

    private List<JsonNode> pages() {
        return list(api.get("/api/halo/events?type=halo.page&subject=" + subject).body().get("events"));
    }

    private static String key(TaskView task) {
        return "halo-task-" + task.id();
    }

    @Test
    void pageWhenApprovedIsSentOnceAndDoneWhenSomebodyAcknowledgesIt() {
        agent("paged", "Hooked");
        TaskView task = proposePage();
        refused(api.post(path(task) + "/acknowledge", null), "only a page-human that was sent");
        assertThat(api.post(path(task) + "/approve", null).status()).isEqualTo(200);
        assertThat(list(lease("paged").body().get("leased"))).isEmpty();
        assertThat(pages()).isEmpty();
        drive();
        drive();
        poll();
        assertThat(pages()).singleElement().satisfies(event -> {
            assertThat(event.get("severity").asString()).isEqualTo("critical");
            JsonNode data = api.get("/api/halo/events/" + event.get("id").asString()).body().get("event").get("data");
            assertThat(data.get("taskId").asString()).isEqualTo(task.id().toString());
            assertThat(data.get("failedBefore")).hasSize(2);
        });
        assertThat(dreamNet.taskReceiver.of(key(task))).isEmpty();
        // whoever guesses its key is not the one who was called
        refused(api.post(path(task) + "/result", "{\"idempotencyKey\": \"%s\", \"outcome\": \"succeeded\"}"
                .formatted(key(task))), "was not sent under");
        clock.advance(Duration.ofDays(2));
        poll();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);

        assertThat(api.post(path(task) + "/acknowledge", "{\"comment\": \"I look at it\"}").status()).isEqualTo(200);
        assertThat(now(task.id()).statusReason()).isEqualTo("acknowledged by local: I look at it");
        assertThat(tasks.trail(task.id()).getLast().actor()).isEqualTo("local");
        assertThat(now(task.id()).verification().verifyAt()).isCloseTo(clock.instant().plus(Duration.ofHours(4)),
                within(1, ChronoUnit.MINUTES));
        refused(api.post(path(task) + "/acknowledge", null), "is succeeded");
        assertThat(pages()).hasSize(1);
        trailLeadsHere(task.id());
    }

    @Test
    void pageWhenHaloIsPausedOrItsWeakPointSilencedWaitsForTheEnd() {
        TaskView task = approvals.approve(proposePage().id(), null, null, ANN);
        gate.pause("stop everything", BOB);
        drive();
        assertThat(held(task).by()).isEqualTo("pause");
        objection.bySubject.put(subject, "silenced by ann");
        gate.resume("go on", BOB);
        poll();
        drive();
        assertThat(held(task).by()).isEqualTo("weak-point");
        assertThat(pages()).isEmpty();
        objection.bySubject.clear();
        poll();
        drive();
        assertThat(pages()).hasSize(1);
    }

    @Test
    void pageWhenBudgetsAreUsedUpIsSentAndTakesNoRoom() {
        List<TaskView> repairs = List.of(approved("Hooked"), approved("Hooked"), approved("Hooked"), approved("Hooked"),
                approved("Hooked"), approved("Hooked"));
        drive();
        TaskView page = approvals.approve(proposePage().id(), null, null, ANN);
        drive();
        assertThat(status(page.id())).isEqualTo(TaskStatus.RUNNING);
        approvals.cancel(repairs.getFirst().id(), null, ANN);
        TaskView next = approved("Hooked");
        drive();
        assertThat(status(next.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void pageWhenItsWeakPointIsGoneIsCancelled() {
        TaskView task = approvals.approve(proposePage().id(), null, null, ANN);
        drive();
        transaction.executeWithoutResult(tx -> tasks.cancelFor(List.of(task.weakPointId()), "it is gone"));
        assertThat(status(task.id())).isEqualTo(TaskStatus.CANCELLED);
    }
}
