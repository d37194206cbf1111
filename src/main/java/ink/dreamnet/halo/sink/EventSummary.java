package ink.dreamnet.halo.sink;

import java.util.Objects;

import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.WormholeEvent;

/// Describes an event in one sentence.
final class EventSummary {

    private static final int MOST = 500;

    private EventSummary() {
    }

    /// @return one sentence of at most 500 characters
    static String of(WormholeEvent event) {
        String about = event.subject() == null ? "" : " (" + event.subject() + ")";
        return Texts.shortened(EventType.of(event).map(type -> text(type, event, about)).orElse(event.type() + about),
                MOST);
    }

    private static String text(EventType type, WormholeEvent event, String about) {
        String summary = member(event, "summary");
        String reason = member(event, "reason");
        return switch (type) {
            case CYCLE_COMPLETED -> "Cycle recorded: " + summary;
            case WEAKPOINT_OPENED -> "Weak point: " + summary + about;
            case WEAKPOINT_CRITICAL -> "Critical: " + summary + about;
            case WEAKPOINT_WORSENED -> "Worse than before: " + summary + about;
            case WEAKPOINT_RESOLVED -> "Resolved: " + summary + about;
            case PAGE -> "Somebody is needed: %s%s. Acknowledge task %s".formatted(summary, about,
                    member(event, "taskId"));
            case STRATEGY_STOPPED -> "Strategy %s is stopped for %s: %s".formatted(member(event, "strategy"),
                    member(event, "code"), reason);
            case OBSERVER_SUSPECT -> "HALO doubts what %s sees: %s".formatted(member(event, "analyzer"), reason);
            case AUDIT_BROKEN -> "The audit trail was tampered with. " + reason;
            case INSIGHT_RAISED -> "Insight: " + summary;
            case BUDGET_EXHAUSTED ->
                "Approved repairs wait, budget %s is used up: %s".formatted(member(event, "budget"), reason);
            case TASK_PROPOSED, TASK_APPROVED, TASK_DISPATCHED, TASK_FAILED, TASK_COMPLETED, TASK_VERIFIED,
                    TASK_REJECTED, TASK_EXPIRED, TASK_CANCELLED ->
                "Task %s%s: %s%s".formatted(member(event, "type"), about,
                        event.type().substring(event.type().lastIndexOf('.') + 1),
                        reason.isEmpty() ? "" : " (" + reason + ")");
        };
    }

    private static String member(WormholeEvent event, String name) {
        return Objects.requireNonNullElse(event.data().text(name), "");
    }
}
