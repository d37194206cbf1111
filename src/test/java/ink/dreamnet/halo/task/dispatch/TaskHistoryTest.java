package ink.dreamnet.halo.task.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Effort;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TaskReceiver;
import ink.dreamnet.halo.support.TaskReceiver.Answer;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.task.approval.Approvals;
import ink.dreamnet.halo.task.approval.StandingApprovals;
import ink.dreamnet.halo.task.lease.LeaseHeartbeats;
import ink.dreamnet.halo.task.lease.Leases;
import ink.dreamnet.halo.task.verification.StrategyStops;
import ink.dreamnet.halo.task.verification.Verifications;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// Long random histories against the real services: operators, agents, targets, the clock and crashes do what they like, and
/// the promises hold all the same.
///
/// `-Dhalo.history.steps=5000` takes more steps than the suite has time for; `-Dhalo.history.seed=…` repeats a history.
@OnPostgres
class TaskHistoryTest extends TaskRoom {

    private static final int STEPS = Integer.getInteger("halo.history.steps", Effort.of(250, 3000));
    private static final Set<TaskStatus> ENDED = Set.of(TaskStatus.SUCCEEDED, TaskStatus.REJECTED, TaskStatus.EXPIRED,
            TaskStatus.CANCELLED, TaskStatus.DEAD_LETTER);

    @Autowired
    Leases leases;
    @Autowired
    LeaseHeartbeats heartbeats;
    @Autowired
    TaskReports results;
    @Autowired
    StandingApprovals standing;
    @Autowired
    Verifications verifications;
    @Autowired
    StrategyStops stops;

    private final List<UUID> known = new ArrayList<>();
    private final List<Leases.LeasedTask> everLeased = new ArrayList<>();
    /// The contents that someone approved, by task.
    private final Map<UUID, Set<String>> approvedHashes = new HashMap<>();

    @Test
    void anyHistoryKeepsThePromises() throws Exception {
        long seed = Long.getLong("halo.history.seed", System.nanoTime());
        Random random = new Random(seed);
        int before = dreamNet.taskReceiver.requests().size();
        agent("h1", "Leaser");
        agent("h2", "Leaser");
        try {
            known.add(propose("Hooked").id());
            // a history in which nothing happens proves nothing: one goes on until it has sent something
            for (int step = 0; step < STEPS || dreamNet.taskReceiver.requests().size() == before; step++) {
                assertThat(step).as("steps without any delivery").isLessThan(10 * STEPS);
                attempt(random);
                assertBudgets();
            }
            letAllEnd();
            assertThat(known).allSatisfy(id -> assertThat(status(id)).isIn(ENDED));
            known.forEach(this::trailLeadsHere);
            assertVerifications();
            List<TaskReceiver.Request> requests = dreamNet.taskReceiver.requests().subList(before,
                    dreamNet.taskReceiver.requests().size());
            if (STEPS >= 1000) {
                assertThat(known.stream().map(this::status)).contains(TaskStatus.SUCCEEDED, TaskStatus.DEAD_LETTER);
            }
            assertDeliveries(requests);
            assertRuns();
        } catch (AssertionError | Exception broken) {
            throw new AssertionError("seed " + seed, broken);
        }
    }

    private void attempt(Random random) throws Exception {
        boolean stopped = !stops.active().isEmpty();
        int runs = runs();
        try {
            step(random);
        } catch (ConflictException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        if (stopped && !stops.active().isEmpty()) {
            assertThat(runs()).as("runs of a stopped strategy").isEqualTo(runs);
        }
    }

    private int runs() {
        return jdbc.sql("select count(*) from task_run").query(Integer.class).single();
    }

    private void step(Random random) throws Exception {
        Actor who = random.nextBoolean() ? ANN : BOB;
        if (random.nextInt(8) == 0 && gate.paused().isPresent()) {
            gate.resume("a test", who);
        }
        if (random.nextInt(6) == 0) {
            release(who);
        }
        switch (random.nextInt(30)) {
            case 0, 1, 2, 3 -> known.add(propose(random.nextInt(4) == 0 ? "quorum.type" : "test.repair",
                    random.nextBoolean() ? "Hooked" : "Leaser", SubjectRef.parse("endpoint:h" + random.nextInt(40)),
                    Severity.values()[1 + random.nextInt(3)]).id());
            case 4, 5, 6, 7 -> approve(random, who);
            case 8 -> approvals.reject(any(random), "no", who);
            case 9 -> approvals.cancel(any(random), null, who);
            case 10 -> approvals.retry(any(random), null, who);
            case 11 -> {
                Map<String, Object> payload = Map.of("n", random.nextInt());
                approvals.edit(any(random), new Approvals.Edit(present -> payload, null), null, who);
            }
            case 12, 13 -> clock.advance(Duration.ofSeconds(random.nextInt(random.nextInt(8) == 0 ? 4000 : 200)));
            case 14 -> look();
            case 15, 16, 22 -> deliver(random);
            case 17 -> crash(random);
            case 18, 23 -> everLeased.addAll(leases.lease(random.nextBoolean() ? "h1" : "h2", 1 + random.nextInt(2),
                    Duration.ZERO, who));
            case 19, 24 -> reportLease(random);
            case 20, 25, 26 -> reportByKey(random);
            case 27, 28 -> look(random);
            default -> rareThings(random, who);
        }
    }

    private UUID any(Random random) {
        int recent = random.nextInt(5) == 0 ? known.size() : Math.min(known.size(), 8);
        return known.get(known.size() - 1 - random.nextInt(recent));
    }

    private void approve(Random random, Actor who) {
        UUID id = any(random);
        TaskView said = approvals.approve(id, null, null, who);
        approvedHashes.computeIfAbsent(id, any -> new HashSet<>()).add(said.approval().contentHash());
    }

    private void look() {
        poll();
        noteStanding();
        tasks.expireOverdue();
    }

    /// What standing approvals spoke for was approved too.
    private void noteStanding() {
        for (UUID id : known) {
            now(id).approval().approvals().stream().filter(word -> word.standingId() != null).forEach(
                    word -> approvedHashes.computeIfAbsent(id, any -> new HashSet<>()).add(word.contentHash()));
        }
    }

    private void deliver(Random random) {
        int mood = random.nextInt(6);
        dreamNet.taskReceiver.answer((request, earlier) -> switch (mood) {
            case 0 -> new Answer(500, Map.of(), "");
            case 1 -> null;
            case 2 -> new Answer(429, Map.of("Retry-After", "30"), "");
            case 3 -> earlier == 0 ? new Answer(503, Map.of(), "") : new Answer(200, Map.of(), "");
            default -> new Answer(200, Map.of(), "");
        });
        noteStanding();
        List<UUID> jobs = staged();
        if (!jobs.isEmpty()) {
            if (random.nextBoolean()) {
                drive();
            } else {
                runJob(jobs.get(random.nextInt(jobs.size())));
            }
        }
    }

    /// HALO sends, and dies before it takes in the answer.
    private void crash(Random random) throws InterruptedException {
        List<UUID> jobs = staged();
        if (jobs.isEmpty()) {
            return;
        }
        UUID id = jobs.get(random.nextInt(jobs.size()));
        noteStanding();
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        dreamNet.taskReceiver.answer((request, earlier) -> {
            arrived.countDown();
            try {
                dead.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return new Answer(200, Map.of(), "");
        });
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                dispatcher.step(id, () -> {
                });
            } catch (InterruptedException killed) {
                Thread.currentThread().interrupt();
            }
        });
        while (sender.isAlive() && !arrived.await(5, TimeUnit.MILLISECONDS)) {
            // it may have had nothing to send
        }
        sender.interrupt();
        sender.join();
        dead.countDown();
        dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
    }

    private void reportLease(Random random) {
        if (everLeased.isEmpty()) {
            return;
        }
        int recent = random.nextInt(4) == 0 ? everLeased.size() : Math.min(everLeased.size(), 3);
        Leases.LeasedTask lease = everLeased.get(everLeased.size() - 1 - random.nextInt(recent));
        UUID task = random.nextInt(5) == 0 ? any(random) : lease.task().id();
        if (random.nextInt(3) == 0) {
            heartbeats.heartbeat(task, lease.lease().id(), random.nextBoolean() ? ANN : BOB);
        } else {
            report(task, new TaskReport(lease.lease().id(), null, null, null, random.nextBoolean(), null, null),
                    random);
        }
    }

    private void reportByKey(Random random) {
        List<UUID> running = jdbc.sql("""
                select id from repair_task where status = 'RUNNING' and lease_id is null order by id""")
                .query((row, number) -> row.getObject(1, UUID.class)).list();
        UUID task = running.isEmpty() || random.nextInt(3) == 0
                ? any(random)
                : running.get(random.nextInt(running.size()));
        report(task, new TaskReport(null, "halo-task-" + task, null, random.nextBoolean() ? null : 1,
                random.nextInt(3) > 0, "m", Map.of("n", 1)), random);
    }

    /// A report that was taken in is answered the same when it comes once more at once.
    private void report(UUID task, TaskReport report, Random random) {
        TaskView taken = results.report(task, report, ANN);
        if (random.nextBoolean()) {
            assertThat(results.report(task, report, ANN).status()).isEqualTo(taken.status());
        }
    }

    private void rareThings(Random random, Actor who) {
        switch (random.nextInt(5)) {
            case 0 -> gate.pause("a test", who);
            case 1, 2 -> gate.resume("a test", who);
            case 3 -> standing.create("test.repair", "endpoint:h1*", Severity.HIGH, 1 + random.nextInt(3),
                    clock.instant().plus(Duration.ofHours(2)), "narrow", who);
            default -> approvals.reject(any(random), null, who);
        }
    }

    private void release(Actor who) {
        stops.active().forEach(stop -> stops.release(stop.strategy(), stop.code(), null, who));
    }

    /// A cycle looks whether repairs have helped.
    private void look(Random random) {
        transaction.executeWithoutResult(tx -> verifications.awaiting(clock.instant()).forEach(task -> {
            switch (random.nextInt(6)) {
                case 0 -> verifications.postpone(List.of(task.taskId()), random.nextBoolean());
                case 1 -> verifications.request(List.of(task.taskId()), Ids.next());
                default -> verifications.conclude(task.taskId(), random.nextInt(4) == 0
                        ? Verification.HARMFUL
                        : Verification.values()[random.nextInt(4)], "as told", Map.of());
            }
        }));
    }

    private void assertBudgets() {
        assertThat(count("status in ('DISPATCHED', 'RUNNING')")).isLessThanOrEqualTo(6);
        assertThat(jdbc.sql("""
                select count(*) from (select subject_id from repair_task where status in ('DISPATCHED', 'RUNNING')
                group by subject_id having count(*) > 1) crowded""").query(Integer.class).single()).isZero();
    }

    private int count(String where) {
        return jdbc.sql("select count(*) from repair_task where " + where).query(Integer.class).single();
    }

    /// Time passes, operators do nothing any more, targets take everything and never say what came of it.
    private void letAllEnd() {
        release(ANN);
        dreamNet.taskReceiver.answer(TaskReceiver.TAKE);
        if (gate.paused().isPresent()) {
            gate.resume("the end", ANN);
        }
        for (int round = 0; round < 110 && !known.stream().allMatch(id -> ENDED.contains(status(id))); round++) {
            clock.advance(Duration.ofMinutes(20));
            look();
            drive();
        }
    }

    private void assertDeliveries(List<TaskReceiver.Request> requests) {
        JsonMapper json = JsonMapper.builder().build();
        Map<String, Set<String>> keys = new HashMap<>();
        for (TaskReceiver.Request request : requests) {
            JsonNode data = request.json().get("data");
            UUID id = UUID.fromString(data.get("haloTaskId").asString());
            keys.computeIfAbsent(id.toString(), any -> new HashSet<>()).add(request.key());
            String hash = new TaskContent(data.get("taskType").asString(),
                    json.convertValue(data.get("targetAgents"), List.class),
                    json.convertValue(data.get("payload"), Map.class)).hash();
            assertThat(approvedHashes.getOrDefault(id, Set.of())).as("what was sent of %s", id).contains(hash);
        }
        assertThat(keys.values()).allSatisfy(of -> assertThat(of).hasSize(1));
    }

    /// Only what succeeded is verified, and what is not verified yet has its time for a look.
    private void assertVerifications() {
        assertThat(count("verification is not null and status <> 'SUCCEEDED'")).isZero();
        assertThat(count("status = 'SUCCEEDED' and (verification is null) = (verify_at is null)")).isZero();
        if (STEPS >= 1000) {
            assertThat(count("verification = 'HARMFUL'")).isPositive();
        }
    }

    private void assertRuns() {
        jdbc.sql("select task_id, content_hash from task_run").query((row, number) -> Map.entry(
                row.getObject(1, UUID.class), row.getString(2))).list().stream()
                .filter(run -> known.contains(run.getKey())).forEach(
                        run -> assertThat(approvedHashes.getOrDefault(run.getKey(), Set.of()))
                                .contains(run.getValue()));
        assertThat(jdbc.sql("select count(*) from (select task_id from task_run group by task_id having "
                + "count(distinct idempotency_key) > 1) doubled").query(Integer.class).single()).isZero();
    }
}
