package ink.dreamnet.halo.slack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.masking.MaskedJson;
import ink.dreamnet.halo.task.Approval;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes the message about a task that asks for its approval, as Slack's Block Kit (https://docs.slack.dev/block-kit), by the state
/// that the task is in: with buttons while it waits, with who decided what afterwards.
@Component
public class ApprovalMessages {

    /// A text has at most 3,000 characters, and all blocks together about 13,000.
    private static final int LONGEST_PAYLOAD = 2800;
    private static final int LONGEST_SUMMARY = 800;
    private static final int LONGEST_LIST = 300;
    private static final int LONGEST_ID = 400;
    private static final int HASH_SHOWN = 12;
    private static final Set<String> DECISIONS = Set.of(TaskAction.APPROVED.wire(), TaskAction.REJECTED.wire(),
            TaskAction.EXPIRED.wire(), TaskAction.CANCELLED.wire());

    private final Tasks tasks;
    private final WeakPoints weakPoints;
    private final SlackProperties properties;
    private final JsonMapper json;

    ApprovalMessages(Tasks tasks, WeakPoints weakPoints, SlackProperties properties, JsonMapper json) {
        this.tasks = tasks;
        this.weakPoints = weakPoints;
        this.properties = properties;
        this.json = json;
    }

    /// @return whether approvals are asked for in Slack
    public boolean enabled() {
        return properties.interactive();
    }

    /// @return the message (`text`, `blocks`) about a task as it is now; empty where the task is not kept any more
    public Optional<Map<String, Object>> of(UUID task) {
        return of(task, null);
    }

    /// @param note what is to be said of it besides; null for nothing
    Optional<Map<String, Object>> of(UUID task, @Nullable String note) {
        try {
            TaskView view = tasks.get(task);
            return Optional
                    .of(message(view, weakPoints.all(List.of(view.weakPointId())).get(view.weakPointId()), note));
        } catch (NotFoundException removed) {
            return Optional.empty();
        }
    }

    private Map<String, Object> message(TaskView task, @Nullable WeakPoint point, @Nullable String note) {
        boolean pending = task.status() == TaskStatus.PENDING_APPROVAL;
        String headline = "%s for %s".formatted(Mrkdwn.code(task.type(), LONGEST_ID),
                Mrkdwn.code(task.proposal().subject().toString(), LONGEST_ID));
        List<Map<String, Object>> blocks = new ArrayList<>();
        blocks.add(section("*%s* %s\n%s".formatted(pending ? "Approval needed:" : "Task", headline,
                why(task, point))));
        blocks.add(section("```%s```".formatted(payload(task))));
        blocks.add(context(state(task)));
        if (note != null) {
            blocks.add(section("*%s*".formatted(note)));
        }
        blocks.add(pending ? buttons(task) : section(decision(task)));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("text", (pending ? "Approval needed: " : "Task ") + headline);
        message.put("blocks", blocks);
        return message;
    }

    private static String why(TaskView task, @Nullable WeakPoint point) {
        TaskView.Proposal proposal = task.proposal();
        List<String> lines = new ArrayList<>();
        lines.add("*%s* %s".formatted(proposal.severity().wire(), Mrkdwn.text(
                point == null ? String.valueOf(proposal.code()) : point.summary(), LONGEST_SUMMARY)));
        lines.add("Step `%s` of `%s`, for %s%s".formatted(Mrkdwn.code(proposal.step(), LONGEST_LIST),
                Mrkdwn.code(proposal.strategy(), LONGEST_LIST),
                Mrkdwn.text(String.join(" or ", task.targetAgents()), LONGEST_LIST),
                proposal.squadId() == null ? "" : " in squad " + Mrkdwn.text(proposal.squadId(), LONGEST_LIST)));
        if (!proposal.failedBefore().isEmpty()) {
            lines.add("Did not help before: "
                    + Mrkdwn.text(String.join(", ", proposal.failedBefore()), LONGEST_LIST));
        }
        if (proposal.routingError() != null) {
            lines.add("*Warning:* " + Mrkdwn.text(proposal.routingError(), LONGEST_LIST));
        }
        return String.join("\n", lines);
    }

    /// @return what is sent when it is approved; where that is too long, how much of it is not shown
    private String payload(TaskView task) {
        String whole = MaskedJson.write(json.writerWithDefaultPrettyPrinter(), task.payload());
        String shown = Mrkdwn.code(whole, LONGEST_PAYLOAD);
        return shown.endsWith("…") ? shown + "\n(cut; GET /api/halo/tasks/" + task.id() + " has all of it)" : shown;
    }

    private static String state(TaskView task) {
        TaskView.ApprovalProgress approval = task.approval();
        StringBuilder state = new StringBuilder("Task `%s`, content `%s`".formatted(task.id(),
                approval.contentHash().substring(0, HASH_SHOWN)));
        if (approval.proposedBy() != null) {
            state.append(", because of a wormhole or events of ")
                    .append(Mrkdwn.text(String.join(", ", approval.proposedBy()), LONGEST_LIST));
        }
        if (approval.editedBy() != null) {
            state.append(", edited by ").append(Mrkdwn.text(String.join(", ", approval.editedBy()), LONGEST_LIST));
        }
        if (approval.expiresAt() != null) {
            state.append(", expires ").append(Mrkdwn.time(approval.expiresAt()));
        }
        if (approval.approvalsNeeded() != null && approval.approvalsNeeded() > 1) {
            state.append(", %d of %d approvals%s".formatted(approval.approvals().size(), approval.approvalsNeeded(),
                    approval.approvals().isEmpty() ? "" : ": " + by(approval.approvals())));
        }
        return state.toString();
    }

    private static String by(List<Approval> approvals) {
        return Mrkdwn.text(approvals.stream().map(Approval::by).collect(Collectors.joining(", ")), LONGEST_LIST);
    }

    private String decision(TaskView task) {
        String now = "*%s*".formatted(task.status().wire());
        return tasks.trail(task.id()).reversed().stream().filter(entry -> DECISIONS.contains(entry.action()))
                .findFirst().map(entry -> decision(entry, task) + (task.status().wire().equals(entry.to())
                        ? ""
                        : "; it is " + now + " now"))
                .orElse("It is " + now);
    }

    private static String decision(AuditEntry entry, TaskView task) {
        String who = entry.action().equals(TaskAction.APPROVED.wire()) && task.approval().approvals().size() > 1
                ? by(task.approval().approvals())
                : Mrkdwn.text(entry.actor(), LONGEST_LIST);
        return "*%s* by %s, %s".formatted(entry.action().substring("task.".length()), who, Mrkdwn.time(entry.at()));
    }

    private static Map<String, Object> section(String text) {
        return Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text));
    }

    private static Map<String, Object> context(String text) {
        return Map.of("type", "context", "elements", List.of(Map.of("type", "mrkdwn", "text", text)));
    }

    private static Map<String, Object> buttons(TaskView task) {
        String value = Interaction.value(task.id(), task.approval().contentHash());
        return Map.of("type", "actions", "elements", List.of(button(Interaction.APPROVE, "Approve", "primary", value),
                button(Interaction.REJECT, "Reject", "danger", value)));
    }

    private static Map<String, Object> button(String action, String label, String style, String value) {
        return Map.of("type", "button", "action_id", action, "style", style, "value", value, "text",
                Map.of("type", "plain_text", "text", label));
    }
}
