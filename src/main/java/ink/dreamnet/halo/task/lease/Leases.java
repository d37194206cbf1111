package ink.dreamnet.halo.task.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.task.AgentDirectory;
import ink.dreamnet.halo.task.DispatchSignal;
import ink.dreamnet.halo.task.IllegalTransitionException;
import ink.dreamnet.halo.task.Lease;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.DispatchGate;
import ink.dreamnet.halo.task.dispatch.DispatchProperties;
import ink.dreamnet.halo.task.dispatch.Pause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Hands approved tasks to agents that ask for work, each to one of them.
@Service
public class Leases {

    /// How often those who wait query for work that another replica has made available.
    private static final Duration QUERY_EVERY = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final int CANDIDATES = 100;

    private final TaskStore store;
    private final DispatchGate gate;
    private final LeaseGrants grants;
    private final DispatchSignal signal;
    private final ObjectProvider<AgentDirectory> directory;
    private final DispatchProperties properties;
    private final TransactionTemplate transaction;
    private final Semaphore waiters;

    Leases(TaskStore store, DispatchGate gate, LeaseGrants grants, DispatchSignal signal,
            ObjectProvider<AgentDirectory> directory, DispatchProperties properties, TransactionTemplate transaction) {
        this.store = store;
        this.gate = gate;
        this.grants = grants;
        this.signal = signal;
        this.directory = directory;
        this.properties = properties;
        this.transaction = transaction;
        this.waiters = new Semaphore(properties.maxWaiters());
    }

    /// A task with its lease.
    ///
    /// @param task the task
    /// @param lease the lease
    /// @param idempotencyKey the same for every run of the task
    public record Leased(TaskView task, Lease lease, String idempotencyKey) {
    }

    /// Leases tasks of the agent's role, and waits for some where there are none.
    ///
    /// @param agent the id of a registered agent
    /// @param max how many at most
    /// @param wait how long to wait for the first
    /// @return none where none became available in time
    /// @throws NotFoundException where there is no such agent
    /// @throws ConflictException where HALO or the agent is paused
    /// @throws UnavailableException where too many wait already
    public List<Leased> lease(String agent, int max, Duration wait, Actor actor) {
        AgentDirectory.Post post = post(agent);
        long mark = signal.mark();
        List<Leased> leased = take(agent, post.role(), max, actor);
        if (!leased.isEmpty() || wait.isZero()) {
            return leased;
        }
        if (!waiters.tryAcquire()) {
            throw new UnavailableException("%d agents wait for work already; ask again without waiting"
                    .formatted(properties.maxWaiters()), Duration.ofSeconds(5));
        }
        try {
            return await(agent, post.role(), max, wait, mark, actor);
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            waiters.release();
        }
    }

    private List<Leased> await(String agent, String role, int max, Duration wait, long since, Actor actor)
            throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        long mark = since;
        while (!signal.closed()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                return List.of();
            }
            signal.await(mark, left.compareTo(QUERY_EVERY) < 0 ? left : QUERY_EVERY);
            mark = signal.mark();
            if (Boolean.TRUE.equals(transaction.execute(tx -> !store.free(role, 1).isEmpty()))) {
                List<Leased> leased = take(agent, role, max, actor);
                if (!leased.isEmpty()) {
                    return leased;
                }
            }
        }
        return List.of();
    }

    private AgentDirectory.Post post(String agent) {
        AgentDirectory.Post post = Optional.ofNullable(directory.getIfAvailable())
                .flatMap(agents -> agents.postOf(agent)).orElseThrow(() -> new NotFoundException("agent", agent));
        if (post.paused()) {
            throw new ConflictException("Agent '%s' is paused and gets no work".formatted(agent));
        }
        return post;
    }

    private List<Leased> take(String agent, String role, int max, Actor actor) {
        gate.requireOpen();
        List<Leased> leased = new ArrayList<>();
        ConflictException approver = null;
        for (UUID id : Objects.requireNonNull(transaction.execute(tx -> store.free(role, CANDIDATES)))) {
            if (leased.size() == max) {
                break;
            }
            try {
                Objects.requireNonNull(transaction.execute(tx -> {
                    Optional<Pause> pause = gate.lock();
                    return store.find(id).flatMap(task -> grants.grant(task, agent, role, pause, actor));
                })).ifPresent(leased::add);
            } catch (IllegalTransitionException notAsApproved) {
                // one that is not what was approved must not keep agents from the others
                LOG.warn("{}", notAsApproved.getMessage());
            } catch (ConflictException approvedByActor) {
                approver = approvedByActor;
            }
        }
        if (leased.isEmpty() && approver != null) {
            throw approver;
        }
        return leased;
    }
}
