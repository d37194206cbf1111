package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.RunStore;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Records the sends of tasks: what is sent, what the target answered, and when it is sent again or given up.
@Component
class Deliveries {

    private final TaskStore store;
    private final RunStore runs;
    private final RunOutcomes outcomes;
    private final TaskLog log;
    private final DispatchProperties properties;
    private final Clock clock;

    Deliveries(TaskStore store, RunStore runs, RunOutcomes outcomes, TaskLog log, DispatchProperties properties,
            Clock clock) {
        this.store = store;
        this.runs = runs;
        this.outcomes = outcomes;
        this.log = log;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param attempt under which its result is recorded
    /// @param delivery what is sent
    /// @param push where to
    record Send(UUID attempt, Delivery delivery, Routes.Push push) {
    }

    /// Records that a dispatched task is sent next.
    Send begin(RepairTask task, Routes.Push push) {
        Instant now = clock.instant();
        task.sent();
        UUID attempt = runs.attempt(task, push.target().toString(), now);
        TaskContent content = task.content();
        return new Send(attempt, new Delivery(task.id(), task.execution().runs(), task.execution().deliveries(),
                Execution.keyOf(task.id()), content.type(), content.payload(), task.priority().wire(),
                content.targetAgents(), task.squadId(), task.subject().toString(), now), push);
    }

    /// Ends a run that was never answered and is not sent again: HALO died during its last send, was paused for long, or
    /// its route was changed.
    ///
    /// @return whether it was given up
    boolean giveUp(RepairTask task, Routes.@Nullable Push push) {
        DispatchProperties.Delivery delivery = properties.delivery();
        Instant began = task.execution().dispatchedAt();
        if (push == null) {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.REROUTED, "its route leads to no target any more",
                    null);
        } else if (task.execution().deliveries() >= delivery.attempts()) {
            undelivered(task, "the answer to its last send is not known");
        } else if (began != null && began.plus(delivery.within()).isBefore(clock.instant())) {
            undelivered(task, "not delivered to %s within %d min".formatted(push.target(),
                    delivery.within().toMinutes()));
        }
        return task.status() != TaskStatus.DISPATCHED;
    }

    /// Records the result of a send. Of a run that has ended meanwhile it changes nothing.
    void conclude(Send send, SendResult result) {
        Instant now = clock.instant();
        RepairTask task = store.lock(send.delivery().taskId());
        boolean current = task.status() == TaskStatus.DISPATCHED && task.execution().runs() == send.delivery().run()
                && task.execution().deliveries() == send.delivery().number();
        switch (result) {
            case SendResult.Accepted(int status, String squadTaskId) -> {
                runs.answered(send.attempt(), status, null, null);
                if (current) {
                    task.accepted(squadTaskId, now.plus(properties.resultTimeout()));
                    log.note(Actor.HALO, task, TaskAction.ACCEPTED, TaskStatus.DISPATCHED,
                            "%s took it with status %d%s".formatted(send.push().target(), status,
                                    squadTaskId == null ? "" : ", as " + squadTaskId));
                } else if (task.status() == TaskStatus.SUCCEEDED && task.execution().externalId() == null) {
                    task.knownAs(squadTaskId);
                }
            }
            case SendResult.Refused(int status, String error) -> {
                runs.answered(send.attempt(), status, error, null);
                if (current) {
                    undelivered(task, "refused by %s: %s".formatted(send.push().target(), error));
                }
            }
            case SendResult.Failed(Integer status, String error, Duration retryAfter) -> {
                Instant next = current ? nextSend(task, now, retryAfter) : null;
                runs.answered(send.attempt(), status, error, next);
                if (next != null) {
                    task.sendAgainAt(next);
                } else if (current) {
                    undelivered(task, "not delivered to %s after %d sends: %s".formatted(send.push().target(),
                            task.execution().deliveries(), error));
                }
            }
        }
    }

    private void undelivered(RepairTask task, String message) {
        outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.NOT_DELIVERED, message, null);
    }

    /// @return when to send again; null where it is given up
    private @Nullable Instant nextSend(RepairTask task, Instant now, @Nullable Duration retryAfter) {
        DispatchProperties.Delivery delivery = properties.delivery();
        if (task.execution().deliveries() >= delivery.attempts()) {
            return null;
        }
        Instant next = now.plus(delivery.waits().after(task.execution().deliveries(), retryAfter));
        Instant began = task.execution().dispatchedAt();
        return began != null && next.isAfter(began.plus(delivery.within())) ? null : next;
    }
}
