package ink.dreamnet.halo.task.approval;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.MergePatch;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.PlainJson;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedMap;
import ink.dreamnet.halo.task.Approval;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.IllegalTransitionException;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.DispatchObjections;
import ink.dreamnet.halo.task.dispatch.Outbox;
import ink.dreamnet.halo.task.dispatch.Routing;
import ink.dreamnet.halo.task.dispatch.RunOutcomes;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The decisions of operators about tasks: operators must approve tasks before execution.
@Service
@NamedInterface("approval")
public class Approvals {

    private final TaskStore store;
    private final TaskLog log;
    private final Outbox outbox;
    private final Routing routing;
    private final DispatchObjections objections;
    private final RunOutcomes outcomes;
    private final ApprovalProperties properties;
    private final Clock clock;

    Approvals(TaskStore store, TaskLog log, Outbox outbox, Routing routing, DispatchObjections objections,
            RunOutcomes outcomes, ApprovalProperties properties, Clock clock) {
        this.store = store;
        this.log = log;
        this.outbox = outbox;
        this.routing = routing;
        this.objections = objections;
        this.outcomes = outcomes;
        this.properties = properties;
        this.clock = clock;
    }

    /// An operator approves the task as it is now. Where that is enough, its dispatch is staged in this transaction. It is routed
    /// anew, so that its `routingError` says whether anybody can do it now; where nobody can, it waits for somebody.
    ///
    /// @param comment at most 2,000 characters; null for none
    /// @param contentHash the hash of what the operator saw; null for what was proposed, which is what everyone saw who saw it
    ///        before anyone edited it
    /// @return the task as it is now: approved, or pending where it takes more operators
    /// @throws NotFoundException where there is no such task
    /// @throws ConflictException where it does not wait for approval, its time is over, it is no longer what the operator
    ///         saw, the operator had it proposed, edited it, worked on it or approved it before, its weak point is silenced, or HALO is paused
    @Transactional
    public TaskView approve(UUID id, @Nullable String comment, @Nullable String contentHash, Actor actor) {
        RepairTask task = store.lock(id);
        if (contentHash != null && !contentHash.equals(task.contentHash())) {
            throw new ConflictException("Task %s was edited since: its contentHash is %s now".formatted(id,
                    task.contentHash()));
        }
        requireIntact(task);
        objections.requireNone(task);
        if (TaskStatus.UNDECIDED.contains(task.status())) {
            routing.route(List.of(task));
        }
        if (contentHash == null && task.edited() && objection(task, actor.name()).isEmpty()) {
            throw new ConflictException(
                    "Task %s was edited: approve it with the contentHash of what you saw".formatted(id));
        }
        approve(task, new Approval(actor.name(), clock.instant(), comment, task.contentHash(), null), actor);
        return view(task);
    }

    /// Records an operator's approval of a task that the caller has locked.
    void approve(RepairTask task, Approval given, Actor actor) {
        TaskStatus from = task.status();
        int needed = properties.needed(task);
        String reason = given.standingId() == null
                ? given.comment()
                : "standing approval %s: %s".formatted(given.standingId(), given.comment());
        if (task.approve(given, needed)) {
            log.note(actor, task, TaskAction.APPROVED, from, reason);
            outbox.stage(task);
        } else {
            log.note(actor, task, TaskAction.APPROVAL_GIVEN, from, "%d of %d operators%s".formatted(
                    task.approvals().size(), needed, reason == null ? "" : "; " + reason));
        }
    }

    /// @return why somebody's approval would not count, without a side effect; empty where it would
    Optional<String> objection(RepairTask task, String by) {
        return task.objection(by, properties.needed(task));
    }

    /// Says once why a task still waits, of a task that the caller has locked.
    void note(RepairTask task, String why) {
        if (task.waitsBecause(why)) {
            log.note(Actor.HALO, task, TaskAction.APPROVAL_WITHHELD, task.status(), why);
        }
    }

    /// An operator rejects the task. The same proposal is not made again for this episode of the weak point unless its severity
    /// rises.
    ///
    /// @param comment at most 2,000 characters; null for none
    /// @throws NotFoundException where there is no such task
    /// @throws IllegalTransitionException where it does not wait for a decision
    @Transactional
    public TaskView reject(UUID id, @Nullable String comment, Actor actor) {
        RepairTask task = store.lock(id);
        TaskStatus from = task.status();
        task.reject(comment);
        log.note(actor, task, TaskAction.REJECTED, from, comment);
        return view(task);
    }

    /// An operator takes a task back. Who works on it is not notified; what they report later is refused.
    ///
    /// @throws NotFoundException where there is no such task
    /// @throws IllegalTransitionException where it has ended
    @Transactional
    public TaskView cancel(UUID id, @Nullable String comment, Actor actor) {
        RepairTask task = store.lock(id);
        outcomes.cancel(task, actor, comment);
        return view(task);
    }

    /// An operator sends a dead letter, or a failed task that waits, again: at once, under the approval that it has.
    ///
    /// @throws NotFoundException where there is no such task
    /// @throws ConflictException where it did not fail, its weak point is silenced, or HALO is paused
    @Transactional
    public TaskView retry(UUID id, @Nullable String comment, Actor actor) {
        RepairTask task = store.lock(id);
        objections.requireNone(task);
        outcomes.retry(task, actor, comment, true);
        outbox.stage(task);
        return view(task);
    }

    /// What an operator changes of a task.
    ///
    /// @param payload makes of what the agent was to get what it gets
    /// @param targetAgents the agent roles that may do it; null leaves them as they are
    public record Edit(UnaryOperator<Map<String, Object>> payload, @Nullable List<String> targetAgents) {

        /// Checks what somebody gives to replace what is there; what is null stays as it is.
        ///
        /// @throws InvalidInputException where it cannot be sent
        public static Edit replacing(@Nullable Map<String, @Nullable Object> payload,
                @Nullable List<@Nullable String> targetAgents) {
            if (payload == null) {
                return new Edit(UnaryOperator.identity(), roles(targetAgents));
            }
            payload.forEach((name, value) -> {
                if (value == null) {
                    throw new InvalidInputException("payload." + name, "is null; leave it out");
                }
            });
            Map<String, Object> replacement = plain(payload);
            return new Edit(present -> MaskedMap.unmasked("payload", replacement, present), roles(targetAgents));
        }

        /// As [#replacing], but the payload is merged into the present one ([MergePatch]).
        public static Edit merging(@Nullable Map<String, @Nullable Object> patch,
                @Nullable List<@Nullable String> targetAgents) {
            return new Edit(
                    patch == null
                            ? UnaryOperator.identity()
                            : present -> MaskedMap.unmasked("payload",
                                    plain(MergePatch.apply(present, patch)), present),
                    roles(targetAgents));
        }

        private static Map<String, Object> plain(Map<String, @Nullable Object> payload) {
            try {
                return PlainJson.of(payload);
            } catch (IllegalArgumentException unusable) {
                throw new InvalidInputException("payload", String.valueOf(unusable.getMessage()));
            }
        }

        private static @Nullable List<String> roles(@Nullable List<@Nullable String> given) {
            if (given == null) {
                return null;
            }
            List<String> roles = new ArrayList<>();
            for (String role : given) {
                if (role == null || role.isBlank() || role.length() > 100) {
                    throw new InvalidInputException("targetAgents[%d]".formatted(roles.size()),
                            "must be the name of a role of 1 to 100 characters");
                }
                Texts.check("targetAgents[%d]".formatted(roles.size()), role, 100);
                roles.add(role.strip());
            }
            if (roles.isEmpty() || roles.size() > 20) {
                throw new InvalidInputException("targetAgents", "must be 1 to 20 roles");
            }
            return roles;
        }
    }

    /// An operator changes what is to be done, before it is approved. Approvals given so far are void, and the editor
    /// cannot approve it; its time for approval begins anew.
    ///
    /// @throws NotFoundException where there is no such task
    /// @throws ConflictException where it was decided, sent before, or changed past HALO
    @Transactional
    public TaskView edit(UUID id, Edit edit, @Nullable String comment, Actor actor) {
        RepairTask task = store.lock(id);
        requireIntact(task);
        TaskContent before = task.content();
        TaskContent after = new TaskContent(before.type(),
                edit.targetAgents() == null ? before.targetAgents() : edit.targetAgents(),
                edit.payload().apply(before.payload()));
        int dropped = task.approvals().size();
        task.edit(after, actor.name(), clock.instant().plus(properties.of(task.severity())));
        log.note(actor, task, TaskAction.EDITED, task.status(), "content %s to %s%s%s".formatted(before.hash(),
                after.hash(), dropped == 0 ? "" : ", %d approvals dropped".formatted(dropped),
                comment == null ? "" : "; " + comment));
        return view(task);
    }

    private static void requireIntact(RepairTask task) {
        if (!task.isIntact()) {
            throw new ConflictException("Task %s is not what was proposed: it was changed past HALO".formatted(
                    task.id()));
        }
    }

    private TaskView view(RepairTask task) {
        return task.view(properties.needed(task));
    }
}
