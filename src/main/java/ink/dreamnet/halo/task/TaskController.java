package ink.dreamnet.halo.task;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/tasks")
@Tag(name = "Tasks", description = "Proposed repairs, and an operator's word on them")
class TaskController {

    private static final int MAX_COMMENT = 2000;

    private final Tasks tasks;
    private final CurrentActor actor;

    TaskController(Tasks tasks, CurrentActor actor) {
        this.tasks = tasks;
        this.actor = actor;
    }

    record TasksAnswer(boolean ok, List<TaskView> tasks, @Nullable String next) {
    }

    record TaskAnswer(boolean ok, TaskView task) {
    }

    record TaskDetailAnswer(boolean ok, TaskView task, List<AuditEntry> audit) {
    }

    /// @param comment the operator's words, at most 2,000 characters
    record Decision(@Nullable String comment) {
        Decision {
            Texts.check("comment", comment, MAX_COMMENT);
        }
    }

    @GetMapping
    @Operation(summary = "Lists tasks, newest first", description = "status: one or more, separated by commas")
    TasksAnswer list(@RequestParam(required = false) @Nullable String status, PageQuery page) {
        Page<TaskView> found = tasks.find(statuses(status), page);
        return new TasksAnswer(true, found.items(), found.next());
    }

    private static Set<TaskStatus> statuses(@Nullable String text) {
        return text == null
                ? EnumSet.allOf(TaskStatus.class)
                : Arrays.stream(text.split(",", -1)).map(one -> Wire.parse(TaskStatus.class, "status", one))
                        .collect(Collectors.toSet());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a task with its audit trail")
    TaskDetailAnswer get(@PathVariable String id) {
        TaskView task = tasks.get(Ids.parse("task", id));
        return new TaskDetailAnswer(true, task, tasks.trail(task.id()));
    }

    @PostMapping("/{id}/approve")
    @Operation(summary = "Approves a task that waits for approval")
    TaskAnswer approve(@PathVariable String id, @RequestBody(required = false) @Nullable Decision decision) {
        return new TaskAnswer(true, tasks.approve(Ids.parse("task", id), comment(decision), actor.get()));
    }

    @PostMapping("/{id}/reject")
    @Operation(summary = "Rejects a task that waits for approval or is suggested")
    TaskAnswer reject(@PathVariable String id, @RequestBody(required = false) @Nullable Decision decision) {
        return new TaskAnswer(true, tasks.reject(Ids.parse("task", id), comment(decision), actor.get()));
    }

    private static @Nullable String comment(@Nullable Decision decision) {
        return decision == null ? null : decision.comment();
    }
}
