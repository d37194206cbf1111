package ink.dreamnet.halo.console.plumbing;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.strategy.StrategyRegistry;
import ink.dreamnet.halo.task.approval.StandingApprovals;
import ink.dreamnet.halo.task.budget.BudgetReport;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStops;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/// Gathers what bounds repairs: budgets, stopped strategies and approvals that were given beforehand.
@Component
class RepairLimits {

    private final BudgetReport budgets;
    private final StrategyRegistry strategies;
    private final StrategyStops stops;
    private final StandingApprovals standing;

    RepairLimits(BudgetReport budgets, StrategyRegistry strategies, StrategyStops stops, StandingApprovals standing) {
        this.budgets = budgets;
        this.strategies = strategies;
        this.stops = stops;
        this.standing = standing;
    }

    /// A strategy.
    ///
    /// @param stopped for which kinds of weak points it is stopped
    public record StrategyLine(String name, List<StrategyStop> stopped) {
    }

    void show(Model model) {
        model.addAttribute("budgets", budgets.uses());
        model.addAttribute("blocked", budgets.blocked());
        model.addAttribute("strategies", strategies());
        model.addAttribute("standing", standing.all());
    }

    /// A strategy of a plug-in that was taken away may still be stopped.
    private List<StrategyLine> strategies() {
        Map<String, List<StrategyStop>> stopped = stops.active().stream()
                .collect(Collectors.groupingBy(StrategyStop::strategy));
        return Stream.concat(strategies.all().keySet().stream(), stopped.keySet().stream()).distinct()
                .sorted().map(name -> new StrategyLine(name, stopped.getOrDefault(name, List.of()))).toList();
    }
}
