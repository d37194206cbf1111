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
import ink.dreamnet.halo.task.Lease;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.DispatchGate;
import ink.dreamnet.halo.task.dispatch.DispatchProperties;
import ink.dreamnet.halo.task.dispatch.Pause;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Hands approved tasks to agents that ask for work, each to one of them.
@Service
public class Leases {

    /// How often those who wait query for work that another replica has made available.
    private static final Duration QUERY_EVERY = Duration.ofSeconds(3);
    private static final int CANDIDATES = 100;

    private final TaskStore store;
    private final LeasePolls polls;
    private final DispatchGate gate;
    private final LeaseGrants grants;
    private final DispatchSignal signal;
    private final ObjectProvider<AgentDirectory> directory;
    private final DispatchProperties properties;
    private final TransactionTemplate transaction;
    private final Semaphore waiters;

    Leases(TaskStore store, LeasePolls polls, DispatchGate gate, LeaseGrants grants, DispatchSignal signal,
            ObjectProvider<AgentDirectory> directory, DispatchProperties properties, TransactionTemplate transaction) {
        this.store = store;
        this.polls = polls;
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
    public record LeasedTask(TaskView task, Lease lease, String idempotencyKey) {
    }

    /// Leases tasks of the agent's role, and waits for some where there are none. An earlier call of the agent that waits is ended by
    /// this one, on any replica.
    ///
    /// @param agent the id of a registered agent
    /// @param max how many at most
    /// @param wait how long to wait for the first
    /// @return none where none became available in time
    /// @throws NotFoundException where there is no such agent
    /// @throws ConflictException where HALO or the agent is paused, or the agent asked again while this call waited
    /// @throws UnavailableException where too many wait already
    public List<LeasedTask> lease(String agent, int max, Duration wait, Actor actor) {
        AgentDirectory.Post post = post(agent);
        long mark = signal.mark();
        polls.end(agent);
        List<LeasedTask> leased = take(new Claim(agent, post.role(), max, null, actor));
        if (!leased.isEmpty() || wait.isZero()) {
            return leased;
        }
        if (!waiters.tryAcquire()) {
            throw new UnavailableException("%d agents wait for work already; ask again without waiting"
                    .formatted(properties.maxWaiters()), Duration.ofSeconds(5));
        }
        try {
            UUID poll = polls.begin(agent);
            try {
                return await(new Claim(agent, post.role(), max, poll, actor), wait, mark);
            } finally {
                polls.end(agent, poll);
            }
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            waiters.release();
        }
    }

    /// What a call asks for.
    ///
    /// @param poll names the call while it waits; null where it does not
    private record Claim(String agent, String role, int max, @Nullable UUID poll, Actor actor) {
    }

    private List<LeasedTask> await(Claim claim, Duration wait, long since) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        long mark = since;
        while (!signal.closed()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                return List.of();
            }
            signal.await(mark, left.compareTo(QUERY_EVERY) < 0 ? left : QUERY_EVERY);
            mark = signal.mark();
            requireLatest(claim);
            if (Boolean.TRUE.equals(transaction.execute(tx -> !store.free(claim.role(), 1).isEmpty()))) {
                List<LeasedTask> leased = take(claim);
                if (!leased.isEmpty()) {
                    return leased;
                }
            }
        }
        return List.of();
    }

    private void requireLatest(Claim claim) {
        if (claim.poll() != null && !polls.waits(claim.agent(), claim.poll())) {
            throw new ConflictException("Agent '%s' asked again meanwhile, and the later call gets the work"
                    .formatted(claim.agent()));
        }
    }

    private AgentDirectory.Post post(String agent) {
        AgentDirectory.Post post = Optional.ofNullable(directory.getIfAvailable())
                .flatMap(agents -> agents.postOf(agent)).orElseThrow(() -> new NotFoundException("agent", agent));
        if (post.paused()) {
            throw new ConflictException("Agent '%s' is paused and gets no work".formatted(agent));
        }
        return post;
    }

    private List<LeasedTask> take(Claim claim) {
        gate.requireOpen();
        List<LeasedTask> leased = new ArrayList<>();
        ConflictException refusal = null;
        for (UUID id : Objects.requireNonNull(transaction.execute(tx -> store.free(claim.role(), CANDIDATES)))) {
            if (leased.size() == claim.max()) {
                break;
            }
            try {
                Objects.requireNonNull(transaction.execute(tx -> {
                    Optional<Pause> pause = gate.lock();
                    requireLatest(claim);
                    return store.find(id)
                            .flatMap(task -> grants.grant(task, claim.agent(), claim.role(), pause, claim.actor()));
                })).ifPresent(leased::add);
            } catch (ConflictException refused) {
                refusal = refused;
            }
        }
        if (leased.isEmpty() && refusal != null) {
            throw refusal;
        }
        return leased;
    }
}
