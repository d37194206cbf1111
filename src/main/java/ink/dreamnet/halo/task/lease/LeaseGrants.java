package ink.dreamnet.halo.task.lease;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.Lease;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.dispatch.Admission;
import ink.dreamnet.halo.task.dispatch.DispatchProperties;
import ink.dreamnet.halo.task.dispatch.Pause;
import ink.dreamnet.halo.task.dispatch.Routes;
import org.springframework.stereotype.Component;

/// Leases one task to one agent, if the gate lets it through.
@Component
class LeaseGrants {

    private final Routes routes;
    private final Admission admission;
    private final TaskLog log;
    private final ApprovalProperties approval;
    private final DispatchProperties properties;
    private final Clock clock;

    LeaseGrants(Routes routes, Admission admission, TaskLog log, ApprovalProperties approval,
            DispatchProperties properties, Clock clock) {
        this.routes = routes;
        this.admission = admission;
        this.log = log;
        this.approval = approval;
        this.properties = properties;
        this.clock = clock;
    }

    /// The caller holds the lock of the gate and of the task.
    ///
    /// @return empty where the task is not free for that role, or is blocked
    /// @throws ConflictException where the actor approved the task
    Optional<Leases.LeasedTask> grant(RepairTask task, String agent, String role, Optional<Pause> pause, Actor actor) {
        Routes.Way way = routes.of(task);
        if (task.status() != TaskStatus.APPROVED || task.execution().blocked() != null || !way.leased()
                || task.content().targetAgents().stream().noneMatch(role::equalsIgnoreCase)) {
            return Optional.empty();
        }
        if (admission.turnAway(task)) {
            return Optional.empty();
        }
        task.requireNotApprovedBy(actor);
        Instant due = clock.instant().plus(properties.lease());
        Lease lease = new Lease(Ids.next(), agent, due, task.execution().runs() + 1);
        Optional<BlockedBy> blocked = admission.admit(task, pause, way, lease);
        if (blocked.isPresent()) {
            task.block(blocked.get());
            return Optional.empty();
        }
        task.leased(lease, actor);
        log.note(actor, task, TaskAction.LEASED, TaskStatus.DISPATCHED,
                "agent %s, lease %s".formatted(agent, lease.id()));
        return Optional.of(new Leases.LeasedTask(task.view(approval.needed(task)), lease, Execution.keyOf(task.id())));
    }
}
