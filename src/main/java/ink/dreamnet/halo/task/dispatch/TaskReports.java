package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.RunStore;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Records how the work on tasks ended. The same report twice changes nothing the second time.
@Service
@NamedInterface("dispatch")
public class TaskReports {

    /// Whatever goes there has no target that could report it.
    private static final Set<String> NOT_SENT = Set.of(Routes.PULL, Execution.PAGE);

    private final TaskStore store;
    private final RunStore runs;
    private final RunOutcomes outcomes;
    private final ApprovalProperties approval;
    private final Authority authority;
    private final Clock clock;

    TaskReports(TaskStore store, RunStore runs, RunOutcomes outcomes, ApprovalProperties approval,
            Authority authority, Clock clock) {
        this.authority = authority;
        this.store = store;
        this.runs = runs;
        this.outcomes = outcomes;
        this.approval = approval;
        this.clock = clock;
    }

    /// Records a report.
    ///
    /// @return the task as it is now
    /// @throws NotFoundException where there is no such task
    /// @throws InvalidInputException where the report has neither a lease nor what the task was sent under
    /// @throws ConflictException where it comes too late, or from someone who does not hold the task
    @Transactional
    public TaskView report(UUID id, TaskReport report, Actor actor) {
        return report(id, report, actor, clock.instant());
    }

    /// As [#report(UUID, TaskReport, Actor)], for a report that HALO received before it processes it. A failure that does not
    /// name its run, and was received before the present run began, is one of an earlier run.
    ///
    /// @param receivedAt when HALO received it, to the millisecond
    @Transactional
    public TaskView report(UUID id, TaskReport report, Actor actor, Instant receivedAt) {
        RepairTask task = store.lock(id);
        task.requireNotApprovedBy(actor);
        if (report.lease() != null) {
            byLease(task, report, report.lease(), actor);
        } else if (report.idempotencyKey() != null || report.squadTaskId() != null) {
            byTarget(task, report, actor, receivedAt);
        } else {
            throw new InvalidInputException("lease",
                    "is missing; a task that was sent is reported with idempotencyKey or squadTaskId");
        }
        task.workedBy(actor);
        return task.view(approval.needed(task));
    }

    private void byLease(RepairTask task, TaskReport report, UUID lease, Actor actor) {
        String holder = task.execution().leaseAgent();
        if (holder != null && lease.equals(task.execution().leaseId())) {
            authority.requireAgent(holder, null);
        }
        boolean current = task.status() == TaskStatus.RUNNING && lease.equals(task.execution().leaseId());
        Optional<String> reported = current
                ? Optional.empty()
                : runs.ofLease(task.id(), lease).map(RunStore.Ended::outcome).filter(TaskReport.OUTCOMES::contains);
        if (reported.isPresent()) {
            if (reported.get().equals(report.outcome())) {
                return;
            }
            throw new ConflictException("'%s' was reported under lease %s of task %s and is recorded; the task is %s"
                    .formatted(reported.get(), lease, task.id(), task.status().wire()));
        }
        task.requireHolder(lease, clock.instant());
        end(task, report, actor);
    }

    private void byTarget(RepairTask task, TaskReport report, Actor actor, Instant receivedAt) {
        authority.requireSquad(task.squadId());
        boolean known = report.idempotencyKey() != null
                ? report.idempotencyKey().equals(Execution.keyOf(task.id()))
                : report.squadTaskId() != null && report.squadTaskId().equals(task.execution().externalId());
        if (!known || !task.execution().started() || NOT_SENT.contains(String.valueOf(task.execution().channel()))) {
            throw new ConflictException(
                    "Task %s was not sent under %s; the task is %s".formatted(task.id(), report.idempotencyKey() != null
                            ? "the idempotency key '%s'".formatted(report.idempotencyKey())
                            : "the id '%s'".formatted(report.squadTaskId()), task.status().wire()));
        }
        if (report.run() != null && report.run() != task.execution().runs()) {
            earlierRun(task, report, report.run(), actor);
        } else if (TaskStatus.IN_WORK.contains(task.status())) {
            Instant began = task.execution().dispatchedAt();
            if (report.run() == null && !report.succeeded() && began != null
                    && receivedAt.isBefore(began.truncatedTo(ChronoUnit.MILLIS))) {
                throw new ConflictException(
                        "The failure was received before run %d of task %s began; it is of an earlier run"
                                .formatted(task.execution().runs(), task.id()));
            }
            end(task, report, actor);
        } else if (report.succeeded() && task.status().mayBecome(TaskStatus.SUCCEEDED)) {
            // late, but done: it must not be done once more
            outcomes.succeed(task, actor, report.message(), report.data());
        } else if (!same(task, report)) {
            throw new ConflictException("Task %s is %s%s; the report comes too late".formatted(task.id(),
                    task.status().wire(), task.statusReason() == null ? "" : " (" + task.statusReason() + ")"));
        }
    }

    /// A success counts whichever run it was; the failure of an earlier run does not end the present one.
    private void earlierRun(RepairTask task, TaskReport report, int run, Actor actor) {
        if (report.succeeded() && task.status().mayBecome(TaskStatus.SUCCEEDED)) {
            outcomes.succeed(task, actor, report.message(), report.data());
        } else if (runs.outcome(task.id(), run).filter(report.outcome()::equals).isEmpty()) {
            throw new ConflictException("Run %d of task %s is over; the task is %s in run %d".formatted(run, task.id(),
                    task.status().wire(), task.execution().runs()));
        }
    }

    private boolean same(RepairTask task, TaskReport report) {
        return runs.latest(task.id()).map(RunStore.Ended::outcome).filter(report.outcome()::equals).isPresent()
                && (report.succeeded() == (task.status() == TaskStatus.SUCCEEDED))
                && task.status() != TaskStatus.CANCELLED;
    }

    private void end(RepairTask task, TaskReport report, Actor actor) {
        if (report.succeeded()) {
            outcomes.succeed(task, actor, report.message(), report.data());
        } else {
            outcomes.fail(task, actor, RunOutcomes.Failure.REPORTED, report.text(), report.data());
        }
    }
}
