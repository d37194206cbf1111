package ink.dreamnet.halo.task.dispatch;

import java.util.Map;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.DreamNetServices.Fault;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TaskReceiver;
import ink.dreamnet.halo.support.TaskReceiver.Answer;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// How the result of a task comes back as an event of its squad.
@OnH2
class ResultEventTest extends TaskRoom {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    TaskReports results;

    private JsonNode tell(String type, String payload) {
        String id = api.post("/api/halo/events",
                """
                        {"sourceType": "squad", "sourceId": "s", "eventType": "squad.task.%s", "severity": "info", "payload": %s}"""
                        .formatted(type, payload))
                .body().at("/event/id").stringValue();
        return Awaitility.await().until(() -> api.get("/api/halo/events/" + id).body(),
                body -> body.path("routing").asString().equals("done")).path("wormholes");
    }

    @Test
    void completedWhenItNamesTheSquadsTaskSucceeds() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(200, Map.of(), "{\"id\":\"sq-70\"}"));
        TaskView task = approved("Hooked");
        drive();
        assertThat(tell("completed", "{\"taskId\": \"sq-71\"}").toString()).contains("names no task");
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(tell("completed", "{\"taskId\": \"sq-70\", \"message\": \"done\"}").toString())
                .contains("is succeeded");
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(tell("failed", "{\"taskId\": \"sq-70\"}").toString()).contains("too late");
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void resultOfAnotherSquadIsPassedOver() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(200, Map.of(), "{\"id\":\"sq-90\"}"));
        TaskView task = approved("Hooked");
        drive();
        jdbc.sql("update repair_task set squad_id = 'own' where id = ?").param(task.id()).update();
        assertThat(tell("completed", "{\"haloTaskId\": \"%s\"}".formatted(task.id())).toString()).contains("squad s's");
        assertThat(tell("completed", "{\"taskId\": \"sq-90\"}").toString()).contains("names no task");
        assertThat(tell("started", "{\"haloTaskId\": \"%s\"}".formatted(task.id())).toString())
                .doesNotContain("is succeeded");
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        jdbc.sql("update repair_task set squad_id = 's' where id = ?").param(task.id()).update();
        assertThat(
                tell("completed", "{\"taskId\": \"sq-90\", \"success\": false, \"message\": \"in vain\"}").toString())
                .doesNotContain("is succeeded");
        assertThat(now(task.id()).statusReason()).contains("in vain");
    }

    /// Posts an event as Squad Builder's come: of no squad, and with its own id of the task only.
    private String tellOf(JsonNode event) {
        String id = api.post("/api/halo/events", event.toString()).body().at("/event/id").stringValue();
        return Awaitility.await().until(() -> api.get("/api/halo/events/" + id).body(),
                body -> body.path("routing").asString().equals("done")).path("wormholes").toString();
    }

    private static JsonNode again(JsonNode event) {
        return ((ObjectNode) event.deepCopy()).put("id", Ids.next().toString());
    }

    /// @return a task of the squad `own` that Squad Builder has done without HALO getting to know how it ended
    private TaskView doneBySquadBuilder() {
        dreamNet.squads.reset();
        dreamNet.squads.agent("ops-1", "DreamOps", true);
        dreamNet.squads.faults(call -> call.equals("dispatch")
                ? Fault.LOST_AFTER
                : call.equals("show") ? Fault.CUT_BEFORE : null);
        TaskView task = propose("agent.revive", "DreamOps", SubjectRef.parse("agent:" + Ids.next()), Severity.HIGH);
        approvals.approve(task.id(), null, null, ANN);
        drive();
        drive();
        jdbc.sql("update repair_task set squad_id = 'own' where id = ?").param(task.id()).update();
        assertThat(TaskStatus.IN_WORK).contains(status(task.id()));
        return task;
    }

    @Test
    void resultBySquadBuildersIdIsTakenWhateverSquadTheTaskHas() {
        TaskView task = doneBySquadBuilder();
        JsonNode event = dreamNet.squads.events().getFirst();
        JsonNode another = again(event);
        ((ObjectNode) another.path("payload")).put("taskId", Ids.next().toString());
        assertThat(tellOf(another)).contains("names no task");
        assertThat(TaskStatus.IN_WORK).contains(status(task.id()));

        assertThat(tellOf(event)).contains("is succeeded");
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        TaskView before = now(task.id());
        assertThat(tellOf(again(event))).as("the same report twice").contains("is succeeded");
        dreamNet.squads.faults(call -> null);
        drive();
        assertThat(now(task.id())).isEqualTo(before);
        assertThat(dreamNet.squads.work()).hasSize(1);
    }

    @Test
    void failureBySquadBuildersIdEndsTheRun() {
        TaskView task = doneBySquadBuilder();
        JsonNode event = again(dreamNet.squads.events().getFirst());
        ((ObjectNode) event).put("eventType", "squad.task.failed");
        ((ObjectNode) event.path("payload")).put("error", "no pulse").remove("result");
        tellOf(event);
        assertThat(now(task.id()).statusReason()).contains("no pulse");
    }

    @Test
    void eventThatNamesAnotherSquadIsPassedOverAlsoWithSquadBuildersId() {
        TaskView task = doneBySquadBuilder();
        JsonNode event = again(dreamNet.squads.events().getFirst());
        ((ObjectNode) event).put("sourceId", "other");
        assertThat(tellOf(event)).contains("names no task");
        assertThat(TaskStatus.IN_WORK).contains(status(task.id()));
    }

    @Test
    void idOfAnotherTargetIsTheSquadsOwn() {
        dreamNet.taskReceiver.answer((request, earlier) -> new Answer(200, Map.of(), "{\"id\":\"sq-130\"}"));
        TaskView task = approved("Hooked");
        drive();
        jdbc.sql("update repair_task set squad_id = 'own' where id = ?").param(task.id()).update();
        assertThat(tellOf(JSON.readTree("""
                {"sourceType": "squad", "eventType": "squad.task.completed", "payload": {"taskId": "sq-130"}}""")))
                .contains("names no task");
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void failureThatWasHeardBeforeTheRunBeganIsOfAnEarlierOne() {
        dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
        TaskView task = approved("Hooked");
        drive();
        TaskReport failure = new TaskReport(null, Execution.keyOf(task.id()), null, null, false, "old", null);
        assertThatThrownBy(() -> results.report(task.id(), failure, BOB, clock.instant().minusSeconds(1)))
                .isInstanceOf(ConflictException.class).hasMessageContaining("of an earlier run");
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        results.report(task.id(), failure, BOB, clock.instant());
        assertThat(now(task.id()).statusReason()).contains("old");
    }

    @Test
    void failedWhenItNamesTheKeyOfTheSendFails() {
        dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
        TaskView task = approved("Hooked");
        tell("completed", "{\"idempotencyKey\": \"%s\"}".formatted(Execution.keyOf(task.id())));
        assertThat(status(task.id())).as("it was not sent yet").isNotEqualTo(TaskStatus.SUCCEEDED);
        drive();
        assertThat(tell("failed", "{\"haloTaskId\": \"%s\"}".formatted(task.id())).toString())
                .as("whoever has read the number of a task of no squad").contains("no squad's");
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        tell("failed", "{\"idempotencyKey\": \"%s\", \"error\": \"no room\"}".formatted(Execution.keyOf(task.id())));
        assertThat(now(task.id()).statusReason()).contains("no room");
    }
}
