package ink.dreamnet.halo.console.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import org.jspecify.annotations.Nullable;

/// How far a task is, as the steps that a reader knows.
public final class Stepper {

    private static final Set<TaskStatus> REFUSED = Set.of(TaskStatus.REJECTED, TaskStatus.EXPIRED,
            TaskStatus.CANCELLED);

    private Stepper() {
    }

    /// One step.
    ///
    /// @param name what it is called
    /// @param state `done`, `now`, `failed` or `open`
    /// @param at when it was done; null where it was not
    /// @param by who did it; null where that says nothing
    public record Step(String name, String state, @Nullable Instant at, @Nullable String by) {
    }

    /// @param trail its changes, the oldest first
    static List<Step> of(TaskView task, List<AuditEntry> trail) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("proposed", "done", task.proposal().proposedAt(), task.proposal().strategy()));
        Optional<AuditEntry> approved = last(trail, "task.approved");
        if (REFUSED.contains(task.status())) {
            approved.ifPresent(entry -> steps.add(done("approved", entry)));
            steps.add(last(trail, "task." + task.status().wire()).map(
                    entry -> new Step(task.status().wire(), "failed", entry.at(), entry.actor()))
                    .orElseGet(() -> new Step(task.status().wire(), "failed", null, null)));
            return steps;
        }
        boolean undecided = TaskStatus.UNDECIDED.contains(task.status());
        steps.add(undecided
                ? new Step("approved", "now", null, null)
                : approved.map(entry -> done("approved", entry)).orElse(new Step("approved", "done", null, null)));
        steps.add(last(trail, "task.dispatched").or(() -> last(trail, "task.leased")).map(
                entry -> new Step("dispatched", "done", entry.at(), null))
                .orElse(new Step("dispatched", task.status() == TaskStatus.APPROVED ? "now" : "open", null, null)));
        steps.add(worked(task, trail));
        steps.add(verified(task));
        return steps;
    }

    private static Step worked(TaskView task, List<AuditEntry> trail) {
        return switch (task.status()) {
            case SUCCEEDED -> last(trail, "task.succeeded").map(entry -> done("succeeded", entry))
                    .orElse(new Step("succeeded", "done", null, null));
            case FAILED, DEAD_LETTER -> last(trail, "task.failed").map(
                    entry -> new Step(task.status().wire(), "failed", entry.at(), entry.actor()))
                    .orElse(new Step(task.status().wire(), "failed", null, null));
            case DISPATCHED, RUNNING -> new Step(task.status().wire(), "now", null,
                    task.execution() == null ? null : task.execution().agent());
            case SUGGESTED, PENDING_APPROVAL, APPROVED, REJECTED, EXPIRED, CANCELLED ->
                new Step("done", "open", null, null);
        };
    }

    private static Step verified(TaskView task) {
        Verification verdict = task.verification().verification();
        if (verdict != null) {
            return new Step(verdict.wire(), verdict == Verification.EFFECTIVE ? "done" : "failed",
                    task.verification().verifiedAt(), null);
        }
        return new Step("verified", task.status() == TaskStatus.SUCCEEDED ? "now" : "open",
                task.verification().verifyAt(), null);
    }

    private static Step done(String name, AuditEntry entry) {
        return new Step(name, "done", entry.at(), entry.actor());
    }

    private static Optional<AuditEntry> last(List<AuditEntry> trail, String action) {
        return trail.stream().filter(entry -> entry.action().equals(action)).reduce((one, other) -> other);
    }
}
