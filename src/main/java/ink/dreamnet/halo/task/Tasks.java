package ink.dreamnet.halo.task;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The tasks and the only ways in which they change. Every change leaves a line in the audit trail in the same
/// transaction.
@Service
public class Tasks implements PendingTasks {

    private final TaskStore store;
    private final AuditTrail audit;
    private final RunStore runs;
    private final TaskCounts counts;
    private final TaskCourse course;
    private final ApprovalProperties approval;

    Tasks(TaskStore store, TaskLog log, AuditTrail audit, RunStore runs, TaskCounts counts, DispatchSignal signal,
            ApprovalProperties approval, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.runs = runs;
        this.counts = counts;
        this.course = new TaskCourse(store, log, signal::roomAppeared, clock);
        this.approval = approval;
    }

    /// As [TaskCourse#failedSteps].
    @Transactional(readOnly = true)
    public FailedSteps failedSteps(Collection<UUID> weakPoints) {
        return course.failedSteps(weakPoints);
    }

    /// As [TaskCourse#fates].
    @Transactional(readOnly = true)
    public Map<UUID, RepairFate> fates(Map<UUID, Instant> since) {
        return course.fates(since);
    }

    @Override
    @Transactional(readOnly = true)
    public List<TasksChanged.Snapshot> pending(String strategy, String code, int most) {
        return course.pending(strategy, code, most);
    }

    /// As [TaskCourse#cancelFor].
    @Transactional(propagation = Propagation.MANDATORY)
    public int cancelFor(Collection<UUID> weakPoints, String why) {
        return course.cancelFor(weakPoints, why);
    }

    /// As [TaskCourse#settle].
    @Transactional(propagation = Propagation.MANDATORY)
    public CancelledTasks settle(Collection<UUID> resolved, Collection<UUID> removed,
            Collection<UUID> flappingChanged) {
        return course.settle(resolved, removed, flappingChanged);
    }

    /// As [TaskCourse#expireOverdue].
    @Transactional
    public int expireOverdue() {
        return course.expireOverdue();
    }

    /// @throws NotFoundException where there is no such task
    @Transactional(readOnly = true)
    public TaskView get(UUID id) {
        return view(store.get(id));
    }

    /// @return who changed a task, oldest first
    @Transactional(readOnly = true)
    public List<AuditEntry> trail(UUID id) {
        return audit.of(TaskLog.SUBJECT_TYPE, id.toString());
    }

    /// @return every send of a task, oldest first
    @Transactional(readOnly = true)
    public List<Attempt> attempts(UUID id) {
        return runs.attempts(id);
    }

    /// @return what the targets of a task say about the work on it, oldest first
    @Transactional(readOnly = true)
    public List<LogLine> log(UUID id) {
        return runs.log(id);
    }

    /// @return a page, in the order that the query asks for
    @Transactional(readOnly = true)
    public Page<TaskView> find(TaskQuery query, PageQuery page) {
        return store.page(query, page).map(this::view);
    }

    /// @param most how many at most
    /// @return those that may still lead to work and have a text in their type, strategy or subject, whatever its case, the newest
    ///         first
    @Transactional(readOnly = true)
    public List<TaskView> search(String text, int most) {
        return store.containing(text, most).stream().map(this::view).toList();
    }

    /// @return the tasks of a weak point, the newest first
    @Transactional(readOnly = true)
    public List<TaskView> ofWeakPoint(UUID weakPoint) {
        return store.of(List.of(weakPoint), EnumSet.allOf(TaskStatus.class)).reversed().stream().map(this::view)
                .toList();
    }

    /// @return of each weak point the last task that may still lead to work or, where there is none, the last one; a weak point
    ///         without tasks is absent
    @Transactional(readOnly = true)
    public Map<UUID, TaskView> latest(Collection<UUID> weakPoints) {
        Map<UUID, RepairTask> latest = new HashMap<>();
        store.of(weakPoints, EnumSet.allOf(TaskStatus.class)).forEach(task -> latest.merge(task.weakPointId(), task,
                (before, later) -> before.status().active() && !later.status().active() ? before : later));
        return latest.values().stream().collect(Collectors.toMap(RepairTask::weakPointId, this::view));
    }

    /// @return the ids of all tasks of each weak point, oldest first
    @Transactional(readOnly = true)
    public Map<UUID, List<UUID>> idsByWeakPoint(Collection<UUID> weakPoints) {
        Map<UUID, List<UUID>> ids = new HashMap<>();
        store.of(weakPoints, EnumSet.allOf(TaskStatus.class))
                .forEach(task -> ids.computeIfAbsent(task.weakPointId(), any -> new ArrayList<>()).add(task.id()));
        return ids;
    }

    /// @return the weak point of each of some tasks
    @Transactional(readOnly = true)
    public Map<UUID, UUID> weakPoints(Collection<UUID> ids) {
        return store.all(ids).stream().collect(Collectors.toMap(RepairTask::id, RepairTask::weakPointId));
    }

    /// @return what became of some tasks, by their ids
    @Transactional(readOnly = true)
    public Map<UUID, TaskProgress> progress(Collection<UUID> ids) {
        return store.all(ids).stream().collect(Collectors.toMap(RepairTask::id, RepairTask::progress));
    }

    /// @return how many tasks are in each status; a status without tasks is absent
    @Transactional(readOnly = true)
    public Map<TaskStatus, Long> counts() {
        return counts.all();
    }

    /// @return when the first of the tasks that wait for approval expires; empty where none waits
    @Transactional(readOnly = true)
    public Optional<Instant> firstExpiry() {
        return store.firstExpiry();
    }

    /// Finds the task that a squad means. Squads may call different tasks the same; Squad Builder does not.
    ///
    /// @param squadTaskId what the target of a dispatch calls it
    /// @param squad who calls it so, or null where that is not known
    /// @return the newest task of that squad, or else one that belongs to no squad or, where no squad is given, was sent to
    ///         Squad Builder; empty where several of those are in work
    @Transactional(readOnly = true)
    public Optional<TaskView> bySquadTaskId(String squadTaskId, @Nullable String squad) {
        List<RepairTask> called = store.byExternalId(squadTaskId);
        Optional<RepairTask> own = called.stream().filter(task -> squad != null && squad.equals(task.squadId()))
                .findFirst();
        List<RepairTask> free = called.stream().filter(task -> task.squadId() == null
                || squad == null && Execution.SQUAD_BUILDER.equals(task.execution().channel())).toList();
        List<RepairTask> working = free.stream().filter(task -> TaskStatus.IN_WORK.contains(task.status())).toList();
        Optional<RepairTask> other = working.size() > 1
                ? Optional.empty()
                : working.stream().findFirst().or(() -> free.stream().findFirst());
        return own.or(() -> other).map(this::view);
    }

    private TaskView view(RepairTask task) {
        return task.view(approval.needed(task));
    }
}
