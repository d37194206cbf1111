package ink.dreamnet.halo.sink;

import java.util.Objects;

import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.WormholeEvent;

/// Says an event in words.
final class EventSummary {

    private static final int MOST = 500;

    private EventSummary() {
    }

    /// @return one sentence of at most 500 characters
    static String of(WormholeEvent event) {
        String about = event.subject() == null ? "" : " (" + event.subject() + ")";
        String text = switch (event.type()) {
            case EventType.CYCLE_COMPLETED -> "Cycle recorded: " + text(event, "summary");
            case EventType.WEAKPOINT_OPENED -> "Weak point: " + text(event, "summary") + about;
            case EventType.WEAKPOINT_CRITICAL -> "Critical: " + text(event, "summary") + about;
            case EventType.WEAKPOINT_WORSENED -> "Worse than before: " + text(event, "summary") + about;
            case EventType.WEAKPOINT_RESOLVED -> "Resolved: " + text(event, "summary") + about;
            case EventType.OBSERVER_SUSPECT ->
                "HALO doubts what %s sees: %s".formatted(text(event, "analyzer"), text(event, "reason"));
            case EventType.BUDGET_EXHAUSTED -> "Approved repairs wait, budget %s is used up: %s".formatted(
                    text(event, "budget"), text(event, "reason"));
            default -> event.type().startsWith(EventType.TASK)
                    ? "Task %s%s: %s%s".formatted(text(event, "type"), about,
                            event.type().substring(EventType.TASK.length()), reason(event))
                    : event.type() + about;
        };
        return text.length() <= MOST ? text : text.substring(0, MOST - 1) + "…";
    }

    private static String reason(WormholeEvent event) {
        String reason = text(event, "reason");
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private static String text(WormholeEvent event, String name) {
        return Objects.requireNonNullElse(DataMember.text(event, name), "");
    }
}
