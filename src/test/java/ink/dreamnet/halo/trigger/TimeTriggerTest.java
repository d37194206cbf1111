package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/// The schedule in a table of its own, which runs by hand.
@HaloTest
abstract class TimeTriggerTest {

    private static final Instant START = Instant.parse("2026-11-24T10:00:30Z");
    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    DataSource dataSource;
    @Autowired
    PlatformTransactionManager manager;
    @Autowired
    TriggerStates states;
    @Autowired
    CycleRequests requests;
    @Autowired
    TestClock testClock;

    private final SettableClock clock = new SettableClock();

    @OnH2
    static class OnH2Test extends TimeTriggerTest {
    }

    @OnPostgres
    static class OnPostgresTest extends TimeTriggerTest {
    }

    /// A start of HALO.
    private final class Halo {

        private final AwayTransactions database = new AwayTransactions(manager);
        private final ManualScheduler scheduler;
        private final TimeTrigger trigger;

        Halo(TimeTriggerProperties properties) {
            TriggerGate gate = new TriggerGate(states, requests, database, new SimpleMeterRegistry(), testClock);
            RecurringTask<Void> task = new TimeTrigger.Schedule().timeTriggerTask(properties, new ObjectProvider<>() {
                @Override
                public TimeTrigger getObject() {
                    return trigger;
                }
            });
            scheduler = TestHelper.createManualScheduler(dataSource, List.of()).startTasks(List.of(task)).clock(clock)
                    .tableName("time_schedule").build();
            trigger = new TimeTrigger(properties, gate, new ObjectProvider<>() {
                @Override
                public Scheduler getObject() {
                    return scheduler;
                }
            }, Clock.fixed(clock.now(), ZoneOffset.UTC));
        }

        /// What is due at a time, as the scheduler finds it.
        void at(Instant now) {
            clock.set(now);
            scheduler.runAnyDueExecutions();
        }

        Halo start() {
            trigger.afterSingletonsInstantiated();
            scheduler.start();
            at(clock.now());
            return this;
        }
    }

    @BeforeEach
    void prepare() {
        forget();
        jdbc.execute("create table time_schedule as select * from scheduled_tasks where 1 = 0");
        clock.set(START);
    }

    @AfterEach
    void forget() {
        jdbc.execute("drop table if exists time_schedule");
        jdbc.update("update trigger_state set enabled = null, fired_at = null, fired_why = null where name = 'time'");
    }

    private static TimeTriggerProperties every(@Nullable String cron) {
        return new TimeTriggerProperties(true, INTERVAL, DELAY, cron, ZoneId.of("UTC"), Duration.ZERO);
    }

    private void planned(Instant at) {
        jdbc.update("insert into time_schedule (task_name, task_instance, execution_time, picked, version) "
                + "values ('halo-time-trigger', 'recurring', ?, false, 1)", at.atOffset(ZoneOffset.UTC));
    }

    private @Nullable String why() {
        return jdbc.queryForObject("select max(fired_why) from trigger_state where name = 'time'", String.class);
    }

    /// @return when it fires next
    private Instant next() {
        return jdbc.query("select execution_time from time_schedule", (row, number) -> row
                .getObject(1, java.time.OffsetDateTime.class).toInstant()).getFirst();
    }

    @Test
    void startWhenThereWasNoneBeforeFiresAfterTheInitialDelay() {
        Halo halo = new Halo(every(null)).start();
        assertThat(why()).isNull();
        assertThat(next()).isEqualTo(START.plus(DELAY));

        halo.at(START.plus(DELAY));
        assertThat(why()).isEqualTo("the first cycle after a start");
        assertThat(next()).isEqualTo(START.plus(DELAY).plus(INTERVAL));

        halo.at(START.plus(DELAY).plus(INTERVAL));
        assertThat(why()).isEqualTo("the interval of 300000 ms is over");
    }

    @Test
    void startWhenAFiringWasMissedFiresOnceAfterTheInitialDelay() {
        planned(START.minus(Duration.ofHours(1)));
        Halo halo = new Halo(every(null)).start();
        assertThat(why()).isNull();

        halo.at(START.plus(DELAY));
        assertThat(why()).isEqualTo("due at 2026-11-24T09:00:30Z, made up for now");
        assertThat(next()).isEqualTo(START.plus(DELAY).plus(INTERVAL));
    }

    @Test
    void startWhenTheNextIsFarDoesNotWaitForIt() {
        planned(START.plus(INTERVAL));
        Halo halo = new Halo(every(null)).start();
        halo.at(START.plus(DELAY));
        assertThat(why()).isEqualTo("the first cycle after a start");
    }

    @Test
    void fireWhenTheDatabaseIsAwayTriesAgainSoonAlsoByCron() {
        Halo halo = new Halo(every("0 0 * * * *")).start();
        Instant due = Instant.parse("2026-11-24T11:00:00Z");
        assertThat(next()).isEqualTo(due);
        halo.database.away(true);
        halo.at(due);
        assertThat(why()).isNull();
        assertThat(next()).isEqualTo(due.plusSeconds(2));
        halo.at(due.plusSeconds(2));
        assertThat(next()).isEqualTo(due.plusSeconds(6));

        halo.database.away(false);
        halo.at(due.plusSeconds(6));
        assertThat(why()).isEqualTo("due by the cron expression '0 0 * * * *' in UTC");
        assertThat(next()).isEqualTo(due.plus(Duration.ofHours(1)));
    }

    @Test
    void startWhenATimeOfTheCronExpressionWasMissedMakesUpForItAtOnce() {
        planned(START.minus(Duration.ofHours(3)));
        Halo halo = new Halo(every("0 0 0 * * *"));
        halo.scheduler.start();
        assertThat(next()).isEqualTo(START.minus(Duration.ofHours(3)));
        halo.at(START);
        assertThat(why()).isEqualTo("due at 2026-11-24T07:00:30Z, made up for now");
        assertThat(next()).isEqualTo("2026-11-25T00:00:00Z");
    }

    private void fired(Instant last) {
        jdbc.update("update time_schedule set last_success = ?", last.atOffset(ZoneOffset.UTC));
    }

    @Test
    void startWhenTheNextIsSoonDoesNotPutItOff() {
        Instant soon = START.plusSeconds(1);
        planned(soon);
        fired(soon.minus(INTERVAL));
        Halo halo = new Halo(every(null)).start();
        assertThat(next()).isEqualTo(soon);
        halo.at(soon);
        assertThat(why()).isEqualTo("the interval of 300000 ms is over");
    }

    @Test
    void fireWhenAnotherReplicaWasStartedSaysThatItIsTheFirstAfterThat() {
        planned(START.plus(INTERVAL));
        fired(START);
        Halo other = new Halo(every(null));
        other.scheduler.start();
        new Halo(every(null)).trigger.afterSingletonsInstantiated();
        other.at(START.plus(DELAY));
        assertThat(why()).isEqualTo("the first cycle after a start");
        assertThat(next()).isEqualTo(START.plus(DELAY).plus(INTERVAL));
    }

    @Test
    void fireWhenAnIntervalPassedWithoutAFiringSaysWhenItWasDue() {
        // as where the replica that took it died, and this one lived on
        planned(START);
        fired(START.minus(INTERVAL.multipliedBy(2).plusSeconds(1)));
        Halo halo = new Halo(every(null));
        halo.scheduler.start();
        halo.at(START);
        assertThat(why()).isEqualTo("due at 2026-11-24T09:55:29Z, made up for now");

        halo.at(START.plus(INTERVAL));
        assertThat(why()).isEqualTo("the interval of 300000 ms is over");
    }
}
