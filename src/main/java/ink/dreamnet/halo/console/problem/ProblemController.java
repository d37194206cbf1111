package ink.dreamnet.halo.console.problem;

import ink.dreamnet.halo.console.layout.Graph;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.console.layout.Times;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.memory.trait.Entity;
import ink.dreamnet.halo.report.ProblemReport;
import ink.dreamnet.halo.report.ProblemReports;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Shows one problem with its story: the same record as the report for a ticket.
@Controller
class ProblemController {

    private final ProblemReports reports;
    private final Json json;

    ProblemController(ProblemReports reports, Json json) {
        this.reports = reports;
        this.json = json;
    }

    @GetMapping("/problems/{id}")
    String problem(@PathVariable String id, Model model) {
        ProblemReport report = reports.of(Ids.parse("weak point", id));
        WeakPoint point = report.weakPoint();
        Graph graph = DependencyGraph.of(report);
        model.addAttribute("report", report);
        model.addAttribute("point", point);
        model.addAttribute("task",
                report.tasks().entries().stream().filter(task -> task.status().active()).findFirst()
                        .orElseGet(() -> report.tasks().entries().stream().findFirst().orElse(null)));
        model.addAttribute("evidence", Evidence.of(point.data(), new Times(report.at())));
        model.addAttribute("raw", json.pretty(point.data()));
        model.addAttribute("others",
                report.otherIssues());
        model.addAttribute("timeline", report.timeline().entries().reversed());
        model.addAttribute("graph", graph.nodes().size() > 1 ? json.compact(graph) : null);
        model.addAttribute("entity", Entity.of(point.subject()));
        ProblemsController.words(model);
        return "weakpoint";
    }
}
