package ink.dreamnet.halo.task.lease;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PlainJson;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.InClear;
import ink.dreamnet.halo.task.Lease;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.TaskReport;
import ink.dreamnet.halo.task.dispatch.TaskReports;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/tasks")
@Tag(name = "Work", description = "What agents do with approved tasks: lease, heartbeat, result")
class LeaseController {

    private static final int MAX_LEASED = 20;
    private static final int MAX_WAIT = 60;
    private static final int MAX_MESSAGE = 2000;
    private static final int MAX_NAME = 200;

    private final Leases leases;
    private final LeaseHeartbeats heartbeats;
    private final TaskReports results;
    private final CurrentActor actor;
    private final Authority authority;

    LeaseController(Leases leases, LeaseHeartbeats heartbeats, TaskReports results, CurrentActor actor,
            Authority authority) {
        this.authority = authority;
        this.leases = leases;
        this.heartbeats = heartbeats;
        this.results = results;
        this.actor = actor;
    }

    /// @param agent the id of a registered agent; required
    /// @param max how many tasks at most, 1 to 20; by default 1
    /// @param waitSeconds how long to wait for the first, 0 to 60; by default 0
    record LeaseOrder(@Nullable String agent, @Nullable Integer max, @Nullable Integer waitSeconds) {
        LeaseOrder {
            if (agent == null || agent.isBlank()) {
                throw new InvalidInputException("agent", "is missing; name a registered agent");
            }
            Texts.check("agent", agent, MAX_NAME);
            range("max", max, 1, MAX_LEASED);
            range("waitSeconds", waitSeconds, 0, MAX_WAIT);
        }
    }

    private static void range(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new InvalidInputException(field, "%d is not between %d and %d".formatted(value, least, most));
        }
    }

    @InClear
    record LeasedAnswer(boolean ok, List<Leases.LeasedTask> leased) {
    }

    record LeaseAnswer(boolean ok, Lease lease) {
    }

    record ResultAnswer(boolean ok, TaskView task) {
    }

    /// @param lease the id of the lease; required
    record LeaseHeartbeat(@Nullable String lease) {
    }

    /// @param lease the id of the lease under which it was done
    /// @param idempotencyKey for a task that was sent: what the send carried
    /// @param squadTaskId for a task that was sent: what its target calls it
    /// @param run for a task that was sent: the send's Halo-Run
    /// @param outcome `succeeded` or `failed`; required
    /// @param message at most 2,000 characters
    /// @param data what was found
    record ResultReport(@Nullable String lease, @Nullable String idempotencyKey, @Nullable String squadTaskId,
            @Nullable Integer run, @Nullable String outcome, @Nullable String message,
            @Nullable Map<String, @Nullable Object> data) {

        TaskReport checked() {
            Texts.check("message", message, MAX_MESSAGE);
            Texts.check("idempotencyKey", idempotencyKey, MAX_NAME);
            Texts.check("squadTaskId", squadTaskId, MAX_NAME);
            boolean succeeded = "succeeded".equalsIgnoreCase(outcome);
            if (!succeeded && !"failed".equalsIgnoreCase(outcome)) {
                throw new InvalidInputException("outcome", outcome == null
                        ? "is missing; it is succeeded or failed"
                        : "'%s' is not one of succeeded, failed".formatted(outcome));
            }
            try {
                return new TaskReport(lease == null ? null : leaseId(lease), idempotencyKey, squadTaskId, run,
                        succeeded, message, data == null ? null : PlainJson.of(data));
            } catch (IllegalArgumentException unusable) {
                throw new InvalidInputException("data", String.valueOf(unusable.getMessage()));
            }
        }
    }

    private static UUID leaseId(@Nullable String text) {
        try {
            return UUID.fromString(String.valueOf(text));
        } catch (IllegalArgumentException notAnId) {
            throw new InvalidInputException("lease", text == null
                    ? "is missing"
                    : "'%s' is no id; give the lease.id that leasing answered".formatted(text));
        }
    }

    @PostMapping("/lease")
    @Operation(summary = "Leases approved tasks for an agent", description = """
            Tasks whose targetAgents has the agent's role, the most urgent first, each to one agent only. Where there is none,
            the call waits up to waitSeconds; a later call of the same agent ends it with 409. An agent
            that sends no heartbeat before lease.expiresAt loses the task.""")
    LeasedAnswer leaseTasks(@RequestBody LeaseOrder order) {
        authority.requireAgent(String.valueOf(order.agent()), null);
        return new LeasedAnswer(true, leases.lease(String.valueOf(order.agent()),
                order.max() == null ? 1 : order.max(),
                Duration.ofSeconds(order.waitSeconds() == null ? 0 : order.waitSeconds()), actor.get()));
    }

    @PostMapping("/{id}/heartbeat")
    @Operation(summary = "Extends a lease")
    LeaseAnswer extendLease(@PathVariable String id, @RequestBody LeaseHeartbeat heartbeat) {
        return new LeaseAnswer(true,
                heartbeats.heartbeat(Ids.parse("task", id), leaseId(heartbeat.lease()), actor.get()));
    }

    @PostMapping("/{id}/result")
    @Operation(summary = "Reports how the work on a task ended", description = """
            The holder of the lease names it; for a task that was sent, its idempotency key or the target's id of it. The same
            report twice is answered the same; one that comes too late, or from someone else, with 409.""")
    ResultAnswer reportResult(@PathVariable String id, @RequestBody ResultReport report) {
        return new ResultAnswer(true, results.report(Ids.parse("task", id), report.checked(), actor.get()));
    }
}
