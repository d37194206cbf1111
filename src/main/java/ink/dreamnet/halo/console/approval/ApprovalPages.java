package ink.dreamnet.halo.console.approval;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.task.TaskQuery;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.approval.PendingApprovals;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// Shows what waits for approval, the most urgent first, and what belongs together as one decision.
@Controller
class ApprovalPages {

    private static final int A_PAGE = 50;

    private final Tasks tasks;
    private final PendingApprovals approvals;
    private final WeakPoints weakPoints;
    private final CurrentActor actor;
    private final Json json;

    ApprovalPages(Tasks tasks, PendingApprovals approvals, WeakPoints weakPoints, CurrentActor actor, Json json) {
        this.tasks = tasks;
        this.approvals = approvals;
        this.weakPoints = weakPoints;
        this.actor = actor;
        this.json = json;
    }

    @GetMapping("/approvals")
    String approvals(PageQuery page, Model model) {
        Page<TaskView> found = tasks.find(TaskQuery.waiting(),
                new PageQuery(A_PAGE, page.before()));
        Collection<UUID> ids = found.items().stream().map(TaskView::id).toList();
        Map<UUID, PendingApprovals.Prospect> prospects = approvals.of(ids, actor.get());
        Map<UUID, WeakPoint> problems = weakPoints.all(found.items().stream().map(TaskView::weakPointId).toList());
        List<Waiting> waiting = found.items().stream().filter(task -> prospects.containsKey(task.id()))
                .map(task -> new Waiting(task, Objects.requireNonNull(prospects.get(task.id())),
                        problems.get(task.weakPointId()), json.pretty(task.payload())))
                .toList();
        model.addAttribute("groups", Group.bySubject(waiting));
        model.addAttribute("total", tasks.counts().getOrDefault(TaskStatus.PENDING_APPROVAL, 0L));
        model.addAttribute("next", Filters.next("/approvals", Map.of(), found.next()));
        return "approvals";
    }
}
