package ink.dreamnet.halo.task.dispatch;

import java.util.Map;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// How the result of a task comes back as an event of its squad.
@OnH2
class ResultEventTest extends TaskRoom {

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
        RECEIVER.answer((request, earlier) -> new Answer(200, Map.of(), "{\"id\":\"sq-70\"}"));
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
        RECEIVER.answer((request, earlier) -> new Answer(200, Map.of(), "{\"id\":\"sq-90\"}"));
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

    /// As Squad Builder's own events come: of no squad, and with its id of the task only.
    private JsonNode tellOfSquadBuilder(String end, String squadBuilderId, String more) {
        String id = api.post("/api/halo/events",
                """
                        {"id": "%s", "sourceType": "squad", "eventType": "squad.task.%s", "severity": "info", "handled": false,
                         "timestamp": "2026-11-01T00:00:00.000Z", "payload": {"taskId": "%s", "taskType": "agent.revive",
                         "agentId": "dreamops", "agentRole": "DreamOps", %s}}"""
                        .formatted(Ids.next(), end, squadBuilderId, more))
                .body().at("/event/id").stringValue();
        return Awaitility.await().until(() -> api.get("/api/halo/events/" + id).body(),
                body -> body.path("routing").asString().equals("done")).path("wormholes");
    }

    @Test
    void resultBySquadBuildersIdIsTakenWhateverSquadTheTaskHas() {
        RECEIVER.answer((request, earlier) -> new Answer(200, Map.of(), "{\"ok\":true,\"task\":{\"id\":\"sq-110\"}}"));
        TaskView task = approved("DreamOps");
        drive();
        jdbc.sql("update repair_task set squad_id = 'own' where id = ?").param(task.id()).update();
        assertThat(tellOfSquadBuilder("completed", "sq-111", "\"result\": \"done\"").toString())
                .contains("names no task");
        assertThat(tellOfSquadBuilder("completed", "sq-110", "\"result\": \"revived\"").toString())
                .contains("is succeeded");
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(now(task.id()).statusReason()).contains("revived");

        TaskView before = now(task.id());
        assertThat(tellOfSquadBuilder("completed", "sq-110", "\"result\": \"revived\"").toString())
                .as("the same report twice").contains("is succeeded");
        assertThat(now(task.id())).isEqualTo(before);
    }

    @Test
    void failureBySquadBuildersIdEndsTheRun() {
        RECEIVER.answer((request, earlier) -> new Answer(200, Map.of(), "{\"ok\":true,\"task\":{\"id\":\"sq-120\"}}"));
        TaskView task = approved("DreamOps");
        drive();
        jdbc.sql("update repair_task set squad_id = 'own' where id = ?").param(task.id()).update();
        tellOfSquadBuilder("failed", "sq-120", "\"error\": \"no pulse\"");
        assertThat(now(task.id()).statusReason()).contains("no pulse");
    }

    @Test
    void idOfAnotherTargetIsTheSquadsOwn() {
        RECEIVER.answer((request, earlier) -> new Answer(200, Map.of(), "{\"ok\":true,\"task\":{\"id\":\"sq-130\"}}"));
        TaskView task = approved("Hooked");
        drive();
        jdbc.sql("update repair_task set squad_id = 'own' where id = ?").param(task.id()).update();
        assertThat(tellOfSquadBuilder("completed", "sq-130", "\"result\": \"done\"").toString())
                .contains("names no task");
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void failureThatWasHeardBeforeTheRunBeganIsOfAnEarlierOne() {
        RECEIVER.answer(TaskReceiver.TAKE);
        TaskView task = approved("Hooked");
        drive();
        TaskReport failure = new TaskReport(null, Execution.keyOf(task.id()), null, null, false, "old", null);
        assertThatThrownBy(() -> results.report(task.id(), failure, ANN, clock.instant().minusSeconds(1)))
                .isInstanceOf(ConflictException.class).hasMessageContaining("of an earlier run");
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        results.report(task.id(), failure, ANN, clock.instant());
        assertThat(now(task.id()).statusReason()).contains("old");
    }

    @Test
    void failedWhenItNamesTheKeyOfTheSendFails() {
        RECEIVER.answer(TaskReceiver.TAKE);
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
