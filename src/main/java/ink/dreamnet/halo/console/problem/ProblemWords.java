package ink.dreamnet.halo.console.problem;

import java.util.Objects;

import ink.dreamnet.halo.console.layout.Words;
import ink.dreamnet.halo.memory.trait.Trait;
import ink.dreamnet.halo.report.ProblemReport.Moment;
import ink.dreamnet.halo.report.ProblemReport.Rung;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.weakpoint.TaskDecision;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;

/// Says in words what HALO decided about a problem, and what became of it.
final class ProblemWords {

    /// @return a sentence without a full stop
    public String decision(TaskDecision decision) {
        return switch (decision.decision()) {
            case PROPOSE -> "A repair is wanted: ";
            case STABILIZE -> "A repair of what makes it flap is wanted: ";
            case HOLD -> "Nothing is proposed for now: ";
        } + Words.withoutIds(decision.reason());
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
        return status(task.status(), task.verification().verification());
    }

    /// @param now whether it is the step that is under way
    /// @return what became of a step of a strategy
    public String rung(Rung rung, boolean now) {
        TaskStatus status = rung.status();
        return (now ? "now: " : "") + (status == null ? "not tried" : status(status, rung.verification()))
                + (rung.tries() > 1 ? ", the last of %d times".formatted(rung.tries()) : "");
    }

    private static String status(TaskStatus status, @Nullable Verification verification) {
        return switch (status) {
            case SUGGESTED -> "suggested; the next full cycle asks for approval";
            case PENDING_APPROVAL -> "waits for approval";
            case APPROVED -> "approved, waits to be sent";
            case DISPATCHED -> "sent";
            case RUNNING -> "in work";
            case SUCCEEDED -> verification == null
                    ? "done, yet to be verified"
                    : "done and " + verification.wire();
            case FAILED -> "failed, is tried again";
            case DEAD_LETTER -> "failed, waits for a decision";
            case REJECTED -> "rejected";
            case EXPIRED -> "expired";
            case CANCELLED -> "cancelled";
        };
    }

    /// @return where it is known from that something happened
    public String source(Moment moment) {
        return Words.of(moment.source().wire());
    }

    /// @return what happened
    public String happened(Moment moment) {
        return switch (moment.source()) {
            case WEAK_POINT -> Words.title(moment.kind());
            case TASK -> Words.title(moment.kind().replaceFirst("^task[.]", ""));
            case DEPLOY -> "Deployed";
            case EVENT -> moment.kind();
        };
    }

    /// @return what else is said of it, null where nothing is
    public @Nullable String detail(Moment moment) {
        return moment.text() == null ? null : Words.withoutIds(moment.text());
    }

    /// @return on what the value of a trait rests
    public String basis(Trait trait) {
        String unit = switch (trait.key()) {
            case RELIABILITY, STABILITY, LATENCY -> "days";
            case RECOVERABILITY -> "episodes";
            case VELOCITY, SUCCESS -> "tasks";
        };
        return trait.effective() == 0 ? "nothing yet" : "%.1f %s".formatted(trait.effective(), unit);
    }
}
