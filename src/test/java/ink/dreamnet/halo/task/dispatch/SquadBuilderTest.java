package ink.dreamnet.halo.task.dispatch;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.support.DreamNetServices.Fault;
import ink.dreamnet.halo.support.Effort;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.Attempt;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// How Squad Builder does an approved task, whatever happens to its answers: once, or HALO says that it does not know.
@OnPostgres
class SquadBuilderTest extends TaskRoom {

    @Autowired
    SquadBuilderChannel channel;

    @BeforeEach
    void someoneIsThere() {
        dreamNet.squads.reset();
        dreamNet.squads.agent("ops-1", "DreamOps", true);
        dreamNet.squadBuilder.serves("/api/squad/tasks", dreamNet.squads::serve);
    }

    private TaskView revival() {
        TaskView task = propose("agent.revive", "DreamOps", SubjectRef.parse("agent:" + Ids.next()), Severity.HIGH);
        return approvals.approve(task.id(), null, null, ANN);
    }

    /// As if time went by in which the scheduler runs every job that is due.
    private void pass(Duration time) {
        clock.advance(time);
        drive();
    }

    private List<String> stored() {
        return dreamNet.squads.tasks().stream().map(task -> task.get("status").asString()).toList();
    }

    private String callOf(int index) {
        return dreamNet.squads.calls().get(index).replaceFirst("[0-9a-f-]{36}", "{id}");
    }

    @Test
    void dispatchStoresTheBareTaskThenHasItDoneAndKeepsWhatItsTargetWrote() {
        TaskView task = revival();
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DISPATCHED);
        JsonNode sent = dreamNet.squads.tasks().getFirst();
        assertThat(sent.get("type").asString()).isEqualTo("agent.revive");
        assertThat(sent.get("payload").get("ratio").doubleValue()).isEqualTo(1.5);
        assertThat(sent.get("status").asString()).isEqualTo("pending");
        assertThat(sent.get("priority").asString()).isEqualTo("high");
        assertThat(sent.get("haloTaskId").asString()).isEqualTo(task.id().toString());
        assertThat(execution(task).squadTaskId()).isEqualTo(sent.get("id").asString());
        assertThat(dreamNet.squads.work()).isEmpty();

        drive();
        assertThat(dreamNet.squads.work()).containsExactly(task.id().toString());
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(execution(task).agent()).isEqualTo("ops-1");
        assertThat(dreamNet.squads.sentKeys()).hasSize(2).doesNotHaveDuplicates()
                .allMatch(key -> key.startsWith("halo-task-" + task.id()));
        JsonNode shown = api.get(path(task)).body();
        assertThat(list(shown.get("logs"))).extracting(line -> line.get("text").asString())
                .containsExactly("Assigned to DreamOps", "Completed by DreamOps: done");
        assertThat(jdbc.sql("select agent from task_run where task_id = ?").param(task.id()).query(String.class)
                .single()).isEqualTo("ops-1");
        assertThat(staged()).isEmpty();
        trailLeadsHere(task.id());
    }

    @Test
    void failureIsTriedAgainAsAnotherTaskUnderOtherKeys() {
        dreamNet.squads.skill(task -> "the host is on fire");
        TaskView task = revival();
        drive();
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.FAILED);
        assertThat(now(task.id()).statusReason()).isEqualTo("the host is on fire");
        dreamNet.squads.skill(any -> null);
        pass(Duration.ofMinutes(2));
        pass(Duration.ZERO);
        pass(Duration.ZERO);
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stored()).containsExactly("failed", "success");
        assertThat(dreamNet.squads.sentKeys()).hasSize(4).doesNotHaveDuplicates();
        trailLeadsHere(task.id());
    }

    @Test
    void answerToTheStoringThatIsLostLeadsToAnotherTaskAndTheFirstIsNeverDone() {
        dreamNet.squads.fault("create", Fault.LOST_AFTER);
        TaskView task = revival();
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DISPATCHED);
        pass(Duration.ofMinutes(1));
        assertThat(tasks.attempts(task.id()).getLast().error()).contains("does not say as which task",
                "status 200: 200");
        pass(Duration.ofMinutes(1));
        pass(Duration.ZERO);
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stored()).containsExactly("pending", "success");
        assertThat(dreamNet.squads.work()).hasSize(1);
        // the repetition of a call kept its key
        assertThat(dreamNet.squads.sentKeys().get(1)).isEqualTo(dreamNet.squads.sentKeys().get(0));
        assertThat(dreamNet.squads.sentKeys().subList(1, 4)).doesNotHaveDuplicates();
    }

    @Test
    void answerToTheDispatchThatIsLostIsAskedForAndTheWorkIsDoneOnce() {
        for (Fault fault : List.of(Fault.LOST_AFTER, Fault.HANGS_AFTER)) {
            dreamNet.squads.reset();
            dreamNet.squads.agent("ops-1", "DreamOps", true);
            TaskView task = revival();
            drive();
            dreamNet.squads.fault("dispatch", fault);
            drive();
            assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
            assertThat(dreamNet.squads.work()).hasSize(1);
            pass(Duration.ofMinutes(1));
            assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(dreamNet.squads.work()).hasSize(1);
            assertThat(list(api.get(path(task)).body().get("logs"))).hasSize(2);
            trailLeadsHere(task.id());
        }
    }

    @Test
    void dispatchThatNeverArrivedIsRepeatedUnderItsKeyOnceTheTaskIsKnownToBePending() {
        TaskView task = revival();
        drive();
        dreamNet.squads.fault("dispatch", Fault.LOST_BEFORE);
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(dreamNet.squads.work()).isEmpty();
        gate.pause("hold everything", ANN);
        pass(Duration.ofMinutes(1));
        assertThat(callOf(2)).isEqualTo("GET /api/squad/tasks/{id}");
        assertThat(dreamNet.squads.work()).as("a pause holds back what would begin").isEmpty();
        assertThat(tasks.attempts(task.id()).getLast().error()).contains("has not begun");
        gate.resume("go on", ANN);
        pass(Duration.ofMinutes(1));
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(dreamNet.squads.work()).hasSize(1);
        assertThat(dreamNet.squads.sentKeys().getLast()).isEqualTo(dreamNet.squads.sentKeys().get(1));
    }

    @Test
    void outcomeThatCannotBeFoundOutIsADeadLetterThatSaysSoAndIsNotTriedAgain() {
        TaskView forgotten = revival();
        drive();
        dreamNet.squads.fault("dispatch", Fault.LOST_AFTER);
        drive();
        dreamNet.squads.forgetTasks();
        pass(Duration.ofMinutes(1));
        assertThat(status(forgotten.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(forgotten.id()).statusReason()).contains("does not know task", "is not known");
        assertThat(dreamNet.squads.work()).hasSize(1);

        TaskView silent = revival();
        drive();
        dreamNet.squads.fault("dispatch", Fault.LOST_AFTER);
        drive();
        dreamNet.squads.unmounted("show", true);
        pass(Duration.ofMinutes(1));
        assertThat(status(silent.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(tasks.attempts(silent.id()).getLast().error()).contains("text/html");
        clock.advance(Duration.ofMinutes(30));
        poll();
        drive();
        assertThat(status(silent.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(silent.id()).statusReason()).contains("that is not known");
        assertThat(dreamNet.squads.work()).hasSize(2);
        trailLeadsHere(silent.id());
    }

    @Test
    void answerThatIsNoAcceptanceIsNotTakenForOne() {
        dreamNet.squads.unmounted("create", true);
        TaskView task = revival();
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DISPATCHED);
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMinutes(5));
        }
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(task.id()).statusReason()).contains("does not answer as DreamNet does", "text/html");
        assertThat(tasks.attempts(task.id())).hasSize(3).extracting(Attempt::status).containsOnly(200);
        assertThat(dreamNet.squads.sentKeys()).hasSize(3);
        assertThat(dreamNet.squads.sentKeys().stream().distinct()).hasSize(1);
    }

    @Test
    void answerWithAnotherTypeOrWithoutAnAgentIsNotTakenForWhatItIsNot() {
        TaskView task = revival();
        dreamNet.squadBuilder.answers("/api/squad/tasks",
                "{\"ok\":true,\"task\":{\"id\":\"t-1\",\"type\":\"other\"}}");
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.DISPATCHED);
        assertThat(tasks.attempts(task.id()).getLast().error()).contains("does not answer with the task that was sent");
        dreamNet.squadBuilder.serves("/api/squad/tasks", dreamNet.squads::serve);
        pass(Duration.ofMinutes(1));
        String id = dreamNet.squads.tasks().getFirst().get("id").asString();
        dreamNet.squadBuilder.answers("/api/squad/tasks/" + id + "/dispatch", "{\"ok\":true}");
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        assertThat(dreamNet.squads.work()).isEmpty();
        dreamNet.squadBuilder.serves("/api/squad/tasks/" + id + "/dispatch", dreamNet.squads::serve);
        pass(Duration.ofMinutes(1));
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(dreamNet.squads.work()).hasSize(1);
    }

    @Test
    void refusalOfTheDispatchIsAFailureWithItsReason() {
        dreamNet.squads.agent("ops-1", "DreamOps", false);
        TaskView task = revival();
        drive();
        drive();
        assertThat(now(task.id()).statusReason()).isEqualTo("No suitable agent available");
        assertThat(status(task.id())).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void answerToTheDispatchThatIsAPageLeadsToAQuestion() {
        TaskView task = revival();
        drive();
        dreamNet.squads.unmounted("dispatch", true);
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        dreamNet.squads.unmounted("dispatch", false);
        pass(Duration.ofMinutes(1));
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(dreamNet.squads.work()).hasSize(1);
    }

    @Test
    void routeThatIsChangedMeanwhileEndsTheRunWithoutAKnownOutcome() {
        TaskView task = revival();
        drive();
        dreamNet.squads.fault("dispatch", Fault.LOST_AFTER);
        drive();
        // as if the operator had changed the route of its role
        jdbc.sql("update repair_task set target_agents = '[\"Hooked\"]' where id = ?").param(task.id()).update();
        pass(Duration.ofMinutes(1));
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(task.id()).statusReason()).contains("its route was changed", "not known");
    }

    @Test
    void targetThatIsChangedMeanwhileIsNotAskedForTheTaskOfAnother() {
        TaskView task = revival();
        drive();
        dreamNet.squads.fault("dispatch", Fault.LOST_AFTER);
        drive();
        // as if the route led to another Squad Builder now
        jdbc.sql("update repair_task set target = 'http://before/api/squad/tasks' where id = ?").param(task.id())
                .update();
        int calls = dreamNet.squads.calls().size();
        pass(Duration.ofMinutes(1));
        assertThat(status(task.id())).isEqualTo(TaskStatus.DEAD_LETTER);
        assertThat(now(task.id()).statusReason()).contains("its route was changed", "not known");
        assertThat(dreamNet.squads.calls()).hasSize(calls);
    }

    @Test
    void logOfTheTargetIsKeptMaskedAndWithoutWhatNoDatabaseKeeps() {
        dreamNet.squads.skill(sent -> "no\u0000 login: password=hunter-s3cret");
        TaskView task = revival();
        drive();
        dreamNet.squads.fault("dispatch", Fault.LOST_AFTER);
        drive();
        pass(Duration.ofMinutes(1));
        assertThat(status(task.id())).isEqualTo(TaskStatus.FAILED);
        assertThat(now(task.id()).statusReason()).isEqualTo("Failed: no  login: password=********");
        assertThat(list(api.get(path(task)).body().get("logs"))).extracting(line -> line.get("text").asString())
                .containsExactly("Assigned to DreamOps", "Failed: no  login: password=********");
    }

    private void cycle() {
        assertThat(api.post("/api/halo/run", null).status()).isEqualTo(200);
    }

    private JsonNode taskFor(String agent) {
        return list(api.get("/api/halo/tasks").body().get("tasks")).stream()
                .filter(task -> task.at("/subject/id").asString().equals(agent)).findFirst().orElseThrow();
    }

    @Test
    void agentThatGoesOfflineThereIsRevivedThereOnceSomebodyCanAndIsSeenToBeBack() {
        // cycles are jobs too
        scheduler.resume();
        dreamNet.squadBuilder.serves("/api/squad/agents", dreamNet.squads::serve);
        dreamNet.squads.agent("ops-1", "DreamOps", false);
        dreamNet.squads.agent("relay-1", "RelayBot", false);
        cycle();
        JsonNode proposed = taskFor("relay-1");
        assertThat(proposed.get("routingError").asString())
                .isEqualTo("no agent of role DreamOps is online in Squad Builder; 1 is offline");
        UUID id = UUID.fromString(proposed.get("id").asString());
        JsonNode approval = api.post("/api/halo/tasks/" + id + "/approve", null).body();
        assertThat(approval.get("warning").asString()).contains("no agent of role DreamOps is online");
        Awaitility.await().until(() -> now(id).blockedBy() != null);
        assertThat(held(now(id)).by()).isEqualTo("agent");
        assertThat(dreamNet.squads.tasks()).isEmpty();

        dreamNet.squads.agent("ops-1", "DreamOps", true);
        dreamNet.squads.skill(task -> {
            dreamNet.squads.agent(task.at("/payload/agent").asString(), "RelayBot", true);
            return null;
        });
        cycle();
        poll();
        Awaitility.await().until(() -> status(id) == TaskStatus.SUCCEEDED);
        assertThat(dreamNet.squads.tasks()).singleElement()
                .satisfies(task -> assertThat(task.get("assignedAgent").asString()).isEqualTo("ops-1"));
        clock.advance(Duration.ofMinutes(3));
        cycle();
        assertThat(now(id).verification().verification()).isEqualTo(Verification.EFFECTIVE);
    }

    @Test
    void agentThatATaskIsGivenToIsTheOneOfTheReasonThatTheTaskGives() {
        scheduler.resume();
        dreamNet.squadBuilder.serves("/api/squad/agents", dreamNet.squads::serve);
        dreamNet.squads.agent("ops-2", "DreamOps", true);
        dreamNet.squads.agent("ops-3", "DreamOps", false);
        cycle();
        for (int i = 0; i < 4; i++) {
            TaskView task = revival();
            Awaitility.await().until(() -> status(task.id()) == TaskStatus.SUCCEEDED);
            String assigned = dreamNet.squads.tasks().getLast().get("assignedAgent").asString();
            assertThat(assigned).isIn("ops-1", "ops-2");
            assertThat(task.proposal().routingReason()).startsWith("agent " + assigned + ": ")
                    .contains("; ops-" + (assigned.equals("ops-1") ? "2" : "1") + ": ").doesNotContain("ops-3");
        }
    }

    @Test
    void taskOfATypeThatSquadBuilderDoesNotRouteWaitsWhereHaloHasNoListOfAgents() {
        jdbc.sql("delete from source_pull").update();
        TaskView task = propose("squad.optimize", "DreamOps", SubjectRef.parse("squad:" + Ids.next()), Severity.HIGH);
        assertThat(task.proposal().routingError()).contains("no agent for tasks of type 'squad.optimize' by itself");
        approvals.approve(task.id(), null, null, ANN);
        drive();
        assertThat(held(task).by()).isEqualTo("agent");
        assertThat(dreamNet.squads.tasks()).isEmpty();
    }

    @Test
    void dispatchThatHaloStoodStillBeforeIsNotSentAnyMore() throws Exception {
        TaskView task = revival();
        drive();
        Delivery late = new Delivery(task.id(), 1, 2, "k", "k", String.valueOf(execution(task).squadTaskId()), false,
                true, "agent.revive", Map.of(), "high", List.of("DreamOps"), null, "agent:a",
                clock.instant().minusSeconds(7));
        Destination target = new Destination(URI.create(dreamNet.squads.base() + "/api/squad/tasks"), List.of());
        assertThat(channel.send(late, target)).isInstanceOf(DeliveryResult.Underway.class);
        assertThat(dreamNet.squads.work()).isEmpty();
    }

    @Test
    void jobThatIsLostWhileItsTargetWorksIsStagedAgain() {
        TaskView task = revival();
        drive();
        dreamNet.squads.fault("dispatch", Fault.LOST_AFTER);
        drive();
        jdbc.sql("delete from scheduled_tasks where task_instance = ?").param(task.id().toString()).update();
        clock.advance(Duration.ofMinutes(1));
        poll();
        assertThat(staged()).containsExactly(task.id());
        drive();
        assertThat(status(task.id())).isEqualTo(TaskStatus.SUCCEEDED);
    }

    /// `-Dhalo.squad-builder.seed=…` repeats one.
    @Test
    void whateverIsLostNoRunIsWorkedOnTwiceAndEverySuccessWasOne() {
        long seed = Long.getLong("halo.squad-builder.seed", System.nanoTime());
        Random random = new Random(seed);
        dreamNet.squads.faults(kind -> switch (random.nextInt(6)) {
            case 0 -> Fault.CUT_BEFORE;
            case 1, 2 -> Fault.LOST_AFTER;
            default -> null;
        });
        dreamNet.squads.skill(task -> random.nextInt(3) == 0 ? "no luck" : null);
        List<TaskView> all = IntStream.range(0, Effort.of(6, 60)).mapToObj(any -> revival()).toList();
        for (int round = 0; round < 120 && !all.stream().allMatch(task -> ended(task.id())); round++) {
            pass(Duration.ofMinutes(1));
            poll();
        }
        assertThat(dreamNet.squads.work()).as("seed %d", seed).isNotEmpty();
        assertThat(all).as("seed %d", seed).allSatisfy(task -> {
            assertThat(status(task.id())).isIn(TaskStatus.SUCCEEDED, TaskStatus.DEAD_LETTER);
            List<JsonNode> there = dreamNet.squads.tasks().stream()
                    .filter(of -> of.get("haloTaskId").asString().equals(task.id().toString())).toList();
            // one line for each time that an agent ended it
            assertThat(there).allSatisfy(of -> assertThat(of.get("logs").size()).isIn(0, 2));
            long successes = there.stream().filter(of -> of.get("status").asString().equals("success")).count();
            boolean unknown = String.valueOf(now(task.id()).statusReason()).contains("not known");
            assertThat(successes).isLessThanOrEqualTo(1);
            if (!unknown) {
                assertThat(successes == 1).isEqualTo(status(task.id()) == TaskStatus.SUCCEEDED);
            }
            trailLeadsHere(task.id());
        });
    }

    private boolean ended(UUID id) {
        return status(id) == TaskStatus.SUCCEEDED || status(id) == TaskStatus.DEAD_LETTER;
    }
}
