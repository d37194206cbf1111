package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

abstract class HeartbeatIntakeTest extends AgentTest {

    @Autowired
    PlatformTransactionManager transactions;

    private @Nullable HeartbeatIntake own;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @OnH2
    static class OnH2Test extends HeartbeatIntakeTest {
    }

    @OnPostgres
    static class OnPostgresTest extends HeartbeatIntakeTest {
    }

    @AfterEach
    void stop() {
        if (own != null) {
            own.stop();
        }
    }

    @Test
    void acceptWhenKnownIsStoredAndWhenUnknownIsTold() {
        register("known", "DreamOps", null);
        Set<String> unknown = intake.accept(List.of(beatOf("known", HeartbeatStatus.DEGRADED, "slow disk"),
                beatOf("nobody", HeartbeatStatus.OK, null)));
        assertThat(unknown).containsExactly("nobody");
        KnownAgent known = registry.get("known").known();
        assertThat(known.heartbeatAt()).isNotNull();
        assertThat(known.degraded()).isTrue();
        assertThat(known.message()).isEqualTo("slow disk");
        intake.accept(
                List.of(beatOf("known", HeartbeatStatus.DEGRADED, "a"), beatOf("known", HeartbeatStatus.OK, null)));
        assertThat(registry.get("known").known().status()).isEqualTo(HeartbeatStatus.OK);
        assertThat(registry.get("known").known().message()).isNull();
    }

    @Test
    void acceptWhenThousandsAtOnceAreAllStoredInFewTransactions() throws Exception {
        List<AgentDefinition> agents = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            agents.add(spec("DreamOps", null).define("many-" + i, ManagedBy.API, properties(20_000, Duration.ZERO)));
        }
        store.insert(agents, clock.instant());
        AtomicInteger committed = new AtomicInteger();
        HeartbeatIntake shared = intake(new HeartbeatTable(jdbc, counting(committed)), 20_000, Duration.ofMillis(20));
        List<Future<Set<String>>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (AgentDefinition agent : agents) {
                answers.add(callers.submit(() -> shared.accept(List.of(beatOf(agent.id(), HeartbeatStatus.OK, null)))));
            }
        }
        for (Future<Set<String>> answer : answers) {
            assertThat(answer.get()).isEmpty();
        }
        assertThat(jdbc.queryForObject("select count(*) from agent_heartbeat where seen_at is not null", Integer.class))
                .isEqualTo(3000);
        assertThat(committed.get()).isBetween(1, 300);
        assertThat(meters.get("halo.heartbeats.acknowledged").counter().count()).isEqualTo(3000);
    }

    @Test
    void acceptWhenCommitFailsIsNotAcknowledgedAndWorksAgainAfterwards() {
        register("waiting", "DreamOps", null);
        AtomicBoolean broken = new AtomicBoolean(true);
        HeartbeatIntake fragile = intake(new HeartbeatTable(jdbc, failingWhile(broken)), 20_000, Duration.ZERO);
        assertThatThrownBy(() -> fragile.accept(List.of(beatOf("waiting", HeartbeatStatus.OK, null))))
                .isInstanceOf(UnavailableException.class).hasRootCauseMessage("the disk is full");
        assertThat(registry.get("waiting").known().heartbeatAt()).isNull();
        assertThat(meters.get("halo.heartbeats.acknowledged").counter().count()).isZero();
        broken.set(false);
        assertThat(fragile.accept(List.of(beatOf("waiting", HeartbeatStatus.OK, null)))).isEmpty();
        assertThat(registry.get("waiting").known().heartbeatAt()).isNotNull();
    }

    @Test
    void acceptWhenWriterMeetsAnErrorGoesOn() {
        AtomicBoolean broken = new AtomicBoolean(true);
        HeartbeatIntake fragile = intake(heartbeats -> {
            if (broken.get()) {
                throw new StackOverflowError("too deep");
            }
            return Set.of();
        }, 20_000, Duration.ZERO);
        assertThatThrownBy(() -> fragile.accept(List.of(beatOf("a", HeartbeatStatus.OK, null))))
                .isInstanceOf(UnavailableException.class).hasCauseInstanceOf(StackOverflowError.class);
        broken.set(false);
        assertThat(fragile.accept(List.of(beatOf("a", HeartbeatStatus.OK, null)))).isEmpty();
    }

    @Test
    void acceptWhenFullIsRefusedAndStopStoresWhatWasTakenIn() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        List<String> stored = new ArrayList<>();
        HeartbeatIntake small = intake(heartbeats -> {
            writing.countDown();
            awaitQuietly(slow);
            heartbeats.forEach(heartbeat -> stored.add(heartbeat.agent()));
            return Set.of();
        }, 2, Duration.ZERO);
        CompletableFuture<Set<String>> first = CompletableFuture.supplyAsync(() -> small.accept(one("first")),
                Thread::startVirtualThread);
        writing.await();
        FutureTask<Set<String>> second = new FutureTask<>(() -> small.accept(List.of(
                beatOf("second", HeartbeatStatus.OK, null), beatOf("third", HeartbeatStatus.OK, null))));
        Thread caller = Thread.ofPlatform().start(second);
        Awaitility.await("they wait for their commit").until(() -> caller.getState() == Thread.State.TIMED_WAITING);
        assertThatThrownBy(() -> small.accept(one("one too many"))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("Too many");
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(small::stop, Thread::startVirtualThread);
        Awaitility.await().until(() -> !small.isRunning());
        assertThatThrownBy(() -> small.accept(one("too late"))).isInstanceOf(UnavailableException.class);
        slow.countDown();
        stopping.get();
        assertThat(first.get()).isEmpty();
        assertThat(second.get()).isEmpty();
        assertThat(stored).contains("first", "second", "third").doesNotContain("too late");
    }

    @Test
    void acceptWhenDatabaseHangsIsNotAcknowledgedInTime() {
        CountDownLatch slow = new CountDownLatch(1);
        HeartbeatIntake stuck = intake(heartbeats -> {
            awaitQuietly(slow);
            return Set.of();
        }, new AgentProperties(Duration.ofSeconds(30), Duration.ofSeconds(60), 50, 20_000, 2000, Duration.ZERO,
                Duration.ofSeconds(1)));
        assertThatThrownBy(() -> stuck.accept(one("a"))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("in time");
        slow.countDown();
    }

    private HeartbeatIntake intake(HeartbeatLog log, int capacity, Duration gather) {
        return intake(log, properties(capacity, gather));
    }

    private HeartbeatIntake intake(HeartbeatLog log, AgentProperties properties) {
        HeartbeatIntake made = new HeartbeatIntake(log, properties, new HeartbeatMeters(meters));
        made.start();
        own = made;
        return made;
    }

    private static AgentProperties properties(int capacity, Duration gather) {
        return new AgentProperties(Duration.ofSeconds(30), Duration.ofSeconds(60), 50, capacity, 2000, gather,
                Duration.ofMinutes(1));
    }

    private List<Heartbeat> one(String agent) {
        return List.of(beatOf(agent, HeartbeatStatus.OK, null));
    }

    private Heartbeat beatOf(String agent, HeartbeatStatus status, @Nullable String message) {
        return new Heartbeat(agent, clock.instant(), status, message);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private TransactionTemplate counting(AtomicInteger commits) {
        return new TransactionTemplate(new Delegating() {
            @Override
            public void commit(TransactionStatus status) {
                commits.incrementAndGet();
                super.commit(status);
            }
        });
    }

    private TransactionTemplate failingWhile(AtomicBoolean broken) {
        return new TransactionTemplate(new Delegating() {
            @Override
            public void commit(TransactionStatus status) {
                if (broken.get()) {
                    rollback(status);
                    throw new TransactionSystemException("the disk is full");
                }
                super.commit(status);
            }
        });
    }

    private class Delegating implements PlatformTransactionManager {
        @Override
        public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
            return transactions.getTransaction(definition);
        }

        @Override
        public void commit(TransactionStatus status) {
            transactions.commit(status);
        }

        @Override
        public void rollback(TransactionStatus status) {
            transactions.rollback(status);
        }
    }
}
