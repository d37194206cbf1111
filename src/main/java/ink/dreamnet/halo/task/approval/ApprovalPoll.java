package ink.dreamnet.halo.task.approval;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskPoll;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskSteps;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Asks again for approvals that are too old, and applies standing approvals to what waits.
@Component
@Order(2)
class ApprovalPoll implements TaskPoll {

    private final TaskSteps steps;
    private final StandingApprovals standing;
    private final TaskLog log;
    private final ApprovalProperties properties;
    private final Clock clock;

    ApprovalPoll(TaskSteps steps, StandingApprovals standing, TaskLog log, ApprovalProperties properties, Clock clock) {
        this.steps = steps;
        this.standing = standing;
        this.log = log;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void run() {
        steps.each(store -> store.approvedBefore(clock.instant().minus(properties.dispatchWithin())), this::lapse);
        steps.each(store -> standing.candidates(), task -> standing.cover(List.of(task.id())));
    }

    private void lapse(RepairTask task) {
        Instant since = task.approvedSince();
        if (task.status() != TaskStatus.APPROVED || since == null
                || since.plus(properties.dispatchWithin()).isAfter(clock.instant())) {
            return;
        }
        BlockedBy blocked = task.execution().blocked();
        String why = "it could not be dispatched within %d min (%s)".formatted(properties.dispatchWithin().toMinutes(),
                blocked == null ? "nobody took it" : blocked.reason());
        task.requestApprovalAgain(why, clock.instant().plus(properties.of(task.severity())));
        log.note(Actor.HALO, task, TaskAction.APPROVAL_LAPSED, TaskStatus.APPROVED, why);
    }
}
