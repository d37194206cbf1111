package ink.dreamnet.halo.core;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import ink.dreamnet.halo.support.TestDatabase;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Replicas whose clocks are wrong by a minute.
abstract class DatabaseTimeTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    abstract DataSource database();

    static class OnH2Test extends DatabaseTimeTest {
        @Override
        DataSource database() {
            String url = TestDatabase.newH2Url();
            Flyway.configure().dataSource(url, "", "").locations("classpath:db/halo/common", "classpath:db/halo/h2")
                    .load().migrate();
            return new DriverManagerDataSource(url);
        }
    }

    static class OnPostgresTest extends DatabaseTimeTest {
        @Override
        DataSource database() {
            return new DriverManagerDataSource(TestDatabase.newPostgresUrl());
        }
    }

    private static InstantSource wrongBy(Duration ahead) {
        return Clock.offset(Clock.systemUTC(), ahead);
    }

    @Test
    void instantIsTheDatabasesWhateverTheClockSaysAndFollowsIt() throws Exception {
        DataSource database = database();
        AtomicInteger ahead = new AtomicInteger(60);
        DatabaseTime time = new DatabaseTime(database,
                () -> Clock.systemUTC().instant().plusSeconds(ahead.get()));
        for (int seconds : new int[]{60, -60, 0}) {
            ahead.set(seconds);
            time.compare();
            assertThat(time.instant()).isCloseTo(Clock.systemUTC().instant(), within(1, ChronoUnit.SECONDS));
        }
    }

    @Test
    void instantWhenComparedAgainDoesNotTremble() throws Exception {
        DatabaseTime time = new DatabaseTime(database(), wrongBy(MINUTE));
        time.compare();
        Instant last = Instant.EPOCH;
        for (int i = 0; i < 40; i++) {
            time.compare();
            assertThat(time.instant()).isAfterOrEqualTo(last);
            last = time.instant();
        }
    }

    /// A living process is not robbed, and a dead one is followed, within the time that its heartbeats are missed.
    @Test
    void jobsWhenClocksDifferAreTakenFromTheDeadOnly() throws Exception {
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ended = new ArrayList<>();
            for (Duration ahead : List.of(MINUTE, MINUTE.negated())) {
                DataSource database = database();
                ended.add(both.submit(() -> takeOver(database, ahead)));
            }
            for (Future<?> one : ended) {
                one.get();
            }
        }
    }

    /// @param ahead by how much the clock of the first is ahead, and that of the second behind
    private static Void takeOver(DataSource database, Duration ahead) throws Exception {
        Replica first = new Replica("first", database, wrongBy(ahead));
        Replica second = new Replica("second", database, wrongBy(ahead.negated()));
        first.scheduler.scheduleIfNotExists(first.job.instance("one"), Instant.EPOCH);
        try {
            first.scheduler.start();
            Awaitility.await().until(() -> first.runs.get() == 1);
            second.scheduler.start();
            // longer than until a process counts as dead
            Awaitility.await().during(Duration.ofSeconds(5))
                    .until(() -> second.runs.get() == 0);
            first.lost = true;
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> second.runs.get() == 1);
        } finally {
            first.end();
            second.end();
        }
        return null;
    }

    /// A scheduler as HALO has it, on a connection to the database that can be lost.
    private static final class Replica {

        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch over = new CountDownLatch(1);
        final Task<Void> job = Tasks.custom("job", Void.class).onDeadExecution(Revival::atOnce)
                .execute((instance, context) -> {
                    runs.incrementAndGet();
                    try {
                        over.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                    return (complete, operations) -> operations.stop();
                });
        final Scheduler scheduler;
        volatile boolean lost;

        Replica(String name, DataSource database, InstantSource clock) throws SQLException {
            DatabaseTime time = new DatabaseTime(database, clock);
            time.compare();
            DataSource losable = new DelegatingDataSource(database) {
                @Override
                public Connection getConnection() throws SQLException {
                    if (lost) {
                        throw new SQLException("lost", "08006");
                    }
                    return super.getConnection();
                }
            };
            scheduler = Scheduler.create(losable, job).clock(time::instant).heartbeatInterval(Duration.ofMillis(500))
                    .missedHeartbeatsLimit(6).pollingInterval(Duration.ofMillis(100)).threads(1)
                    .schedulerName(new SchedulerName.Fixed(name)).shutdownMaxWait(Duration.ofSeconds(5)).build();
        }

        void end() {
            over.countDown();
            scheduler.stop();
        }
    }
}
