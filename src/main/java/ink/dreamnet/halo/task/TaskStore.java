package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;

import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import org.springframework.stereotype.Repository;

/// Reads and writes tasks. Every caller is in a transaction.
@Repository
class TaskStore {

    private static final int CHUNK = 1000;

    private final EntityManager entities;

    TaskStore(EntityManager entities) {
        this.entities = entities;
    }

    void add(RepairTask task) {
        entities.persist(task);
    }

    /// @throws NotFoundException where there is none of that id
    RepairTask get(UUID id) {
        return Optional.ofNullable(entities.find(RepairTask.class, id))
                .orElseThrow(() -> new NotFoundException("task", id));
    }

    /// Reads a task that is about to change: of two that change it at the same time, the second waits and then sees what
    /// the first did.
    ///
    /// @throws NotFoundException where there is none of that id
    RepairTask lock(UUID id) {
        return Optional.ofNullable(entities.find(RepairTask.class, id, LockModeType.PESSIMISTIC_WRITE))
                .orElseThrow(() -> new NotFoundException("task", id));
    }

    /// @return the tasks of some weak points in some states
    List<RepairTask> of(Collection<UUID> weakPoints, Set<TaskStatus> statuses) {
        return of(weakPoints, statuses, LockModeType.NONE);
    }

    /// @return as [#of], locked until the end of the transaction: an operator's change waits for a cycle's
    List<RepairTask> lockOf(Collection<UUID> weakPoints, Set<TaskStatus> statuses) {
        return of(weakPoints, statuses, LockModeType.PESSIMISTIC_WRITE);
    }

    private List<RepairTask> of(Collection<UUID> weakPoints, Set<TaskStatus> statuses, LockModeType lock) {
        List<UUID> ids = List.copyOf(weakPoints);
        List<RepairTask> tasks = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            tasks.addAll(entities
                    .createQuery("from RepairTask where weakPointId in (:ids) and status in (:statuses) order by id",
                            RepairTask.class)
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                    .setParameter("statuses", statuses).setLockMode(lock).getResultList());
        }
        return tasks;
    }

    /// @return up to 1,000 tasks whose time for approval is over, locked
    List<RepairTask> overdue(Instant now) {
        return entities.createQuery("""
                from RepairTask where status in (:waiting) and expiresAt <= :now order by id""", RepairTask.class)
                .setParameter("waiting", Set.of(TaskStatus.SUGGESTED, TaskStatus.PENDING_APPROVAL))
                .setParameter("now", now).setLockMode(LockModeType.PESSIMISTIC_WRITE).setMaxResults(CHUNK)
                .getResultList();
    }

    /// @return a page, newest first
    Page<RepairTask> page(Set<TaskStatus> statuses, PageQuery page) {
        UUID last = page.beforeId();
        String before = last == null ? "" : " and id < :before";
        TypedQuery<RepairTask> select = entities.createQuery(
                "from RepairTask where status in (:statuses)" + before + " order by id desc", RepairTask.class);
        select.setParameter("statuses", statuses);
        if (last != null) {
            select.setParameter("before", last);
        }
        return Page.of(select.setMaxResults(page.limit() + 1).getResultList(), page, task -> task.id().toString());
    }

    Map<TaskStatus, Long> counts() {
        Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
        entities.createQuery("select status, count(*) from RepairTask group by status", Object[].class)
                .getResultStream().forEach(row -> counts.put((TaskStatus) row[0], (Long) row[1]));
        return counts;
    }
}
