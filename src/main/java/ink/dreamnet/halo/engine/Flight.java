package ink.dreamnet.halo.engine;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import ink.dreamnet.halo.core.Backoff;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.FlightLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/// The one flight: a db-scheduler task with a single instance, which runs on one replica at a time and on another when
/// that one dies. It runs cycles until no request waits.
@Component
class Flight {

    private static final Logger LOG = LoggerFactory.getLogger(Flight.class);
    /// So short that the loop goes on soon after whatever kept it from running is over.
    private static final Backoff RETRIES = Backoff.exact(Duration.ofSeconds(2), Duration.ofSeconds(16));

    private final CycleExecutor executor;
    private final CycleRequests requests;
    private final FlightWatch watch;

    Flight(CycleExecutor executor, CycleRequests requests, FlightWatch watch) {
        this.executor = executor;
        this.requests = requests;
        this.watch = watch;
    }

    CompletionHandler<Void> fly(ExecutionContext context) {
        long flight = context.getExecution().version;
        boolean flown = false;
        try {
            watch.moved(flight);
            executor.recover(flight);
            boolean more = true;
            while (more && !context.getSchedulerState().isShuttingDown()) {
                watch.moved(flight);
                more = executor.runNext(flight);
                flown = true;
            }
        } catch (FlightLostException lost) {
            LOG.warn("{}", lost.getMessage());
            return (complete, operations) -> {
            };
        } catch (RuntimeException failed) {
            if (!flown) {
                throw failed;
            }
            // db-scheduler would count it to failures from before the cycles that went well
            LOG.warn("A cycle failed; the next is tried in {} s", RETRIES.first().toSeconds(), failed);
            return (complete, operations) -> operations.reschedule(complete,
                    complete.getTimeDone().plus(RETRIES.first()));
        } catch (InterruptedException interrupted) {
            if (context.getSchedulerState().isShuttingDown()) {
                Thread.currentThread().interrupt();
            }
        } finally {
            watch.ended(flight);
        }
        return (complete, operations) -> {
            if (!requests.landIfNothingWaits(landed -> operations.reschedule(complete, landed))) {
                // at once, by the clock of the scheduler
                operations.reschedule(complete, complete.getTimeDone());
            }
        };
    }

    /// Tries again after 2 s, 4 s, 8 s … at most 16 s.
    private static void retryLater(ExecutionComplete failed,
            ExecutionOperations<Void> operations) {
        operations.reschedule(failed,
                failed.getTimeDone().plus(RETRIES.after(failed.getExecution().consecutiveFailures + 1)));
    }

    @EventListener(ApplicationReadyEvent.class)
    void resume() {
        try {
            requests.resume();
        } catch (PessimisticLockingFailureException | QueryTimeoutException locked) {
            // by a flight, or by a request that schedules one
            LOG.info("A cycle is under way already");
        }
    }

    /// The task.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        Task<Void> flightTask(ObjectProvider<Flight> flight) {
            FailureHandler<Void> retry = Flight::retryLater;
            return Tasks.custom(CycleRequests.FLIGHT, Void.class).onDeadExecution(Revival::atOnce).onFailure(retry)
                    .execute((instance, context) -> flight.getObject().fly(context));
        }
    }
}
