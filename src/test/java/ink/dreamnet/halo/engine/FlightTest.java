package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import ink.dreamnet.halo.support.TestDatabase;
import ink.dreamnet.halo.trigger.CycleRequests;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/// When the scheduler takes the flight again, on cycles that go well or fail as the test says.
class FlightTest {

    private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

    private final CycleExecutor cycles = mock();
    private final SettableClock clock = new SettableClock();
    private ManualScheduler scheduler;

    @BeforeEach
    void schedule() {
        Flight flight = new Flight(cycles, mock(CycleRequests.class), mock(FlightWatch.class));
        Task<Void> task = new Flight.Schedule().flightTask(
                new StaticListableBeanFactory(Map.of("flight", flight)).getBeanProvider(Flight.class));
        clock.set(NOW);
        scheduler = TestHelper.createManualScheduler(database(), task).clock(clock).build();
        scheduler.scheduleIfNotExists(task.instance("a"), NOW);
    }

    private static DataSource database() {
        String url = TestDatabase.newH2Url();
        Flyway.configure().dataSource(url, "", "").locations("classpath:db/halo/common", "classpath:db/halo/h2").load()
                .migrate();
        return new DriverManagerDataSource(url);
    }

    /// A flight goes on for as long as something waits: its failures of an hour would add up to a wait that grows, whatever went well in
    /// between.
    @Test
    void flyWhenACycleFailsAfterOthersWentWellTriesAgainSoon() throws Exception {
        when(cycles.runNext(anyLong())).thenReturn(true, true).thenThrow(lost()).thenReturn(true).thenThrow(lost())
                .thenReturn(true).thenThrow(lost());

        assertThat(waits(3)).containsExactly(2L, 2L, 2L);
    }

    @Test
    void flyWhenTheFirstCycleFailsWaitsLongerEachTime() throws Exception {
        when(cycles.runNext(anyLong())).thenThrow(lost());

        assertThat(waits(5)).containsExactly(2L, 4L, 8L, 16L, 16L);
    }

    private static IllegalStateException lost() {
        return new IllegalStateException("the commit was lost");
    }

    /// @return after each of some flights, in how many seconds the next is due
    private List<Long> waits(int flights) {
        List<Long> waits = new ArrayList<>();
        while (waits.size() < flights) {
            scheduler.runAnyDueExecutions();
            Instant next = scheduler.getScheduledExecutionsForTask(CycleRequests.FLIGHT).stream()
                    .map(ScheduledExecution::getExecutionTime).findFirst().orElseThrow();
            waits.add(Duration.between(clock.now(), next).toSeconds());
            clock.set(next);
        }
        return waits;
    }
}
