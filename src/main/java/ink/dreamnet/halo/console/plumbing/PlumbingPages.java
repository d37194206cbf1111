package ink.dreamnet.halo.console.plumbing;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.sink.SinkReport;
import ink.dreamnet.halo.sink.SinkStore;
import ink.dreamnet.halo.sink.Sinks;
import ink.dreamnet.halo.strategy.StrategyRegistry;
import ink.dreamnet.halo.task.approval.StandingApprovals;
import ink.dreamnet.halo.task.budget.BudgetReport;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStops;
import ink.dreamnet.halo.trigger.Triggers;
import ink.dreamnet.halo.wormhole.Wormholes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Shows what drives HALO and what it drives.
@Controller
class PlumbingPages {

    private static final int MOST_DEAD_LETTERS = 100;

    private final AnalyzerRegistry analyzers;
    private final CycleHistory history;
    private final Triggers triggers;
    private final CountCharts charts;
    private final Wormholes wormholes;
    private final SinkReport sinkReport;
    private final Sinks sinks;
    private final BudgetReport budgets;
    private final StrategyRegistry strategies;
    private final StrategyStops stops;
    private final StandingApprovals standing;

    PlumbingPages(AnalyzerRegistry analyzers, CycleHistory history, Triggers triggers, CountCharts charts,
            Wormholes wormholes, SinkReport sinkReport, Sinks sinks, BudgetReport budgets,
            StrategyRegistry strategies, StrategyStops stops, StandingApprovals standing) {
        this.analyzers = analyzers;
        this.history = history;
        this.triggers = triggers;
        this.charts = charts;
        this.wormholes = wormholes;
        this.sinkReport = sinkReport;
        this.sinks = sinks;
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

    @GetMapping("/plumbing")
    String plumbing(Model model) {
        model.addAttribute("analyzers", analyzers.all());
        model.addAttribute("runs", history.lastRuns());
        model.addAttribute("triggers", triggers.list());
        model.addAttribute("charts", charts.of(triggers.list()));
        model.addAttribute("wormholes", wormholes.all());
        model.addAttribute("sinks", sinkReport.all());
        model.addAttribute("budgets", budgets.uses());
        model.addAttribute("blocked", budgets.blocked());
        model.addAttribute("strategies", strategies());
        model.addAttribute("standing", standing.all());
        return "plumbing";
    }

    /// A strategy of a plug-in that was taken away may still be stopped.
    private List<StrategyLine> strategies() {
        Map<String, List<StrategyStop>> stopped = stops.active().stream()
                .collect(Collectors.groupingBy(StrategyStop::strategy));
        return Stream.concat(strategies.all().keySet().stream(), stopped.keySet().stream()).distinct()
                .sorted().map(name -> new StrategyLine(name, stopped.getOrDefault(name, List.of()))).toList();
    }

    @GetMapping("/plumbing/sinks/{name}")
    String sink(@PathVariable String name, Model model) {
        model.addAttribute("sink", sinkReport.of(name));
        List<SinkStore.DeliveryRow> dead = sinks.deadLetters(name, new PageQuery(MOST_DEAD_LETTERS, null)).items();
        model.addAttribute("dead", dead);
        return "sink";
    }
}
