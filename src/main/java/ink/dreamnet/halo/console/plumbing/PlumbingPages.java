package ink.dreamnet.halo.console.plumbing;

import java.util.List;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.sink.SinkReport;
import ink.dreamnet.halo.trigger.TriggerView;
import ink.dreamnet.halo.trigger.Triggers;
import ink.dreamnet.halo.wormhole.Wormholes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// Shows what drives HALO and what it drives.
@Controller
class PlumbingPages {

    private final AnalyzerRegistry analyzers;
    private final CycleHistory history;
    private final Triggers triggers;
    private final CountCharts charts;
    private final Wormholes wormholes;
    private final SinkReport sinks;
    private final RepairLimits limits;

    PlumbingPages(AnalyzerRegistry analyzers, CycleHistory history, Triggers triggers, CountCharts charts,
            Wormholes wormholes, SinkReport sinks, RepairLimits limits) {
        this.analyzers = analyzers;
        this.history = history;
        this.triggers = triggers;
        this.charts = charts;
        this.wormholes = wormholes;
        this.sinks = sinks;
        this.limits = limits;
    }

    @GetMapping("/plumbing")
    String plumbing(Model model) {
        model.addAttribute("analyzers", analyzers.all());
        model.addAttribute("runs", history.lastRuns());
        List<TriggerView> shown = triggers.list();
        model.addAttribute("triggers", shown);
        model.addAttribute("switchable",
                triggers.names().stream().filter(name -> triggers.named(name).switchable()).toList());
        model.addAttribute("charts", charts.of(shown));
        model.addAttribute("wormholes", wormholes.all());
        model.addAttribute("sinks", sinks.all());
        limits.show(model);
        return "plumbing";
    }
}
