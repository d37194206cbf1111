package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.LockModeType;

import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.task.budget.ProposalBudget;
import org.springframework.stereotype.Repository;

/// Reads and writes tasks. Every caller is in a transaction.
@Repository
public class TaskStore implements TaskRecords {

    private static final int CHUNK = 1000;
    /// From both sides, or H2 would read all that are not to be verified.
    private static final String VERIFY_NOW = "verification.verifyAt between :begin and :now";

    private final EntityManager entities;
    private final TaskIndex index;

    TaskStore(EntityManager entities, TaskIndex index) {
        this.entities = entities;
        this.index = index;
    }

    @Override
    public void add(RepairTask task) {
        entities.persist(task);
    }

    /// @throws NotFoundException where there is none of that id
    RepairTask get(UUID id) {
        return Optional.ofNullable(entities.find(RepairTask.class, id))
                .orElseThrow(() -> new NotFoundException("task", id));
    }

    /// @return as [#lock], empty where there is none of that id
    @Override
    public Optional<RepairTask> find(UUID id) {
        return Optional.ofNullable(entities.find(RepairTask.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /// Reads a task that is about to change: of two that change it at the same time, the second waits and then sees what
    /// the first did.
    ///
    /// @throws NotFoundException where there is none of that id
    public RepairTask lock(UUID id) {
        return find(id).orElseThrow(() -> new NotFoundException("task", id));
    }

    /// @return the tasks of some weak points in some states
    List<RepairTask> of(Collection<UUID> weakPoints, Set<TaskStatus> statuses) {
        return of(weakPoints, statuses, LockModeType.NONE);
    }

    @Override
    public List<RepairTask> lockOf(Collection<UUID> weakPoints, Set<TaskStatus> statuses) {
        return of(weakPoints, statuses, LockModeType.PESSIMISTIC_WRITE);
    }

    private List<RepairTask> of(Collection<UUID> weakPoints, Set<TaskStatus> statuses, LockModeType lock) {
        List<UUID> ids = List.copyOf(weakPoints);
        List<RepairTask> tasks = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            tasks.addAll(entities
                    .createQuery(
                            "from RepairTask where proposal.weakPointId in (:ids) and status in (:statuses) order by id",
                            RepairTask.class)
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                    .setParameter("statuses", statuses).setLockMode(lock).getResultList());
        }
        return tasks;
    }

    /// Pending changes of other tables are not looked for: there may be many.
    @Override
    public List<Standing> standing(Collection<UUID> weakPoints) {
        List<UUID> ids = List.copyOf(weakPoints);
        List<Standing> found = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            found.addAll(entities
                    .createQuery(
                            "select t.proposal.weakPointId, t.proposal.proposedAt, t.status, t.verification.outcome"
                                    + " from RepairTask t where t.proposal.weakPointId in (:ids)",
                            Standing.class)
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                    .setFlushMode(FlushModeType.COMMIT).getResultList());
        }
        return found;
    }

    @Override
    public List<RepairTask> overdue(Instant now) {
        return entities
                .createQuery("""
                        from RepairTask where status in (:waiting) and approval.expiresAt <= :now order by id""",
                        RepairTask.class)
                .setParameter("waiting", TaskStatus.UNDECIDED)
                .setParameter("now", now).setLockMode(LockModeType.PESSIMISTIC_WRITE).setMaxResults(CHUNK)
                .getResultList();
    }

    /// @return when the first of the tasks that wait for approval expires; empty where none waits
    Optional<Instant> firstExpiry() {
        return Optional.ofNullable(entities
                .createQuery("select min(approval.expiresAt) from RepairTask where status = :waiting", Instant.class)
                .setParameter("waiting", TaskStatus.PENDING_APPROVAL).getSingleResult());
    }

    /// @return a page, in the order that the query asks for
    Page<RepairTask> page(TaskQuery query, PageQuery page) {
        Page<UUID> ids = index.find(query, page);
        Map<UUID, RepairTask> found = new HashMap<>();
        all(ids.items()).forEach(task -> found.put(task.id(), task));
        return new Page<>(ids.items().stream().map(found::get).filter(Objects::nonNull).toList(), ids.next());
    }

    /// @param requested whether a cycle that verifies them was requested
    /// @return up to 1,000 tasks whose settle time is over and that are not verified, the oldest first
    public List<RepairTask> unverified(Instant now, boolean requested) {
        return entities.createQuery("from RepairTask where " + VERIFY_NOW + " and verification.request is "
                + (requested ? "not null" : "null") + " order by verification.verifyAt, id", RepairTask.class)
                .setParameter("begin", Instant.EPOCH).setParameter("now", now).setMaxResults(CHUNK).getResultList();
    }

    /// @return as [#unverified], requested or not, locked
    public List<RepairTask> lockUnverified(Instant now) {
        return entities.createQuery("from RepairTask where " + VERIFY_NOW + " order by id", RepairTask.class)
                .setParameter("begin", Instant.EPOCH).setParameter("now", now)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE).setMaxResults(CHUNK)
                .getResultList();
    }

    /// @return those of some ids, locked in their order, as whoever locks many tasks does
    public List<RepairTask> lockAll(Collection<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : entities.createQuery("from RepairTask where id in (:ids) order by id", RepairTask.class)
                        .setParameter("ids", ids).setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultList();
    }

    /// @return those of some ids, in no order
    public List<RepairTask> all(Collection<UUID> ids) {
        List<UUID> all = List.copyOf(ids);
        List<RepairTask> tasks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            tasks.addAll(entities.createQuery("from RepairTask where id in (:ids)", RepairTask.class)
                    .setParameter("ids", all.subList(from, Math.min(all.size(), from + CHUNK))).getResultList());
        }
        return tasks;
    }

    @Override
    public List<RepairTask> pending(String strategy, String code, int most) {
        return entities.createQuery("""
                from RepairTask where status = :pending and proposal.strategy = :strategy and proposal.code = :code
                order by id""", RepairTask.class).setParameter("pending", TaskStatus.PENDING_APPROVAL)
                .setParameter("strategy", strategy).setParameter("code", code).setMaxResults(most).getResultList();
    }

    @Override
    public List<FailedStep> failedSteps(Collection<UUID> weakPoints) {
        List<UUID> ids = List.copyOf(weakPoints);
        List<FailedStep> failed = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            failed.addAll(entities
                    .createQuery(
                            """
                                    select t.proposal.weakPointId, t.proposal.strategy, t.proposal.step from RepairTask t
                                    where t.proposal.weakPointId in (:ids) and t.verification.outcome = :ineffective and not exists (
                                        select 1 from RepairTask later where later.proposal.weakPointId = t.proposal.weakPointId
                                        and later.proposal.strategy = t.proposal.strategy and later.verification.outcome = :effective and later.id > t.id)
                                    order by t.id""",
                            FailedStep.class)
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                    .setParameter("ineffective", Verification.INEFFECTIVE)
                    .setParameter("effective", Verification.EFFECTIVE).getResultList());
        }
        return failed;
    }

    List<RepairTask> containing(String text, int most) {
        return entities.createQuery("""
                from RepairTask where status in (:statuses) and (lower(proposal.subjectId) like :text escape '!'
                or lower(proposal.type) like :text escape '!' or lower(proposal.strategy) like :text escape '!')
                order by id desc""", RepairTask.class).setParameter("statuses", TaskStatus.ACTIVE)
                .setParameter("text", Texts.containing(text)).setMaxResults(most).getResultList();
    }

    /// @return the tasks with an external id, the newest first, at most 100; targets may use the same names
    List<RepairTask> byExternalId(String externalId) {
        return entities
                .createQuery("from RepairTask where execution.externalId = :id order by id desc", RepairTask.class)
                .setParameter("id", externalId).setMaxResults(100).getResultList();
    }

    /// @return the tasks that are being worked on
    public List<RepairTask> inWork() {
        return entities.createQuery("from RepairTask where status in (:statuses)", RepairTask.class)
                .setParameter("statuses", TaskStatus.IN_WORK).getResultList();
    }

    @Override
    public List<ProposalBudget.Waiting> undecided() {
        return entities
                .createQuery(
                        "select proposal.subjectKind, proposal.subjectId, proposal.severity from RepairTask where status in (:waiting)",
                        ProposalBudget.Waiting.class)
                .setParameter("waiting", TaskStatus.UNDECIDED).getResultList();
    }

    /// Writes what was changed so far, so that plain SQL sees it.
    public void flush() {
        entities.flush();
    }

    /// @return the ids of tasks whose result or heartbeat is overdue
    public List<UUID> overdueRuns(Instant now) {
        return entities
                .createQuery("""
                        select id from RepairTask where status = :running and execution.dueAt <= :now order by id""",
                        UUID.class)
                .setParameter("running", TaskStatus.RUNNING).setParameter("now", now).setMaxResults(CHUNK)
                .getResultList();
    }

    /// @return the ids of tasks that were approved before a time and are not dispatched
    public List<UUID> approvedBefore(Instant time) {
        return entities.createQuery("""
                select id from RepairTask where status = :approved
                and coalesce(approval.approvedSince, approval.approvedAt) <= :time
                order by id""", UUID.class).setParameter("approved", TaskStatus.APPROVED).setParameter("time", time)
                .setMaxResults(CHUNK).getResultList();
    }

    /// @return the ids of approved tasks, the most urgent first and then the oldest
    public List<UUID> approved(int most) {
        return entities.createQuery("select id from RepairTask where status = :approved order by " + URGENCY
                + " desc, id", UUID.class).setParameter("approved", TaskStatus.APPROVED).setMaxResults(most)
                .getResultList();
    }

    /// @return the ids of tasks that wait for their next send, or whose target is asked again how they stand
    public List<UUID> waitingToSend(int most) {
        return entities
                .createQuery(
                        """
                                select id from RepairTask where status in (:dispatched, :failed, :running)
                                and (status = :dispatched or execution.nextAt is not null) order by id""",
                        UUID.class)
                .setParameter("dispatched", TaskStatus.DISPATCHED)
                .setParameter("failed", TaskStatus.FAILED).setParameter("running", TaskStatus.RUNNING)
                .setMaxResults(most).getResultList();
    }

    /// @return the ids of approved tasks that nothing blocks and that a role may do, the most urgent first
    public List<UUID> free(String role, int most) {
        String name = role.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return entities
                .createQuery(
                        """
                                select id from RepairTask where status = :approved and execution.blockedBy is null
                                and lower(cast(proposal.targetAgents as string)) like :role escape '!' order by """
                                + URGENCY + " desc, id",
                        UUID.class)
                .setParameter("approved", TaskStatus.APPROVED)
                .setParameter("role", "%\"" + name + "\"%").setMaxResults(most).getResultList();
    }

    /// @return the ids of undecided tasks of a type that wait for approval, the oldest first
    public List<UUID> pendingOfType(String type, int most) {
        return entities
                .createQuery("select id from RepairTask where status = :pending and proposal.type = :type order by id",
                        UUID.class)
                .setParameter("pending", TaskStatus.PENDING_APPROVAL).setParameter("type", type)
                .setMaxResults(most).getResultList();
    }

    private static final String URGENCY = """
            (case proposal.priority when LOW then 0 when NORMAL then 1 when HIGH then 2 else 3 end)""";
}
