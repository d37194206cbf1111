package ink.dreamnet.halo.task.lease;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.task.Lease;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.dispatch.DispatchProperties;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Extends the leases of agents that are alive.
@Service
public class LeaseHeartbeats {

    private final TaskStore store;
    private final DispatchProperties properties;
    private final Authority authority;
    private final Clock clock;

    LeaseHeartbeats(TaskStore store, DispatchProperties properties, Authority authority, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.authority = authority;
        this.clock = clock;
    }

    /// Extends the lease of a holder that is alive.
    ///
    /// @return the lease as it is now
    /// @throws NotFoundException where there is no such task
    /// @throws ConflictException where that lease is not the one that holds the task, or the actor approved the task
    @Transactional
    public Lease heartbeat(UUID id, UUID lease, Actor actor) {
        RepairTask task = store.lock(id);
        task.requireNotApprovedBy(actor);
        Instant now = clock.instant();
        task.requireHolder(lease, now);
        String agent = Objects.requireNonNull(task.execution().leaseAgent());
        authority.requireAgent(agent, null);
        Instant longest = Objects.requireNonNull(task.execution().dispatchedAt()).plus(properties.longestRun());
        Instant due = now.plus(properties.lease());
        task.extendLease(due.isBefore(longest) ? due : longest);
        return new Lease(lease, agent, Objects.requireNonNull(task.execution().dueAt()), task.execution().runs());
    }
}
