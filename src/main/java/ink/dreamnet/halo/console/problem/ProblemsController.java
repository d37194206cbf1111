package ink.dreamnet.halo.console.problem;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.console.layout.Until;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointGroup;
import ink.dreamnet.halo.weakpoint.WeakPointQuery;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import static ink.dreamnet.halo.console.layout.Filters.text;

/// Lists what is wrong, the worst first: each cause once, with what it holds back.
@Controller
class ProblemsController {

    /// What stands behind the others.
    private static final List<String> MORE = List.of("subject", "kind", "code", "squad", "suppressed", "flapping");

    private final WeakPoints weakPoints;
    private final Tasks tasks;

    ProblemsController(WeakPoints weakPoints, Tasks tasks) {
        this.weakPoints = weakPoints;
        this.tasks = tasks;
    }

    @GetMapping("/problems")
    String problems(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        WeakPointQuery query = WeakPointQuery.of(text(given, "state"), text(given, "severity"), text(given, "subject"),
                text(given, "kind"), text(given, "code"), text(given, "squad"), text(given, "text"),
                text(given, "suppressed"), text(given, "flapping"));
        boolean more = any(given, MORE);
        boolean narrow = more || any(given, List.of("state", "text"));
        // what fits may have a cause that does not; by its severity it fits, because it is at least as bad
        boolean grouped = !narrow && !"list".equals(given.get("view"));
        Page<ProblemRow> rows = grouped ? groups(query, page) : list(query, page);
        model.addAttribute("given", given);
        model.addAttribute("limited", narrow || text(given, "severity") != null);
        model.addAttribute("narrow", narrow);
        model.addAttribute("more", more);
        model.addAttribute("kinds", SubjectKind.values());
        model.addAttribute("rows", rows.items());
        model.addAttribute("next", Filters.next("/problems", given, rows.next()));
        words(model);
        return "problems";
    }

    private static boolean any(Map<String, String> given, List<String> names) {
        return names.stream().anyMatch(name -> text(given, name) != null);
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
