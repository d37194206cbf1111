package ink.dreamnet.halo.console.problem;

import java.util.Objects;

import ink.dreamnet.halo.console.layout.Words;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.weakpoint.TaskDecision;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;

/// Says in words what HALO decided about a problem, and what became of it.
final class ProblemWords {

    /// @return a sentence without a full stop
    public String decision(TaskDecision decision) {
        return switch (decision.decision()) {
            case PROPOSE -> "A repair is wanted: ";
            case STABILIZE -> "A repair of what makes it flap is wanted: ";
            case HOLD -> "Nothing is proposed for now: ";
        } + decision.reason();
    }

    /// @return why a problem is resolved
    public String resolution(WeakPoint point) {
        String why = Objects.toString(point.resolution(), "");
        return switch (why) {
            case WeakPoints.OBSERVED_CLEAN -> "it was checked and is well";
            case WeakPoints.OBSERVED_LOW -> "it was checked, and only trifles are left";
            case WeakPoints.SUBJECT_REMOVED -> "its subject is not watched any more";
            default -> Words.of(why);
        };
    }

    /// @return where a task stands
    public String status(TaskView task) {
        return switch (task.status()) {
            case SUGGESTED -> "suggested; the next full cycle asks for approval";
            case PENDING_APPROVAL -> "waits for approval";
            case APPROVED -> "approved, waits to be sent";
            case DISPATCHED -> "sent";
            case RUNNING -> "in work";
            case SUCCEEDED -> task.verification().verification() == null
                    ? "done, yet to be verified"
                    : "done and " + task.verification().verification().wire();
            case FAILED -> "failed, is tried again";
            case DEAD_LETTER -> "failed, waits for somebody's word";
            case REJECTED -> "rejected";
            case EXPIRED -> "expired";
            case CANCELLED -> "cancelled";
        };
    }
}
