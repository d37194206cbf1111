package ink.dreamnet.halo.console.problem;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.console.layout.Pages;
import ink.dreamnet.halo.console.layout.Until;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointGroup;
import ink.dreamnet.halo.weakpoint.WeakPointQuery;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// Lists what is wrong, the worst first: each cause once, with what it holds back.
@Controller
class ProblemsController {

    private final WeakPoints weakPoints;
    private final Tasks tasks;

    ProblemsController(WeakPoints weakPoints, Tasks tasks) {
        this.weakPoints = weakPoints;
        this.tasks = tasks;
    }

    @GetMapping("/problems")
    String problems(ProblemFilters filters, PageQuery page, HttpServletRequest request, Model model) {
        WeakPointQuery query = filters.query();
        boolean grouped = filters.grouped(query);
        Page<ProblemRow> rows = grouped ? groups(query, page) : list(query, page);
        model.addAttribute("filters", filters);
        model.addAttribute("grouped", grouped);
        model.addAttribute("rows", rows.items());
        model.addAttribute("next", Pages.next(request, rows));
        model.addAttribute("first", Pages.first(request));
        words(model);
        return "problems";
    }

    /// What the list and the page of one problem have in common.
    static void words(Model model) {
        model.addAttribute("words", new ProblemWords());
        model.addAttribute("untils", Until.values());
    }

    private Page<ProblemRow> groups(WeakPointQuery query, PageQuery page) {
        Page<WeakPointGroup> found = weakPoints.groups(query, page);
        Map<UUID, TaskView> repairs = tasks.latest(found.items().stream().map(group -> group.root().id()).toList());
        return found.map(group -> new ProblemRow(group.root(), group.severity(), group.count() - 1, group.members(),
                repairs.get(group.root().id())));
    }

    private Page<ProblemRow> list(WeakPointQuery query, PageQuery page) {
        Page<WeakPoint> found = weakPoints.find(query, page);
        Map<UUID, TaskView> repairs = tasks.latest(found.items().stream().map(WeakPoint::id).toList());
        return found.map(point -> new ProblemRow(point, point.severity(), 0, List.of(), repairs.get(point.id())));
    }
}
