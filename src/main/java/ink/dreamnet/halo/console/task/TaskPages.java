package ink.dreamnet.halo.console.task;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.task.TaskQuery;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.approval.PendingApprovals;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows tasks, and how far one is.
@Controller
class TaskPages {

    private static final int A_PAGE = 50;

    private final Tasks tasks;
    private final PendingApprovals approvals;
    private final WeakPoints weakPoints;
    private final CurrentActor actor;
    private final Json json;

    TaskPages(Tasks tasks, PendingApprovals approvals, WeakPoints weakPoints, CurrentActor actor, Json json) {
        this.tasks = tasks;
        this.approvals = approvals;
        this.weakPoints = weakPoints;
        this.actor = actor;
        this.json = json;
    }

    @GetMapping("/tasks")
    String list(@RequestParam(required = false) @Nullable String status, PageQuery page, Model model) {
        TaskQuery query = TaskQuery.of(Texts.stripped(status), null, null, null, null, null,
                TaskQuery.Sort.NEWEST.wire());
        Page<TaskView> found = tasks.find(query, new PageQuery(A_PAGE, page.before()));
        model.addAttribute("tasks", found.items());
        model.addAttribute("status", status);
        model.addAttribute("statuses", List.of(TaskStatus.values()));
        model.addAttribute("counts", tasks.counts());
        model.addAttribute("next",
                Filters.next("/tasks", status == null ? Map.of() : Map.of("status", status), found.next()));
        return "tasks";
    }

    @GetMapping("/tasks/{id}")
    String task(@PathVariable String id, Model model) {
        UUID known = Ids.parse("task", id);
        TaskView task = tasks.get(known);
        var trail = tasks.trail(known);
        model.addAllAttributes(Map.of("task", task, "steps", Stepper.of(task, trail), "trail", trail, "attempts",
                tasks.attempts(known), "logs", tasks.log(known), "payload", json.pretty(task.payload())));
        model.addAttribute("problem", weakPoints.all(List.of(task.weakPointId())).get(task.weakPointId()));
        if (TaskStatus.UNDECIDED.contains(task.status())) {
            model.addAttribute("prospect", approvals.of(List.of(known), actor.get()).get(known));
        }
        return "task";
    }
}
