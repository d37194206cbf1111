package ink.dreamnet.halo.task.proposal;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Live;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.approval.StandingApprovals;
import ink.dreamnet.halo.task.budget.BudgetProperties;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import ink.dreamnet.halo.task.dispatch.Routing;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Turns what strategies propose into tasks, and routes these to squads, in the transaction that records the cycle.
@Service
public class Proposals {

    private final ProposalRules rules;
    private final StandingApprovals standing;
    private final ApprovalProperties approval;
    private final Routing routing;

    Proposals(TaskStore store, TaskLog log, StandingApprovals standing, ApprovalProperties approval,
            Live<BudgetProperties> budgets, ObjectProvider<SubjectCensus> censuses, Routing routing,
            Clock clock) {
        this.rules = new ProposalRules(store, log, approval, budgets, () -> censuses.stream().toList(), clock);
        this.standing = standing;
        this.approval = approval;
        this.routing = routing;
    }

    /// Turns proposals into tasks, as far as [ProposalDecision] lets them and an operator has room for them.
    ///
    /// @param drafts what the strategies of one cycle propose, the most urgent first
    /// @param mode the cycle's mode: a light one only suggests
    /// @return what became of them
    @Transactional(propagation = Propagation.MANDATORY)
    public Proposed propose(Collection<TaskDraft> drafts, CycleMode mode) {
        return rules.propose(drafts, mode);
    }

    /// Routes new tasks to the squads that can do them, and lets standing approvals speak for those that they cover. A task
    /// that no squad can do waits for approval all the same.
    ///
    /// @param proposed what [#propose] answered, in the same transaction
    /// @return the tasks as they are now, in the same order
    @Transactional(propagation = Propagation.MANDATORY)
    public List<TaskView> route(Proposed proposed) {
        routing.route(proposed.tasks());
        standing.cover(proposed.tasks().stream().map(RepairTask::id).toList());
        return proposed.tasks().stream().map(task -> task.view(approval.needed(task))).toList();
    }
}
