package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
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

/// Records the calls about tasks: what is sent, what the target answered, and when it is sent or asked again or given up.
@Component
class Deliveries {

    /// How long at most until a target is asked again how a task stands.
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(30);

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

    /// Records that the next call about a task is made: it is sent or, where its target has it, the target is asked to do it or
    /// how it stands.
    ///
    /// @param mayBegin whether the target may be asked to do it now
    Send begin(RepairTask task, Routes.Push push, boolean mayBegin) {
        Instant now = clock.instant();
        task.sent();
        boolean begun = task.status() == TaskStatus.RUNNING;
        String targetId = push.channel().startsSeparately() ? task.execution().externalId() : null;
        if (targetId != null && !begun) {
            task.accepted(targetId, now.plus(properties.resultTimeout()));
            log.note(Actor.HALO, task, TaskAction.ACCEPTED, TaskStatus.DISPATCHED,
                    "%s has it as %s and is asked to do it".formatted(push.target(), targetId));
        }
        if (targetId != null) {
            // where HALO ends meanwhile, it asks when the present call is over
            task.sendAgainAt(now.plus(properties.delivery().timeout()));
        }
        UUID attempt = runs.attempt(task, push.target() + (targetId == null ? "" : "/" + targetId), now);
        TaskContent content = task.content();
        return new Send(attempt, new Delivery(task.id(), task.execution().runs(), task.execution().deliveries(),
                Execution.keyOf(task.id()), String.valueOf(task.execution().callKey()), targetId, begun, mayBegin,
                content.type(), content.payload(), task.priority().wire(), content.targetAgents(), task.squadId(),
                task.subject().toString(), now), push);
    }

    /// Records that people are called. The event that does so is written by this transaction, so it is there once, whatever
    /// happens.
    void page(RepairTask task) {
        task.accepted(null, null);
        log.note(Actor.HALO, task, TaskAction.ACCEPTED, TaskStatus.DISPATCHED,
                "it is done when somebody acknowledges it");
    }

    /// Ends a run that was never answered and is not sent again: HALO died during its last send, was paused for long, its
    /// route was changed, or the task was, past HALO.
    ///
    /// @return whether it was given up
    boolean giveUp(RepairTask task, Routes.@Nullable Push push) {
        DispatchProperties.Delivery delivery = properties.delivery();
        Instant began = task.execution().dispatchedAt();
        if (push == null) {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.REROUTED, "its route leads to no target any more",
                    null);
        } else if (!task.isIntact()) {
            undelivered(task, RepairTask.NOT_AS_APPROVED);
        } else if (task.execution().externalId() == null && task.execution().deliveries() >= delivery.attempts()) {
            undelivered(task, "the answer to its last send is not known");
        } else if (began != null && began.plus(delivery.within()).isBefore(clock.instant())) {
            undelivered(task, "not delivered to %s within %d min".formatted(push.target(),
                    delivery.within().toMinutes()));
        }
        return task.status() != TaskStatus.DISPATCHED;
    }

    /// Ends a run that its target was asked to do, whose route leads elsewhere now: nobody can be asked how it stands.
    void abandon(RepairTask task) {
        outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.UNKNOWN,
                "its route was changed while %s worked on it; whether it was done is not known"
                        .formatted(task.execution().target()),
                null);
    }

    /// Records the result of a call. Of a run that has ended meanwhile it changes nothing.
    void conclude(Send send, DeliveryResult result) {
        Instant now = clock.instant();
        RepairTask task = store.lock(send.delivery().taskId());
        boolean current = TaskStatus.IN_WORK.contains(task.status())
                && task.execution().runs() == send.delivery().run()
                && task.execution().deliveries() == send.delivery().number();
        String target = send.push().target().toString();
        switch (result) {
            case DeliveryResult.Taken(int status, String squadTaskId) -> {
                runs.answered(send.attempt(), status, null, null);
                if (current && task.status() == TaskStatus.DISPATCHED) {
                    task.accepted(squadTaskId, now.plus(properties.resultTimeout()));
                    log.note(Actor.HALO, task, TaskAction.ACCEPTED, TaskStatus.DISPATCHED,
                            "%s took it with status %d%s".formatted(target, status,
                                    squadTaskId == null ? "" : ", as " + squadTaskId));
                } else if (task.status() == TaskStatus.SUCCEEDED && task.execution().externalId() == null) {
                    task.knownAs(squadTaskId);
                }
            }
            case DeliveryResult.Stored(int status, String squadTaskId) -> {
                runs.answered(send.attempt(), status, null, null);
                if (current) {
                    task.callEnded();
                    task.knownAs(squadTaskId);
                    task.sendAgainAt(null);
                }
            }
            case DeliveryResult.Untraceable(int status, String error) -> {
                if (current) {
                    task.callEnded();
                }
                sendAgain(send, task, current, status, error, null);
            }
            case DeliveryResult.Ended ended -> {
                runs.answered(send.attempt(), ended.status(), ended.succeeded() ? null : ended.message(), null);
                runs.report(task.id(), send.delivery().run(), ended.agent(), ended.log());
                if (current) {
                    end(task, ended);
                }
            }
            case DeliveryResult.Underway(Integer status, String reason) -> {
                Instant next = current
                        ? now.plus(Collections.min(List.of(LONGEST_CHECK,
                                properties.delivery().waits().after(task.execution().deliveries()))))
                        : null;
                runs.answered(send.attempt(), status, reason, next);
                if (current) {
                    task.sendAgainAt(next);
                }
            }
            case DeliveryResult.Unknown(int status, String reason) -> {
                runs.answered(send.attempt(), status, reason, null);
                if (current) {
                    outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.UNKNOWN,
                            reason + "; whether it was done is not known", null);
                }
            }
            case DeliveryResult.Refused(int status, String error) -> {
                runs.answered(send.attempt(), status, error, null);
                if (current) {
                    undelivered(task, "refused by %s: %s".formatted(target, error));
                }
            }
            case DeliveryResult.Failed(Integer status, String error, Duration retryAfter) ->
                sendAgain(send, task, current, status, error, retryAfter);
        }
    }

    private void end(RepairTask task, DeliveryResult.Ended ended) {
        if (ended.agent() != null) {
            task.doneBy(ended.agent());
        }
        if (ended.succeeded()) {
            outcomes.succeed(task, Actor.HALO, ended.message(), null);
        } else {
            outcomes.fail(task, Actor.HALO, RunOutcomes.Failure.REPORTED, ended.message(), null);
        }
    }

    private void sendAgain(Send send, RepairTask task, boolean current, @Nullable Integer status, String error,
            @Nullable Duration retryAfter) {
        Instant next = current ? nextSend(task, clock.instant(), retryAfter) : null;
        runs.answered(send.attempt(), status, error, next);
        if (next != null) {
            task.sendAgainAt(next);
        } else if (current) {
            undelivered(task, "not delivered to %s after %d sends: %s".formatted(send.push().target(),
                    task.execution().deliveries(), error));
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
