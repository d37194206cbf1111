package ink.dreamnet.halo.engine;

import java.time.Instant;

import com.github.kagkarlsson.scheduler.SchedulerState;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import ink.dreamnet.halo.trigger.CycleRequests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class FlightTest {

    private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

    private final CycleExecutor executor = mock();
    private final ExecutionContext context = mock();
    private final Flight flight = new Flight(executor, mock(CycleRequests.class), mock(FlightWatch.class));

    @BeforeEach
    void context() {
        when(context.getExecution()).thenReturn(new Execution(NOW, new TaskInstance<>(CycleRequests.FLIGHT, "a")));
        when(context.getSchedulerState()).thenReturn(mock(SchedulerState.class));
    }

    /// A flight goes on for as long as something waits: its failures of an hour would add up to a wait that grows, whatever went well in
    /// between.
    @Test
    void flyWhenACycleFailsAfterOthersWentWellTriesAgainSoon() throws Exception {
        when(executor.runNext(anyLong())).thenReturn(true, true)
                .thenThrow(new IllegalStateException("the commit was lost"));
        ExecutionComplete complete = mock();
        when(complete.getTimeDone()).thenReturn(NOW);
        ExecutionOperations<Void> operations = mock();
        flight.fly(context).complete(complete, operations);
        verify(operations).reschedule(complete, NOW.plusSeconds(2));
    }

    @Test
    void flyWhenTheFirstCycleFailsIsCounted() throws Exception {
        when(executor.runNext(anyLong())).thenThrow(new IllegalStateException("the commit was lost"));
        assertThatIllegalStateException().isThrownBy(() -> flight.fly(context));
    }
}
