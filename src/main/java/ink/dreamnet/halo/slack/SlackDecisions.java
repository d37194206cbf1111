package ink.dreamnet.halo.slack;

import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.security.Operators;
import ink.dreamnet.halo.security.RefusalLog;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.approval.Approvals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/// Decides as an operator who pressed a button in Slack, by the same service as over the API, and says in Slack what became of it.
@Component
class SlackDecisions {

    private static final Logger LOG = LoggerFactory.getLogger(SlackDecisions.class);
    private static final int LONGEST_TEXT = 2000;

    private final SlackProperties properties;
    private final Operators operators;
    private final Tasks tasks;
    private final Approvals approvals;
    private final ApprovalMessages messages;
    private final SlackReplies replies;
    private final RefusalLog refusals;

    SlackDecisions(SlackProperties properties, Operators operators, Tasks tasks, Approvals approvals,
            ApprovalMessages messages, SlackReplies replies, RefusalLog refusals) {
        this.refusals = refusals;
        this.properties = properties;
        this.operators = operators;
        this.tasks = tasks;
        this.approvals = approvals;
        this.messages = messages;
        this.replies = replies;
    }

    /// Decides.
    ///
    /// @throws InterruptedException where HALO shuts down
    void decide(Interaction interaction) throws InterruptedException {
        try {
            decideAsOperator(interaction);
        } catch (NotFoundException removed) {
            whisper(interaction, String.valueOf(removed.getMessage()));
        } catch (RuntimeException failed) {
            LOG.error("The decision about task {} in Slack failed", interaction.task(), failed);
            whisper(interaction, "HALO failed, so this may not be decided; try again");
        }
    }

    private void decideAsOperator(Interaction interaction) throws InterruptedException {
        String operator = properties.users().get(interaction.user());
        if (operator != null && operators.known(operator)) {
            decide(interaction, new Actor(operator));
            return;
        }
        String why = operator == null
                ? interaction.user() + " is not in halo.slack.users of this HALO"
                : "'%s' is not an operator of this HALO".formatted(operator);
        refusals.refused("%s task %s in Slack".formatted(interaction.approved() ? "approve" : "reject",
                interaction.task()), why);
        LOG.warn("Somebody in Slack may not decide about task {}: {}", interaction.task(), why);
        whisper(interaction, "You cannot decide: " + why);
    }

    private void decide(Interaction interaction, Actor operator) throws InterruptedException {
        String refused = repeated(interaction) ? null : refusal(interaction, operator);
        boolean changed = !tasks.get(interaction.task()).approval().contentHash().equals(interaction.contentHash());
        Optional<Map<String, Object>> message = messages.of(interaction.task(), refused != null && changed
                ? "It was edited since this message: nothing was approved. This is what it is now"
                : null);
        if (message.isPresent()) {
            replies.replace(interaction, message.get());
        }
        if (refused != null) {
            whisper(interaction, refused);
        }
    }

    /// An approval may lapse within the minutes in which the same request can be sent again; it must not be given by that.
    private boolean repeated(Interaction interaction) {
        return tasks.trail(interaction.task()).stream()
                .anyMatch(entry -> entry.reason() != null && entry.reason().contains(interaction.comment()));
    }

    /// @return why it is not decided; null where it is
    private @Nullable String refusal(Interaction interaction, Actor operator) {
        try {
            if (interaction.approved()) {
                approvals.approve(interaction.task(), interaction.comment(), interaction.contentHash(), operator);
            } else {
                approvals.reject(interaction.task(), interaction.comment(), operator);
            }
            return null;
        } catch (ConflictException refused) {
            return refused.getMessage();
        } catch (ConcurrencyFailureException meanwhile) {
            return "Somebody else changed it at the same moment; try again";
        }
    }

    private void whisper(Interaction interaction, String text) throws InterruptedException {
        replies.whisper(interaction, Mrkdwn.text(text, LONGEST_TEXT));
    }
}
