package ink.dreamnet.halo.engine.stage;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.CyclePlanner;
import ink.dreamnet.halo.analysis.CyclePlanner.CycleTurn;
import ink.dreamnet.halo.analysis.PlannedCheck;
import ink.dreamnet.halo.analysis.PlannedCheck.Turn;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.ManualTrigger;
import ink.dreamnet.halo.trigger.RequestBatch;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Planning: whom the cycle leaves out. Only a full cycle over everything that no operator asked for leaves anyone out, and never
/// whom it must look at. Changes nothing.
@Component
final class PlanStage {

    private final CyclePlanner planner;
    private final MandatoryChecks mustLook;
    private final CycleHistory history;
    private final Clock clock;

    PlanStage(ObjectProvider<CyclePlanner> planner, MandatoryChecks mustLook, CycleHistory history, Clock clock) {
        this.planner = new CheckedPlanner(planner::getIfAvailable);
        this.mustLook = mustLook;
        this.history = history;
        this.clock = clock;
    }

    Planned run(RequestBatch batch) {
        Instant began = clock.instant();
        boolean leavesOut = leavesOut(batch.requests());
        CycleTurn turn = planner.begin(new CyclePlanner.Start(batch.cycleId(),
                history.latest().map(CycleSummary::id).orElse(null), began, batch.mode(), batch.scope()));
        List<PlannedCheck> plan = leavesOut ? turn.plan() : List.of();
        return new Planned(batch, began, turn, checked(plan, batch, began));
    }

    /// Decides whether a cycle may leave anyone out: where what was asked of it is everything, in full, and not by an operator.
    /// Without side effects.
    static boolean leavesOut(List<CycleRequest> requests) {
        List<CycleRequest> everything = requests.stream().filter(request -> request.scope() instanceof Scope.All)
                .toList();
        return !everything.isEmpty() && everything.stream().allMatch(
                request -> request.mode() == CycleMode.FULL && !request.trigger().equals(ManualTrigger.NAME));
    }

    private List<PlannedCheck> checked(List<PlannedCheck> plan, RequestBatch batch, Instant began) {
        List<SubjectRef> notDue = plan.stream().filter(look -> look.turn() == Turn.NOT_DUE).map(PlannedCheck::subject)
                .toList();
        if (notDue.isEmpty()) {
            return plan;
        }
        Map<SubjectRef, String> reasons = mustLook.reasons(notDue, began);
        List<Scope> named = batch.requests().stream().map(CycleRequest::scope)
                .filter(scope -> !(scope instanceof Scope.All)).toList();
        List<PlannedCheck> checked = new ArrayList<>(plan.size());
        for (PlannedCheck look : plan) {
            String reason = named.stream().anyMatch(scope -> scope.includes(look.subject()))
                    ? "was asked for"
                    : reasons.get(look.subject());
            checked.add(look.turn() == Turn.NOT_DUE && reason != null
                    ? new PlannedCheck(look.subject(), Turn.DUE, look.intervalMs(), reason)
                    : look);
        }
        return checked;
    }
}
