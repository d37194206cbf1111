package ink.dreamnet.halo.task;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The tasks and the only ways in which they change. Every change leaves a line in the audit trail in the same
/// transaction.
@Service
public class Tasks {

    private static final String SUBJECT_TYPE = "task";

    private final TaskStore store;
    private final AuditTrail audit;
    private final ApprovalProperties approval;
    private final ObjectProvider<SquadDirectory> directory;
    private final Clock clock;

    Tasks(TaskStore store, AuditTrail audit, ApprovalProperties approval, ObjectProvider<SquadDirectory> directory,
            Clock clock) {
        this.store = store;
        this.audit = audit;
        this.approval = approval;
        this.directory = directory;
        this.clock = clock;
    }

    /// Turns proposals into tasks, as far as [ProposalDecision] lets them.
    ///
    /// @param drafts what the strategies of one cycle propose
    /// @param mode the cycle's mode: a light one only suggests
    /// @return the tasks that are new, or whose approval is newly asked for
    @Transactional(propagation = Propagation.MANDATORY)
    public List<TaskView> propose(Collection<TaskDraft> drafts, CycleMode mode) {
        Instant now = clock.instant();
        Map<String, List<RepairTask>> earlier = earlierTasks(drafts);
        Set<String> handled = new HashSet<>();
        List<RepairTask> proposed = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (TaskDraft draft : drafts) {
            String key = key(draft.weakPointId(), draft.strategy());
            if (!handled.add(key)) {
                continue;
            }
            Instant expiry = now.plus(approval.of(draft.severity()));
            switch (ProposalDecision.decide(earlier.getOrDefault(key, List.of()), draft.severity(), mode)) {
                case ProposalDecision.Create(TaskStatus status) -> {
                    RepairTask task = new RepairTask(Ids.next(), draft, status, now, expiry);
                    store.add(task);
                    proposed.add(task);
                    changes.add(change(task, "task.proposed", null, "cycle " + draft.cycleId()));
                }
                case ProposalDecision.Promote(RepairTask task) -> {
                    TaskStatus from = task.status();
                    task.propose(expiry);
                    task.worsen(draft.severity());
                    proposed.add(task);
                    changes.add(change(task, "task.proposed", from, "cycle " + draft.cycleId()));
                }
                case ProposalDecision.Worsen(RepairTask task) -> {
                    String reason = "severity %s to %s".formatted(task.severity().wire(), draft.severity().wire());
                    task.worsen(draft.severity());
                    changes.add(change(task, "task.severity-raised", task.status(), reason));
                }
                case ProposalDecision.Skip skip -> {
                }
            }
        }
        audit.record(Actor.HALO, changes);
        return proposed.stream().map(RepairTask::view).toList();
    }

    private Map<String, List<RepairTask>> earlierTasks(Collection<TaskDraft> drafts) {
        Set<TaskStatus> relevant = EnumSet.of(TaskStatus.REJECTED);
        relevant.addAll(TaskStatus.ACTIVE);
        Map<String, List<RepairTask>> byKey = new HashMap<>();
        store.lockOf(drafts.stream().map(TaskDraft::weakPointId).distinct().toList(), relevant)
                .forEach(task -> byKey.computeIfAbsent(key(task.weakPointId(), task.strategy()), k -> new ArrayList<>())
                        .add(task));
        return byKey;
    }

    private static String key(UUID weakPoint, String strategy) {
        return weakPoint + "|" + strategy;
    }

    /// Routes new tasks to the squads that can do them. A task that no squad can do waits for approval all the same.
    ///
    /// @param tasks as [#propose] answered them, in the same transaction
    /// @return the outcome for each, in the same order
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Routing> route(List<TaskView> tasks) {
        Map<List<String>, Optional<String>> squads = new HashMap<>();
        List<Routing> routings = new ArrayList<>();
        for (TaskView view : tasks) {
            Optional<String> squad = squads.computeIfAbsent(view.targetAgents(), this::findSquad);
            String error = squad.isPresent()
                    ? null
                    : "no squad has an agent of the role " + String.join(" or ", view.targetAgents());
            store.get(view.id()).route(squad.orElse(null), error);
            routings.add(new Routing(view.id(), squad.orElse(null), view.status(), error));
        }
        return routings;
    }

    /// @param tasks as [#propose] answered them, in the same transaction
    /// @return the same tasks as they are now
    @Transactional(propagation = Propagation.MANDATORY)
    public List<TaskView> views(List<TaskView> tasks) {
        return tasks.stream().map(task -> store.get(task.id()).view()).toList();
    }

    private Optional<String> findSquad(List<String> roles) {
        SquadDirectory present = directory.getIfAvailable();
        return present == null
                ? Optional.empty()
                : roles.stream().flatMap(role -> present.squadFor(role).stream()).findFirst();
    }

    /// An operator says yes.
    ///
    /// @param comment in their words, at most 2,000 characters; null for none
    /// @return the approved task; it waits to be dispatched
    /// @throws NotFoundException where there is no such task
    /// @throws IllegalTransitionException where it does not wait for approval, or its time is over
    @Transactional
    public TaskView approve(UUID id, @Nullable String comment, Actor actor) {
        RepairTask task = store.lock(id);
        TaskStatus from = task.status();
        task.approve(actor.name(), comment, clock.instant());
        audit.record(actor, change(task, "task.approved", from, comment));
        return task.view();
    }

    /// An operator says no. The same proposal is not made again for this episode of the weak point unless its severity
    /// rises.
    ///
    /// @param comment in their words, at most 2,000 characters; null for none
    /// @throws NotFoundException where there is no such task
    /// @throws IllegalTransitionException where it does not wait for a decision
    @Transactional
    public TaskView reject(UUID id, @Nullable String comment, Actor actor) {
        RepairTask task = store.lock(id);
        TaskStatus from = task.status();
        task.reject(comment);
        audit.record(actor, change(task, "task.rejected", from, comment));
        return task.view();
    }

    /// Cancels what is still to be done about weak points that are no more.
    ///
    /// @return how many tasks
    @Transactional(propagation = Propagation.MANDATORY)
    public int cancelFor(Collection<UUID> weakPoints, String why) {
        List<Change> changes = new ArrayList<>();
        for (RepairTask task : store.lockOf(weakPoints, TaskStatus.ACTIVE)) {
            TaskStatus from = task.status();
            task.cancel(why);
            changes.add(change(task, "task.cancelled", from, why));
        }
        audit.record(Actor.HALO, changes);
        return changes.size();
    }

    /// Ends proposals that nobody decided in time, at most 1,000 of them.
    ///
    /// @return how many
    @Transactional
    public int expireOverdue() {
        List<Change> changes = new ArrayList<>();
        for (RepairTask task : store.overdue(clock.instant())) {
            TaskStatus from = task.status();
            task.expire();
            changes.add(change(task, "task.expired", from, task.view().statusReason()));
        }
        audit.record(Actor.HALO, changes);
        return changes.size();
    }

    private static Change change(RepairTask task, String action, @Nullable TaskStatus from, @Nullable String reason) {
        return new Change(action, SUBJECT_TYPE, task.id().toString(), from == null ? null : from.wire(),
                task.status().wire(), reason);
    }

    /// @throws NotFoundException where there is no such task
    @Transactional(readOnly = true)
    public TaskView get(UUID id) {
        return store.get(id).view();
    }

    /// @return who changed a task, oldest first
    @Transactional(readOnly = true)
    public List<AuditEntry> trail(UUID id) {
        return audit.of(SUBJECT_TYPE, id.toString());
    }

    /// @param statuses at least one
    /// @return a page, newest first
    @Transactional(readOnly = true)
    public Page<TaskView> find(Set<TaskStatus> statuses, PageQuery page) {
        return store.page(statuses, page).map(RepairTask::view);
    }

    /// @return the ids of all tasks of each weak point, oldest first
    @Transactional(readOnly = true)
    public Map<UUID, List<UUID>> idsByWeakPoint(Collection<UUID> weakPoints) {
        Map<UUID, List<UUID>> ids = new HashMap<>();
        store.of(weakPoints, EnumSet.allOf(TaskStatus.class))
                .forEach(task -> ids.computeIfAbsent(task.weakPointId(), any -> new ArrayList<>()).add(task.id()));
        return ids;
    }

    /// @return how many tasks are in each status; a status without tasks is absent
    @Transactional(readOnly = true)
    public Map<TaskStatus, Long> counts() {
        return store.counts();
    }
}
