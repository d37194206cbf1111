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
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.task.approval.StandingApprovals;
import ink.dreamnet.halo.task.budget.BudgetProperties;
import ink.dreamnet.halo.task.budget.ProposalBudget;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import ink.dreamnet.halo.task.dispatch.Outbox;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The tasks and the only ways in which they change. Every change leaves a line in the audit trail in the same
/// transaction.
@Service
public class Tasks {

    private final TaskStore store;
    private final TaskLog log;
    private final AuditTrail audit;
    private final RunStore runs;
    private final Outbox outbox;
    private final StandingApprovals standing;
    private final ApprovalProperties approval;
    private final BudgetProperties budgets;
    private final ObjectProvider<SubjectCensus> censuses;
    private final ObjectProvider<SquadDirectory> directory;
    private final Clock clock;

    Tasks(TaskStore store, TaskLog log, AuditTrail audit, RunStore runs, Outbox outbox, StandingApprovals standing,
            ApprovalProperties approval, BudgetProperties budgets, ObjectProvider<SubjectCensus> censuses,
            ObjectProvider<SquadDirectory> directory, Clock clock) {
        this.store = store;
        this.log = log;
        this.audit = audit;
        this.runs = runs;
        this.outbox = outbox;
        this.standing = standing;
        this.approval = approval;
        this.budgets = budgets;
        this.censuses = censuses;
        this.directory = directory;
        this.clock = clock;
    }

    /// Turns proposals into tasks, as far as [ProposalDecision] lets them and an operator has room for them.
    ///
    /// @param drafts what the strategies of one cycle propose, the most urgent first
    /// @param mode the cycle's mode: a light one only suggests
    /// @return what became of them
    @Transactional(propagation = Propagation.MANDATORY)
    public Proposed propose(Collection<TaskDraft> drafts, CycleMode mode) {
        Instant now = clock.instant();
        Map<String, List<RepairTask>> earlier = earlierTasks(drafts);
        Set<String> handled = new HashSet<>();
        List<RepairTask> proposed = new ArrayList<>();
        Map<UUID, String> held = new HashMap<>();
        List<TaskLog.Line> changes = new ArrayList<>();
        ProposalBudget room = new ProposalBudget(budgets, censuses.stream().toList(), store.undecided());
        for (TaskDraft draft : drafts) {
            String key = key(draft.weakPointId(), draft.strategy());
            if (!handled.add(key)) {
                continue;
            }
            Instant expiry = now.plus(approval.of(draft.severity()));
            switch (ProposalDecision.decide(earlier.getOrDefault(key, List.of()), draft.severity(), mode)) {
                case ProposalDecision.Create(TaskStatus status) -> {
                    Optional<String> full = room.fullFor(draft.subject(), draft.severity());
                    if (full.isPresent()) {
                        held.merge(draft.weakPointId(), full.get(), Tasks::joined);
                        continue;
                    }
                    room.take(draft.subject(), draft.severity());
                    RepairTask task = new RepairTask(Ids.next(), draft, status, now, expiry);
                    store.add(task);
                    proposed.add(task);
                    changes.add(TaskLog.line(task, "task.proposed", null, "cycle " + draft.cycleId()));
                }
                case ProposalDecision.Promote(RepairTask task) -> {
                    TaskStatus from = task.status();
                    task.propose(expiry);
                    task.worsen(draft.severity());
                    proposed.add(task);
                    changes.add(TaskLog.line(task, "task.proposed", from, "cycle " + draft.cycleId()));
                }
                case ProposalDecision.Worsen(RepairTask task) -> {
                    String reason = "severity %s to %s".formatted(task.severity().wire(), draft.severity().wire());
                    task.worsen(draft.severity());
                    changes.add(TaskLog.line(task, "task.severity-raised", task.status(), reason));
                }
                case ProposalDecision.Hold(String reason) -> held.merge(draft.weakPointId(), reason, Tasks::joined);
                case ProposalDecision.Skip skip -> {
                }
            }
        }
        log.note(Actor.HALO, changes);
        return new Proposed(proposed.stream().map(this::view).toList(), held);
    }

    private static String joined(String one, String other) {
        return one + "; " + other;
    }

    /// What became of proposals.
    ///
    /// @param tasks the tasks that are new, or whose approval is newly asked for
    /// @param held why nothing became of a proposal, by the weak point
    public record Proposed(List<TaskView> tasks, Map<UUID, String> held) {
    }

    /// Counts how many repairs of each strategy did not help, so that a stronger one comes next. One that helped begins the
    /// count anew.
    @Transactional(readOnly = true)
    public LadderPositions ladderPositions(Collection<UUID> weakPoints) {
        LadderPositions positions = new LadderPositions();
        store.tries(weakPoints).forEach(tries -> positions.set(tries.weakPoint(), tries.strategy(),
                Math.toIntExact(tries.ineffective())));
        return positions;
    }

    private Map<String, List<RepairTask>> earlierTasks(Collection<TaskDraft> drafts) {
        Set<TaskStatus> relevant = EnumSet.of(TaskStatus.REJECTED, TaskStatus.SUCCEEDED);
        relevant.addAll(TaskStatus.ACTIVE);
        Map<String, List<RepairTask>> byKey = new HashMap<>();
        store.lockOf(drafts.stream().map(TaskDraft::weakPointId).distinct().toList(), relevant)
                .stream().filter(task -> task.status() != TaskStatus.SUCCEEDED || task.unverified())
                .forEach(task -> byKey.computeIfAbsent(key(task.weakPointId(), task.strategy()), k -> new ArrayList<>())
                        .add(task));
        return byKey;
    }

    private static String key(UUID weakPoint, String strategy) {
        return weakPoint + "|" + strategy;
    }

    /// Routes new tasks to the squads that can do them, and lets standing approvals speak for those that they cover. A task
    /// that no squad can do waits for approval all the same.
    ///
    /// @param tasks the tasks that [#propose] answered, in the same transaction
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
        }
        standing.cover(tasks.stream().map(TaskView::id).toList());
        for (TaskView view : tasks) {
            TaskView routed = view(store.get(view.id()));
            routings.add(new Routing(routed.id(), routed.squadId(), routed.status(), routed.routingError()));
        }
        return routings;
    }

    /// @param tasks the tasks that [#propose] answered, in the same transaction
    /// @return the same tasks as they are now
    @Transactional(propagation = Propagation.MANDATORY)
    public List<TaskView> views(List<TaskView> tasks) {
        return tasks.stream().map(task -> view(store.get(task.id()))).toList();
    }

    private Optional<String> findSquad(List<String> roles) {
        SquadDirectory present = directory.getIfAvailable();
        return present == null
                ? Optional.empty()
                : roles.stream().flatMap(role -> present.squadFor(role).stream()).findFirst();
    }

    /// Cancels what is still to be done about weak points that are no more. What someone works on goes on, and its result
    /// is awaited; when it fails, it is not tried again.
    ///
    /// @return how many tasks were cancelled
    @Transactional(propagation = Propagation.MANDATORY)
    public int cancelFor(Collection<UUID> weakPoints, String why) {
        List<TaskLog.Line> changes = new ArrayList<>();
        int cancelled = 0;
        for (RepairTask task : store.lockOf(weakPoints, TaskStatus.ACTIVE)) {
            TaskStatus from = task.status();
            if (from == TaskStatus.RUNNING) {
                task.moot(why);
                changes.add(TaskLog.line(task, "task.moot", from, why));
            } else {
                task.cancel(why, clock.instant());
                changes.add(TaskLog.line(task, "task.cancelled", from, why));
                cancelled++;
            }
        }
        log.note(Actor.HALO, changes);
        if (cancelled > 0) {
            outbox.roomAppeared();
        }
        return cancelled;
    }

    /// Ends proposals that nobody decided in time, at most 1,000 of them.
    ///
    /// @return how many
    @Transactional
    public int expireOverdue() {
        List<TaskLog.Line> changes = new ArrayList<>();
        for (RepairTask task : store.overdue(clock.instant())) {
            TaskStatus from = task.status();
            task.expire();
            changes.add(TaskLog.line(task, "task.expired", from, task.statusReason()));
        }
        log.note(Actor.HALO, changes);
        return changes.size();
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

    /// @param statuses at least one
    /// @return a page, newest first
    @Transactional(readOnly = true)
    public Page<TaskView> find(Set<TaskStatus> statuses, PageQuery page) {
        return store.page(statuses, page).map(this::view);
    }

    /// @return the ids of all tasks of each weak point, oldest first
    @Transactional(readOnly = true)
    public Map<UUID, List<UUID>> idsByWeakPoint(Collection<UUID> weakPoints) {
        Map<UUID, List<UUID>> ids = new HashMap<>();
        store.of(weakPoints, EnumSet.allOf(TaskStatus.class))
                .forEach(task -> ids.computeIfAbsent(task.weakPointId(), any -> new ArrayList<>()).add(task.id()));
        return ids;
    }

    /// @return the statuses of all tasks of each weak point, of the oldest first; one query for each 1,000
    @Transactional(readOnly = true)
    public Map<UUID, List<TaskStatus>> statusesByWeakPoint(Collection<UUID> weakPoints) {
        Map<UUID, List<TaskStatus>> statuses = new HashMap<>();
        store.of(weakPoints, EnumSet.allOf(TaskStatus.class)).forEach(
                task -> statuses.computeIfAbsent(task.weakPointId(), any -> new ArrayList<>()).add(task.status()));
        return statuses;
    }

    /// @return how many tasks are in each status; a status without tasks is absent
    @Transactional(readOnly = true)
    public Map<TaskStatus, Long> counts() {
        return store.counts();
    }

    /// Finds the task that a squad means. Squads may call different tasks the same.
    ///
    /// @param squadTaskId what the target of a dispatch calls it
    /// @param squad who calls it so, or null where that is not known
    /// @return the newest task of that squad, or else one that belongs to no squad; empty where several of those are in work
    @Transactional(readOnly = true)
    public Optional<TaskView> bySquadTaskId(String squadTaskId, @Nullable String squad) {
        List<RepairTask> called = store.byExternalId(squadTaskId);
        Optional<RepairTask> own = called.stream().filter(task -> squad != null && squad.equals(task.squadId()))
                .findFirst();
        List<RepairTask> free = called.stream().filter(task -> task.squadId() == null).toList();
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
