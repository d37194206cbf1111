package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import jakarta.persistence.EntityManager;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The durable queue of requests for a cycle, and the rule by which they coalesce: all requests that wait when a cycle
/// starts are served by that one cycle, whose id they share from the moment of their acceptance.
///
/// Whoever adds to the queue or takes from it holds the lock of the one row of `cycle_flight`. That makes "nothing waits,
/// so the flight ends" and "something waits, so a flight must be scheduled" exclude each other, across replicas too.
@Service
public class CycleRequests {

    /// The name of the db-scheduler task that runs cycles, and of its only instance: db-scheduler runs an instance on one
    /// replica at a time.
    public static final String FLIGHT = "halo-flight";

    /// When a flight is due that nothing waits for. Its row stays: one that is deleted and made again counts its versions anew,
    /// and a process that was paused would take the flight of another for its own.
    private static final Instant LANDED = Instant.parse("9999-01-01T00:00:00Z");

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final AuditTrail audit;
    private final ObjectProvider<Scheduler> scheduler;

    CycleRequests(EntityManager entities, JdbcClient jdbc, Clock clock, AuditTrail audit,
            ObjectProvider<Scheduler> scheduler) {
        this.audit = audit;
        this.entities = entities;
        this.jdbc = jdbc;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /// Accepts a request. When this method's transaction commits, a cycle that starts after now is certain.
    ///
    /// @return the request, or the earlier one of the same idempotency key
    /// @throws ConflictException where the idempotency key was used for a different order
    @Transactional
    public CycleRequest submit(CycleOrder order) {
        UUID waiting = lockFlight();
        if (order.idempotencyKey() != null) {
            Optional<CycleRequest> earlier = byKey(order.idempotencyKey());
            if (earlier.isPresent()) {
                return sameOrder(earlier.get(), order);
            }
        }
        UUID cycleId = waiting != null ? waiting : openNextCycle();
        CycleRequest request = new CycleRequest(Ids.next(), order, clock.instant(), cycleId);
        entities.persist(request);
        entities.flush();
        if (!order.requestedBy().equals(Actor.HALO)) {
            audit.record(order.requestedBy(), new Change("cycle.requested", "cycle", cycleId.toString(), null,
                    order.mode().wire(), order.reason()));
        }
        scheduleFlight();
        return request;
    }

    /// Makes sure that a flight is still in the air, until the end of the transaction. A process that was paused for so
    /// long that another replica took it for dead finds out here, before it starts or ends a cycle beside the other's.
    ///
    /// @param version the version of the flight's execution; db-scheduler counts it up whenever a flight begins, ends or is
    ///        taken over, so no two flights ever have the same
    /// @throws FlightLostException where another has taken over
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireFlight(long version) {
        boolean held = jdbc.sql("""
                select version from scheduled_tasks
                where task_name = ? and task_instance = ? and picked = true and version = ? for update""")
                .params(FLIGHT, FLIGHT, version).query(Long.class).optional().isPresent();
        if (!held) {
            throw new FlightLostException();
        }
    }

    /// Takes the flight from a thread that does not end, so that another can run it, on this replica or on any.
    ///
    /// @param version see [#requireFlight]
    @Transactional
    public void freeFlight(long version) {
        jdbc.sql(
                """
                        update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
                        where task_name = ? and task_instance = ? and picked = true and version = ?""")
                .params(FLIGHT, FLIGHT, version).update();
    }

    /// Takes what waits, for a cycle that starts now.
    ///
    /// @return the requests to serve, or empty where none waits
    @Transactional
    public Optional<RequestBatch> claim() {
        UUID cycleId = lockFlight();
        if (cycleId == null) {
            return Optional.empty();
        }
        List<CycleRequest> requests = of(cycleId, RequestStatus.PENDING);
        requests.forEach(CycleRequest::startServing);
        setNextCycle(null);
        return requests.isEmpty() ? Optional.empty() : Optional.of(new RequestBatch(cycleId, requests));
    }

    /// Notes that a cycle was recorded, in the transaction that records it.
    @Transactional(propagation = Propagation.MANDATORY)
    public void served(UUID cycleId) {
        of(cycleId, RequestStatus.SERVING).forEach(CycleRequest::served);
    }

    /// Puts the requests of a cycle that came to nothing back into the queue.
    ///
    /// @param failed whether the cycle failed by itself, which counts; false where its process ended under it
    /// @return the cycle that will serve them, or empty where nothing is to be served again
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> requeue(UUID cycleId, boolean failed) {
        UUID waiting = lockFlight();
        List<CycleRequest> requests = of(cycleId, RequestStatus.SERVING);
        if (failed) {
            requests.forEach(CycleRequest::countFailure);
        }
        List<CycleRequest> again = requests.stream().filter(r -> r.status() == RequestStatus.SERVING).toList();
        if (again.isEmpty()) {
            return Optional.empty();
        }
        UUID next = waiting != null ? waiting : openNextCycle();
        again.forEach(request -> request.requeue(next));
        return Optional.of(next);
    }

    /// Ends the flight if nothing waits: calls `land` while no request can come in between.
    ///
    /// @param land reschedules the flight to the time that it is given
    /// @return whether it was ended
    @Transactional
    public boolean landIfNothingWaits(Consumer<Instant> land) {
        if (lockFlight() != null) {
            return false;
        }
        land.accept(LANDED);
        return true;
    }

    /// Makes sure that a flight is scheduled where requests wait. Called at the start.
    @Transactional
    public void resume() {
        if (lockFlight() != null) {
            scheduleFlight();
        }
    }

    /// @return the requests that wait for the next cycle, oldest first
    @Transactional(readOnly = true)
    public List<CycleRequest> pending() {
        return entities.createQuery("from CycleRequest where status = :status order by id", CycleRequest.class)
                .setParameter("status", RequestStatus.PENDING).setMaxResults(1000).getResultList();
    }

    /// @return one request
    @Transactional(readOnly = true)
    public Optional<CycleRequest> find(UUID id) {
        return Optional.ofNullable(entities.find(CycleRequest.class, id));
    }

    /// @return the requests that are bound to a cycle, oldest first
    @Transactional(readOnly = true)
    public List<CycleRequest> of(UUID cycleId) {
        return entities.createQuery("from CycleRequest where cycleId = :cycle order by id", CycleRequest.class)
                .setParameter("cycle", cycleId).getResultList();
    }

    /// @return the last request of a trigger that is still kept
    @Transactional(readOnly = true)
    public Optional<CycleRequest> last(String trigger) {
        // in the order of the index, which ends the search at its first row
        return entities.createQuery("""
                from CycleRequest where trigger = :trigger
                order by trigger desc, requestedAt desc""", CycleRequest.class).setParameter("trigger", trigger)
                .setMaxResults(1).getResultStream().findFirst();
    }

    private List<CycleRequest> of(UUID cycleId, RequestStatus status) {
        return entities
                .createQuery("from CycleRequest where cycleId = :cycle and status = :status order by id",
                        CycleRequest.class)
                .setParameter("cycle", cycleId).setParameter("status", status).getResultList();
    }

    private Optional<CycleRequest> byKey(String key) {
        return entities.createQuery("from CycleRequest where idempotencyKey = :key", CycleRequest.class)
                .setParameter("key", key).getResultStream().findFirst();
    }

    private static CycleRequest sameOrder(CycleRequest earlier, CycleOrder order) {
        if (earlier.mode() != order.mode() || !earlier.scope().equals(order.scope())) {
            throw new ConflictException("Idempotency-Key '%s' was used at %s for a request of another mode or scope"
                    .formatted(order.idempotencyKey(), earlier.requestedAt()));
        }
        return earlier;
    }

    private @Nullable UUID lockFlight() {
        return jdbc.sql("select next_cycle_id from cycle_flight where id = 1 for update")
                .query((row, number) -> Optional.ofNullable(row.getObject(1, UUID.class))).single().orElse(null);
    }

    private UUID openNextCycle() {
        UUID cycleId = Ids.next();
        setNextCycle(cycleId);
        return cycleId;
    }

    private void setNextCycle(@Nullable UUID cycleId) {
        jdbc.sql("update cycle_flight set next_cycle_id = ? where id = 1").param(cycleId).update();
    }

    private void scheduleFlight() {
        Scheduler present = scheduler.getObject();
        boolean landed = jdbc.sql("""
                update scheduled_tasks set execution_time = ?, version = version + 1
                where task_name = ? and task_instance = ? and picked = false and execution_time = ?""")
                .params(Instant.EPOCH.atOffset(ZoneOffset.UTC), FLIGHT, FLIGHT, LANDED.atOffset(ZoneOffset.UTC))
                .update() > 0;
        if (!landed) {
            present.scheduleIfNotExists(new TaskInstance<>(FLIGHT, FLIGHT), Instant.EPOCH);
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                present.triggerCheckForDueExecutions();
            }
        });
    }
}
