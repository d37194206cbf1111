package ink.dreamnet.halo.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointsChanged;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The line that each change of a weak point or a task leaves in the log, once it is committed; with
/// `logging.structured.format.console` its facts are fields. A cycle is one transaction, so a storm leaves no more than
/// [#MOST] lines.
@Component
class ChangeLog {

    /// How many lines one transaction leaves at most, besides the one that says how many more there would be. As many as wait for
    /// an operator's decision (`halo.budgets.proposals`).
    static final int MOST = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

    @EventListener
    void detected(WeakPointsDetected detected) {
        Lines lines = lines();
        detected.appeared().stream().sorted(Comparator.comparing(WeakPoint::severity).reversed())
                .forEach(point -> lines.add(() -> log("opened", point,
                        point.suppressedBy() == null ? "" : ", suppressed by " + point.suppressedBy().describe())));
        detected.resolved().forEach(point -> lines.add(() -> log("resolved", point, ", " + point.resolution())));
    }

    @EventListener
    void worsened(WeakPointsChanged changed) {
        Lines lines = lines();
        changed.changes().stream().filter(change -> change.kind() == WeakPointsChanged.Kind.WORSENED)
                .forEach(change -> lines.add(() -> log("worsened", change.weakPoint(), "")));
    }

    @EventListener
    void tasks(TasksChanged changed) {
        Lines lines = lines();
        changed.changes().forEach(change -> {
            String what = what(change.action());
            if (what != null) {
                lines.add(() -> log(what, changed.actor(), change));
            }
        });
    }

    /// @return what happened; null for what has no line of its own
    private static @Nullable String what(TaskAction action) {
        return switch (action) {
            case PROPOSED -> "proposed";
            case APPROVED -> "approved";
            case DISPATCHED -> "sent";
            case REJECTED -> "rejected";
            case EXPIRED -> "expired";
            case CANCELLED -> "cancelled";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case DEAD_LETTER -> "given up";
            case VERIFIED -> "verified";
            case SEVERITY_RAISED, EDITED, APPROVAL_GIVEN, APPROVAL_LAPSED, APPROVAL_WITHHELD, MOOT, LEASED, ACCEPTED,
                    RETRIED ->
                null;
        };
    }

    private static void log(String what, WeakPoint point, String more) {
        LOG.atInfo().setMessage("Weak point {} {}: {} {} of {}: {}{}").addArgument(point.id()).addArgument(what)
                .addArgument(point.severity().wire()).addArgument(point.code()).addArgument(point.subject())
                .addArgument(point.summary()).addArgument(more).addKeyValue("weakPointId", point.id())
                .addKeyValue("change", what).addKeyValue("code", point.code())
                .addKeyValue("severity", point.severity().wire())
                .addKeyValue("subject", point.subject().toString()).log();
    }

    private static void log(String what, String actor, TasksChanged.Change change) {
        TasksChanged.Snapshot task = change.task();
        TaskView.Proposal proposal = task.proposal();
        LOG.atInfo().setMessage("Task {} {} by {}: {}, step {}, for {}, weak point {}{}").addArgument(task.id())
                .addArgument(what).addArgument(actor).addArgument(task.type()).addArgument(proposal.step())
                .addArgument(proposal.subject()).addArgument(proposal.weakPointId())
                .addArgument(change.reason() == null ? "" : ": " + change.reason()).addKeyValue("taskId", task.id())
                .addKeyValue("change", what).addKeyValue("actor", actor).addKeyValue("type", task.type())
                .addKeyValue("weakPointId", proposal.weakPointId())
                .addKeyValue("subject", proposal.subject().toString()).log();
    }

    /// @return the lines of the transaction that is under way
    private static Lines lines() {
        return TransactionSynchronizationManager.getSynchronizations().stream().filter(Lines.class::isInstance)
                .map(Lines.class::cast).findFirst().orElseGet(() -> {
                    Lines lines = new Lines();
                    TransactionSynchronizationManager.registerSynchronization(lines);
                    return lines;
                });
    }

    /// The lines of one transaction.
    private static final class Lines implements TransactionSynchronization {

        private final List<Runnable> lines = new ArrayList<>();
        private int more;

        void add(Runnable line) {
            if (lines.size() < MOST) {
                lines.add(line);
            } else {
                more++;
            }
        }

        @Override
        public void afterCommit() {
            lines.forEach(Runnable::run);
            if (more > 0) {
                LOG.info("and {} more changes of weak points and tasks at the same time", more);
            }
        }
    }
}
