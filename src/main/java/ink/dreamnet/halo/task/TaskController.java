package ink.dreamnet.halo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.task.approval.Approvals;
import ink.dreamnet.halo.task.dispatch.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/tasks")
@Tag(name = "Tasks", description = "Proposed repairs, and their approval by operators")
class TaskController {

    private static final int MAX_COMMENT = 2000;
    private static final int MAX_IDS = 200;
    /// Longer than any id: one that is shorter and wrong is answered as not found.
    private static final int MAX_ID = 100;

    private final Tasks tasks;
    private final Approvals approvals;
    private final Pages pages;
    private final CurrentActor actor;

    TaskController(Tasks tasks, Approvals approvals, Pages pages, CurrentActor actor) {
        this.tasks = tasks;
        this.approvals = approvals;
        this.pages = pages;
        this.actor = actor;
    }

    record TasksAnswer(boolean ok, List<TaskView> tasks, @Nullable String next) {
    }

    record TaskAnswer(boolean ok, TaskView task) {
    }

    /// @param task the task as it is now
    /// @param warning why nobody can do it just now, where that is known; it waits until somebody can
    record ApprovalAnswer(boolean ok, TaskView task, @Nullable String warning) {
        ApprovalAnswer(TaskView task) {
            this(true, task, task.proposal().routingError());
        }
    }

    /// @param logs what the target says about the work on it
    record TaskDetailAnswer(boolean ok, TaskView task, List<Attempt> attempts, List<LogLine> logs,
            List<AuditEntry> audit) {
    }

    record BulkApprovalAnswer(boolean ok, List<ApprovalResult> results) {
    }

    /// What came of the approval of one task.
    ///
    /// @param id the task
    /// @param ok whether the approval was taken in
    /// @param code what approving this one task alone would have been answered with: 200, 404 or 409
    /// @param status the task's status now
    /// @param error why not
    /// @param warning why nobody can do it just now, where that is known
    record ApprovalResult(String id, boolean ok, int code, @Nullable TaskStatus status, @Nullable String error,
            @Nullable String warning) {

        static ApprovalResult refused(String id, int code, @Nullable TaskStatus status, @Nullable String error) {
            return new ApprovalResult(id, false, code, status, error, null);
        }
    }

    /// @param ids 1 to 200 ids of tasks; required
    /// @param comment the operator's comment, at most 2,000 characters
    record BulkApproval(@Nullable List<@Nullable String> ids, @Nullable String comment) {
        BulkApproval {
            Texts.check("comment", comment, MAX_COMMENT);
        }

        List<String> checked() {
            List<String> given = ids == null ? List.of() : ids.stream().filter(Objects::nonNull).distinct().toList();
            if (ids == null || ids.isEmpty() || ids.size() > MAX_IDS || ids.contains(null)) {
                throw new InvalidInputException("ids", "must be 1 to %d ids of tasks".formatted(MAX_IDS));
            }
            given.forEach(id -> Texts.check("ids", id, MAX_ID));
            return given;
        }
    }

    /// @param comment the operator's comment, at most 2,000 characters
    /// @param contentHash the contentHash of what the operator saw: where it is another one now, nothing is approved; required where
    ///        the task was edited
    record ApprovalOrder(@Nullable String comment, @Nullable String contentHash) {
        ApprovalOrder {
            Texts.check("comment", comment, MAX_COMMENT);
        }
    }

    /// @param payload what the agent gets; see the calls
    /// @param targetAgents replaces the agent roles that may do it: 1 to 20 of 1 to 100 characters
    /// @param comment why, at most 2,000 characters
    record TaskEdit(@Nullable Map<String, @Nullable Object> payload, @Nullable List<@Nullable String> targetAgents,
            @Nullable String comment) {
        TaskEdit {
            Texts.check("comment", comment, MAX_COMMENT);
        }

        Approvals.Edit merging() {
            required();
            return Approvals.Edit.merging(payload, targetAgents);
        }

        Approvals.Edit replacing() {
            required();
            return Approvals.Edit.replacing(payload, targetAgents);
        }

        private void required() {
            if (payload == null && targetAgents == null) {
                throw new InvalidInputException("body", "must have payload or targetAgents");
            }
        }
    }

    /// @param comment the operator's comment, at most 2,000 characters
    record DecisionOrder(@Nullable String comment) {
        DecisionOrder {
            Texts.check("comment", comment, MAX_COMMENT);
        }
    }

    /// @param status only tasks in one of these statuses, with commas between them; all by default
    /// @param subject only tasks about this subject, as `kind:id`
    /// @param kind only tasks about subjects of this kind
    /// @param code only tasks for this kind of weak point
    /// @param severity only tasks for weak points of this severity: low, medium, high, critical
    /// @param squad only tasks that are routed to this squad
    /// @param sort newest, or urgency, which is only for `status=pending-approval` and the order of that by default
    @GetMapping
    @Operation(summary = "Lists tasks", description = """
            The newest first, and what waits for approval (`status=pending-approval`) by urgency: the most severe first, then what expires
            first. Filters may be combined.""")
    TasksAnswer list(@RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String squad,
            @RequestParam(required = false) @Nullable String sort, PageQuery page) {
        Page<TaskView> found = tasks.find(TaskQuery.of(status, subject, kind, code, severity, squad, sort), page);
        return new TasksAnswer(true, found.items(), found.next());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a task with its sends and its audit trail")
    TaskDetailAnswer get(@PathVariable String id) {
        TaskView task = tasks.get(Ids.parse("task", id));
        return new TaskDetailAnswer(true, task, tasks.attempts(task.id()), tasks.log(task.id()),
                tasks.trail(task.id()));
    }

    @PostMapping("/{id}/approve")
    @Operation(summary = "Approves a task that waits for approval", description = """
            The approval binds to the task's contentHash. Where a quorum is needed, the task stays pending-approval until enough
            different operators have approved it. Nobody approves what they had proposed, edited or worked on.""")
    ApprovalAnswer approve(@PathVariable String id, @RequestBody(required = false) @Nullable ApprovalOrder order) {
        return new ApprovalAnswer(approvals.approve(Ids.parse("task", id), order == null ? null : order.comment(),
                order == null ? null : order.contentHash(), actor.get()));
    }

    @PostMapping("/approve")
    @Operation(summary = "Approves many tasks", description = """
            Each task for itself: the answer is 200 and has one result for each id, with the task's status, or a code and the
            reason why it was not approved. One that was edited is approved by itself, with its contentHash.""")
    BulkApprovalAnswer approveTasks(@RequestBody BulkApproval many) {
        List<ApprovalResult> results = new ArrayList<>();
        for (String id : many.checked()) {
            results.add(approveOne(id, many.comment()));
        }
        return new BulkApprovalAnswer(true, results);
    }

    private ApprovalResult approveOne(String id, @Nullable String comment) {
        try {
            TaskView task = approvals.approve(Ids.parse("task", id), comment, null, actor.get());
            return new ApprovalResult(id, true, 200, task.status(), null, task.proposal().routingError());
        } catch (NotFoundException unknown) {
            return ApprovalResult.refused(id, 404, null, unknown.getMessage());
        } catch (ConflictException refused) {
            return ApprovalResult.refused(id, 409, tasks.get(Ids.parse("task", id)).status(), refused.getMessage());
        } catch (ConcurrencyFailureException meanwhile) {
            return ApprovalResult.refused(id, 409, null,
                    "it was changed by someone else at the same moment; try again");
        }
    }

    @PostMapping("/{id}/reject")
    @Operation(summary = "Rejects a task that waits for approval or is suggested")
    TaskAnswer reject(@PathVariable String id, @RequestBody(required = false) @Nullable DecisionOrder decision) {
        return new TaskAnswer(true, approvals.reject(Ids.parse("task", id), comment(decision), actor.get()));
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Takes a task back that has not ended", description = """
            Whoever works on it is not notified; what they report later is refused with 409.""")
    TaskAnswer cancel(@PathVariable String id, @RequestBody(required = false) @Nullable DecisionOrder decision) {
        return new TaskAnswer(true, approvals.cancel(Ids.parse("task", id), comment(decision), actor.get()));
    }

    @PostMapping("/{id}/retry")
    @Operation(summary = "Sends a dead letter or a failed task again, under the approval that it has")
    TaskAnswer retry(@PathVariable String id, @RequestBody(required = false) @Nullable DecisionOrder decision) {
        return new TaskAnswer(true, approvals.retry(Ids.parse("task", id), comment(decision), actor.get()));
    }

    @PostMapping("/{id}/acknowledge")
    @Operation(summary = "Acknowledges a task that calls people", description = """
            A task of the step page-human that was sent is done by this, or when its weak point is acknowledged.""")
    TaskAnswer acknowledge(@PathVariable String id, @RequestBody(required = false) @Nullable DecisionOrder decision) {
        return new TaskAnswer(true, pages.acknowledge(Ids.parse("task", id), comment(decision), actor.get()));
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Changes some of the payload, or the targets, of a task that is not decided", description = """
            `payload` is merged into the present one (RFC 7396): null removes a member, an object is merged, anything else replaces.
            `targetAgents` is replaced. Gives the task a new contentHash, drops the approvals given so far, and keeps the editor from
            approving it.""")
    TaskAnswer patch(@PathVariable String id, @RequestBody TaskEdit edit) {
        return edit(id, edit.merging(), edit.comment());
    }

    @PutMapping("/{id}")
    @Operation(summary = "Replaces the payload, or the targets, of a task that is not decided", description = """
            What is not given stays as it is. Gives the task a new contentHash, drops the approvals given so far, and keeps the editor
            from approving it.""")
    TaskAnswer put(@PathVariable String id, @RequestBody TaskEdit edit) {
        return edit(id, edit.replacing(), edit.comment());
    }

    private TaskAnswer edit(String id, Approvals.Edit edit, @Nullable String comment) {
        return new TaskAnswer(true, approvals.edit(Ids.parse("task", id), edit, comment, actor.get()));
    }

    private static @Nullable String comment(@Nullable DecisionOrder decision) {
        return decision == null ? null : decision.comment();
    }
}
