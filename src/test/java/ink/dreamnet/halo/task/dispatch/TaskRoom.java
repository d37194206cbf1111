package ink.dreamnet.halo.task.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.github.kagkarlsson.scheduler.Scheduler;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.DreamNet;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.TaskReceiver;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.DispatchObjection;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.approval.Approvals;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import ink.dreamnet.halo.task.proposal.Proposals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole service with its job scheduler standing still: a test runs the staged jobs by hand, with its own clock.
@HaloTest
public abstract class TaskRoom {

    static final String NEW_SECRET = DreamNet.NEW_SECRET;
    static final String OLD_SECRET = DreamNet.OLD_SECRET;
    protected static final Actor ANN = new Actor("ann");
    protected static final Actor BOB = new Actor("bob");

    @Autowired
    protected DreamNet dreamNet;
    @Autowired
    ScriptedCensus census;
    @Autowired
    protected ScriptedObjection objection;
    @Autowired
    protected Api api;
    @Autowired
    protected TestClock clock;
    @Autowired
    protected Scheduler scheduler;
    @Autowired
    protected Tasks tasks;
    @Autowired
    Proposals proposals;
    @Autowired
    protected Approvals approvals;
    @Autowired
    Dispatcher dispatcher;
    @Autowired
    DispatchPoller poller;
    @Autowired
    BlockedTasks blockedTasks;
    @Autowired
    Outbox outbox;
    @Autowired
    TaskStore store;
    @Autowired
    protected DispatchGate gate;
    @Autowired
    protected JdbcClient jdbc;
    @Autowired
    protected TransactionTemplate transaction;

    @TestComponent
    static class ScriptedCensus implements SubjectCensus {

        final Map<SubjectRef, List<Group>> groups = new ConcurrentHashMap<>();

        @Override
        public List<Group> groupsOf(SubjectRef subject) {
            return groups.getOrDefault(subject, List.of());
        }
    }

    @TestComponent
    protected static class ScriptedObjection implements DispatchObjection {

        public final Map<SubjectRef, String> bySubject = new ConcurrentHashMap<>();

        @Override
        public Optional<String> against(UUID weakPointId, SubjectRef subject) {
            return Optional.ofNullable(bySubject.get(subject));
        }
    }

    /// Leaves nothing in work and all budgets free.
    @BeforeEach
    void startClean() {
        if (!scheduler.getSchedulerState().isPaused()) {
            scheduler.pause();
        }
        if (gate.paused().isPresent()) {
            gate.resume("the next test", ANN);
        }
        census.groups.clear();
        objection.bySubject.clear();
        dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
        jdbc.sql("select id from repair_task where active_key is not null").query(UUID.class).list()
                .forEach(id -> approvals.cancel(id, "the next test", ANN));
        jdbc.sql("update standing_approval set revoked_by = 'test', revoked_at = created_at where revoked_at is null")
                .update();
        clock.advance(Duration.ofHours(2));
        drive();
    }

    /// Whatever happened to tasks, their numbers are known without reading them.
    @AfterEach
    void countsAreThoseOfTheTable() {
        Map<String, Long> rows = new TreeMap<>();
        jdbc.sql("select status, count(*) from repair_task group by status").query(row -> {
            rows.put(row.getString(1), row.getLong(2));
        });
        Map<String, Long> counts = new TreeMap<>();
        tasks.counts().forEach((status, number) -> counts.put(status.name(), number));
        assertThat(counts).isEqualTo(rows);
    }

    /// A task that waits for approval, with a weak point and a subject of its own.
    protected TaskView propose(String role) {
        return propose("test.repair", role, SubjectRef.parse("endpoint:" + Ids.next()), Severity.HIGH);
    }

    protected TaskView propose(String type, String role, SubjectRef subject, Severity severity) {
        return propose(new TaskDraft(new TaskContent(type, List.of(role), Map.of("subject", subject.toString(),
                "ratio", 1.50)), "test-strategy", new RepairStep(type, 0, List.of()), Ids.next(), "test.broken",
                subject, severity, Ids.next(), null, People.NOBODY), CycleMode.FULL).getFirst();
    }

    /// @return the tasks that a cycle that proposes it leads to: one or none
    protected List<TaskView> propose(TaskDraft draft, CycleMode mode) {
        return Objects.requireNonNull(
                transaction.execute(tx -> proposals.route(proposals.propose(List.of(draft), mode))));
    }

    /// A task that was proposed and approved.
    protected TaskView approved(String role) {
        return approvals.approve(propose(role).id(), "yes", null, ANN);
    }

    protected List<UUID> staged() {
        return jdbc.sql("select task_instance from scheduled_tasks where task_name = ? order by task_instance")
                .param(Outbox.JOB).query(String.class).list().stream().map(UUID::fromString).toList();
    }

    /// Runs every staged job once, as the scheduler would, and takes away those that are done.
    protected void drive() {
        staged().forEach(this::runJob);
    }

    /// One round of the poller.
    protected void poll() {
        poller.poll();
    }

    /// Lets what is blocked go on where nothing blocks it any more.
    protected void release() {
        blockedTasks.run();
    }

    protected void runJob(UUID id) {
        try {
            dispatcher.step(id, () -> {
            });
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        transaction.executeWithoutResult(tx -> {
            if (store.find(id).flatMap(outbox::due).isEmpty()) {
                jdbc.sql("delete from scheduled_tasks where task_name = ? and task_instance = ?")
                        .params(Outbox.JOB, id.toString()).update();
            }
        });
    }

    protected TaskView now(UUID id) {
        return tasks.get(id);
    }

    protected TaskStatus status(UUID id) {
        return now(id).status();
    }

    protected BlockedBy held(TaskView task) {
        return Objects.requireNonNull(now(task.id()).blockedBy());
    }

    protected Execution execution(TaskView task) {
        return Objects.requireNonNull(now(task.id()).execution());
    }

    protected String path(TaskView task) {
        return "/api/halo/tasks/" + task.id();
    }

    /// Asserts that a call is refused with 409 and a reason.
    protected static void refused(Api.Answer answer, String reason) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(409);
        assertThat(answer.body().get("error").asString()).contains(reason);
    }

    protected void agent(String id, String role) {
        assertThat(api.put("/api/halo/agents/" + id, "{\"role\": \"%s\"}".formatted(role)).status()).isIn(200, 201);
    }

    protected Api.Answer lease(String agent) {
        return api.post("/api/halo/tasks/lease", "{\"agent\": \"%s\"}".formatted(agent));
    }

    protected static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    /// Asserts that the audit trail leads to the state that the task is in, without a gap and by legal steps only.
    protected void trailLeadsHere(UUID id) {
        String state = null;
        for (var line : tasks.trail(id)) {
            if (Objects.equals(line.from(), line.to()) && state != null) {
                assertThat(line.to()).as("%s at %s", line.action(), id).isEqualTo(state);
                continue;
            }
            assertThat(line.from()).as("%s at %s", line.action(), id).isEqualTo(state);
            state = line.to();
        }
        assertThat(state).isEqualTo(status(id).wire());
    }
}
