package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Instant;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskPoll;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskSteps;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Fails the runs whose lease expired or whose result is overdue.
@Component
@Order(1)
class OverdueRuns implements TaskPoll {

    private final TaskSteps steps;
    private final RunOutcomes outcomes;
    private final Clock clock;

    OverdueRuns(TaskSteps steps, RunOutcomes outcomes, Clock clock) {
        this.steps = steps;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    @Override
    public void run() {
        steps.each(store -> store.overdueRuns(clock.instant()), this::fail);
    }

    private void fail(RepairTask task) {
        Instant due = task.execution().dueAt();
        if (task.status() != TaskStatus.RUNNING || due == null || clock.instant().isBefore(due)) {
            return;
        }
        if (task.execution().leased()) {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.LEASE_EXPIRED,
                    "agent %s sent no heartbeat until %s".formatted(task.execution().leaseAgent(), due), null);
        } else if (task.execution().nextAt() != null) {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.UNKNOWN,
                    "%s did not say until %s whether it was done; that is not known".formatted(
                            task.execution().target(), due),
                    null);
        } else {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.TIMED_OUT,
                    "%s did not report a result until %s".formatted(task.execution().target(), due), null);
        }
    }
}
