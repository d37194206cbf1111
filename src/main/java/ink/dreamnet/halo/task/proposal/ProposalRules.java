package ink.dreamnet.halo.task.proposal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskNotes;
import ink.dreamnet.halo.task.TaskRecords;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.budget.BudgetProperties;
import ink.dreamnet.halo.task.budget.ProposalBudget;
import ink.dreamnet.halo.task.budget.SubjectCensus;

/// Which of what strategies propose becomes a task. Every caller is in a transaction.
public final class ProposalRules {

    private final TaskRecords store;
    private final TaskNotes log;
    private final ApprovalProperties approval;
    private final Supplier<BudgetProperties> budgets;
    private final Supplier<List<SubjectCensus>> censuses;
    private final Clock clock;

    public ProposalRules(TaskRecords store, TaskNotes log, ApprovalProperties approval,
            Supplier<BudgetProperties> budgets,
            Supplier<List<SubjectCensus>> censuses, Clock clock) {
        this.store = store;
        this.log = log;
        this.approval = approval;
        this.budgets = budgets;
        this.censuses = censuses;
        this.clock = clock;
    }

    /// A strategy's repair of a weak point; of each there is one active task at most.
    private record Repair(UUID weakPoint, String strategy) {
        static Repair of(TaskDraft draft) {
            return new Repair(draft.weakPointId(), draft.strategy());
        }

        static Repair of(RepairTask task) {
            return new Repair(task.weakPointId(), task.strategy());
        }
    }

    /// Turns proposals into tasks, as far as [ProposalDecision] lets them and an operator has room for them.
    ///
    /// @param drafts what the strategies of one cycle propose, the most urgent first
    /// @param mode the cycle's mode: a light one only suggests
    /// @return what became of them
    public Proposed propose(Collection<TaskDraft> drafts, CycleMode mode) {
        Instant now = clock.instant();
        Map<Repair, List<RepairTask>> earlier = earlierTasks(drafts);
        Set<Repair> handled = new HashSet<>();
        List<RepairTask> proposed = new ArrayList<>();
        List<BlockedProposal> blocked = new ArrayList<>();
        List<TaskLog.Line> changes = new ArrayList<>();
        ProposalBudget room = new ProposalBudget(budgets.get(), censuses.get(), store.undecided());
        for (TaskDraft draft : drafts) {
            Repair repair = Repair.of(draft);
            if (!handled.add(repair)) {
                continue;
            }
            Instant expiry = now.plus(approval.of(draft.severity()));
            List<RepairTask> known = earlier.getOrDefault(repair, List.of());
            known.forEach(task -> task.proposedBy(draft.proposedBy()));
            switch (ProposalDecision.decide(known, draft.severity(), mode)) {
                case ProposalDecision.Create(TaskStatus status) -> {
                    Optional<String> full = room.fullFor(draft.subject(), draft.severity());
                    if (full.isPresent()) {
                        blocked.add(new BlockedProposal(draft.weakPointId(), full.get()));
                        continue;
                    }
                    room.take(draft.subject(), draft.severity());
                    RepairTask task = new RepairTask(Ids.next(), draft, status, now, expiry);
                    store.add(task);
                    proposed.add(task);
                    changes.add(TaskLog.line(task, TaskAction.PROPOSED, null, proposed(draft)));
                }
                case ProposalDecision.Promote(RepairTask task) -> {
                    TaskStatus from = task.status();
                    task.propose(draft.cycleId(), expiry);
                    task.worsen(draft.severity());
                    proposed.add(task);
                    changes.add(TaskLog.line(task, TaskAction.PROPOSED, from, proposed(draft)));
                }
                case ProposalDecision.Worsen(RepairTask task) -> {
                    String reason = "severity %s to %s".formatted(task.severity().wire(), draft.severity().wire());
                    task.worsen(draft.severity());
                    changes.add(TaskLog.line(task, TaskAction.SEVERITY_RAISED, task.status(), reason));
                }
                case ProposalDecision.Block(String reason) ->
                    blocked.add(new BlockedProposal(draft.weakPointId(), reason));
                case ProposalDecision.Skip skip -> {
                }
            }
        }
        log.note(Actor.HALO, changes);
        return new Proposed(proposed, blocked);
    }

    private static String proposed(TaskDraft draft) {
        List<String> people = draft.proposedBy().names();
        return "cycle %s%s".formatted(draft.cycleId(), people.isEmpty() ? "" : ", by " + String.join(", ", people));
    }

    private Map<Repair, List<RepairTask>> earlierTasks(Collection<TaskDraft> drafts) {
        Set<TaskStatus> relevant = EnumSet.of(TaskStatus.REJECTED, TaskStatus.SUCCEEDED);
        relevant.addAll(TaskStatus.ACTIVE);
        return store.lockOf(drafts.stream().map(TaskDraft::weakPointId).distinct().toList(), relevant).stream()
                .filter(task -> task.status() != TaskStatus.SUCCEEDED || task.unverified())
                .collect(Collectors.groupingBy(Repair::of));
    }
}
