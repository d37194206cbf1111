package ink.dreamnet.halo.console.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.console.layout.BarReader;
import ink.dreamnet.halo.console.layout.FormMapping;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.console.layout.Notices;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.approval.Approvals;
import ink.dreamnet.halo.task.dispatch.Pages;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Takes the decisions that operators make on pages about tasks.
@Controller
class TaskActions {

    private static final int MAX_COMMENT = 2000;
    private static final int MOST_AT_ONCE = 200;

    private final Approvals approvals;
    private final Pages pages;
    private final Notices notices;
    private final BarReader bar;
    private final CurrentActor actor;
    private final Json json;

    TaskActions(Approvals approvals, Pages pages, Notices notices, BarReader bar, CurrentActor actor, Json json) {
        this.approvals = approvals;
        this.pages = pages;
        this.notices = notices;
        this.bar = bar;
        this.actor = actor;
        this.json = json;
    }

    /// Approves what the page showed: with another content hash nothing is approved.
    @FormMapping("/tasks/{id}/approve")
    String approve(@PathVariable String id, @RequestParam String contentHash, Answer answer, HttpServletRequest request,
            HttpServletResponse response) {
        TaskView task = approvals.approve(Ids.parse("task", id), answer.comment(), contentHash, actor.get());
        return done(request, response, answer, task.status() == TaskStatus.PENDING_APPROVAL
                ? "Approved by you; it needs %d operators.".formatted(task.approval().approvalsNeeded())
                : "Approved: %s.%s".formatted(task.type(),
                        task.proposal().routingError() == null ? "" : " " + task.proposal().routingError()));
    }

    @FormMapping("/tasks/{id}/reject")
    String reject(@PathVariable String id, Answer answer, HttpServletRequest request, HttpServletResponse response) {
        TaskView task = approvals.reject(Ids.parse("task", id), answer.comment(), actor.get());
        return done(request, response, answer, "Rejected: " + task.type() + ".");
    }

    @FormMapping("/tasks/{id}/cancel")
    String cancel(@PathVariable String id, Answer answer, HttpServletRequest request, HttpServletResponse response) {
        TaskView task = approvals.cancel(Ids.parse("task", id), answer.comment(), actor.get());
        return done(request, response, answer, "Cancelled: " + task.type() + ".");
    }

    @FormMapping("/tasks/{id}/retry")
    String retry(@PathVariable String id, Answer answer, HttpServletRequest request, HttpServletResponse response) {
        TaskView task = approvals.retry(Ids.parse("task", id), answer.comment(), actor.get());
        return done(request, response, answer, "Sent again: " + task.type() + ".");
    }

    @FormMapping("/tasks/{id}/acknowledge")
    String acknowledge(@PathVariable String id, Answer answer, HttpServletRequest request,
            HttpServletResponse response) {
        pages.acknowledge(Ids.parse("task", id), answer.comment(), actor.get());
        return done(request, response, answer, "Acknowledged: nobody else is called.");
    }

    /// @param payload what the agent is to get, as an object in JSON
    /// @param targetAgents the agent roles that may do it, with commas between
    @FormMapping("/tasks/{id}/edit")
    String edit(@PathVariable String id, @RequestParam String payload, @RequestParam String targetAgents, Answer answer,
            HttpServletRequest request, HttpServletResponse response) {
        List<@Nullable String> roles = new ArrayList<>();
        Stream.of(targetAgents.split(",", -1)).map(String::strip).filter(role -> !role.isEmpty()).forEach(roles::add);
        Map<String, @Nullable Object> changed = json.object("payload", payload);
        approvals.edit(Ids.parse("task", id), Approvals.Edit.replacing(changed, roles), answer.comment(), actor.get());
        return done(request, response, answer, "Changed. Somebody else has to approve it now.");
    }

    /// @param task what was chosen, each as `id:contentHash` of what the page showed
    @FormMapping("/approvals/approve")
    String approveAll(@RequestParam(required = false) @Nullable List<String> task, Answer answer,
            HttpServletRequest request, HttpServletResponse response) {
        if (task != null && !task.stream().allMatch(choice -> choice.contains(":"))) {
            throw new InvalidInputException("task", "must be id:contentHash, of what the page showed");
        }
        return each(task, "approved", choice -> approvals.approve(choice.id(), answer.comment(), choice.contentHash(),
                actor.get()), answer, request, response);
    }

    @FormMapping("/approvals/reject")
    String rejectAll(@RequestParam(required = false) @Nullable List<String> task, Answer answer,
            HttpServletRequest request, HttpServletResponse response) {
        return each(task, "rejected", choice -> approvals.reject(choice.id(), answer.comment(), actor.get()), answer,
                request, response);
    }

    /// @param task what was chosen: ids of tasks
    @FormMapping("/tasks/retry")
    String retryAll(@RequestParam(required = false) @Nullable List<String> task, Answer answer,
            HttpServletRequest request, HttpServletResponse response) {
        return each(task, "sent again", choice -> approvals.retry(choice.id(), answer.comment(), actor.get()), answer,
                request, response);
    }

    /// @param back where the form was
    /// @param comment why; null or blank for none, at most 2,000 characters
    record Answer(@Nullable String back, @Nullable String comment) {
        Answer {
            comment = Texts.stripped(comment);
            Texts.check("comment", comment, MAX_COMMENT);
        }
    }

    private record Choice(UUID id, @Nullable String contentHash) {

        static Choice parse(String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Choice(Ids.parse("task", text), null)
                    : new Choice(Ids.parse("task", text.substring(0, colon)), text.substring(colon + 1));
        }
    }

    /// Each on its own, so that one that is refused does not keep back the others.
    private String each(@Nullable List<String> chosen, String done, Consumer<Choice> decide, Answer answer,
            HttpServletRequest request, HttpServletResponse response) {
        if (chosen == null || chosen.size() > MOST_AT_ONCE) {
            throw new InvalidInputException("task", "choose 1 to %d tasks".formatted(MOST_AT_ONCE));
        }
        List<String> refused = new ArrayList<>();
        for (Choice choice : chosen.stream().distinct().map(Choice::parse).toList()) {
            try {
                decide.accept(choice);
            } catch (ConflictException | NotFoundException no) {
                refused.add(String.valueOf(no.getMessage()));
            } catch (ConcurrencyFailureException meanwhile) {
                refused.add("Task %s was changed by someone else at the same moment".formatted(choice.id()));
            }
        }
        long taken = chosen.stream().distinct().count() - refused.size();
        bar.forget();
        return notices.redirect(request, response, answer.back(), refused.isEmpty(), refused.isEmpty()
                ? "%d %s.".formatted(taken, done)
                : "%d %s, %d not: %s".formatted(taken, done, refused.size(), String.join("; ", refused)));
    }

    private String done(HttpServletRequest request, HttpServletResponse response, Answer answer, String sentence) {
        bar.forget();
        return notices.redirect(request, response, answer.back(), sentence);
    }
}
