package ink.dreamnet.halo.task.verification;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.RunStore;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Follows each task from its success to the word on whether it helped. Who looks, and what is seen, others know.
@Service
@NamedInterface("verification")
public class Verifications {

    private final TaskStore store;
    private final TaskLog log;
    private final RunStore runs;
    private final StrategyStops stops;
    private final ApprovalProperties approval;
    private final VerificationProperties properties;
    private final Clock clock;

    Verifications(TaskStore store, TaskLog log, RunStore runs, StrategyStops stops, ApprovalProperties approval,
            VerificationProperties properties, Clock clock) {
        this.store = store;
        this.log = log;
        this.runs = runs;
        this.stops = stops;
        this.approval = approval;
        this.properties = properties;
        this.clock = clock;
    }

    /// A task that succeeded and of which nobody knows yet whether it helped.
    ///
    /// @param taskId the task
    /// @param weakPointId what it was to repair
    /// @param subject whom it concerns
    /// @param since when it was first handed out: what has appeared since may be its doing
    /// @param request the request for the cycle that is to look; null where none was made
    /// @param lastAttempt whether the next attempt is the last: where nothing can be told then, it is inconclusive
    public record Unverified(UUID taskId, UUID weakPointId, SubjectRef subject, Instant since, @Nullable UUID request,
            boolean lastAttempt) {
    }

    /// @return up to 1,000 tasks whose settle time is over and for which no look was asked for, the oldest first
    @Transactional(readOnly = true)
    public List<Unverified> due() {
        return unverified(store.unverified(clock.instant(), false));
    }

    /// @return the looks that were asked for, and the tasks that wait for each
    @Transactional(readOnly = true)
    public Map<UUID, List<UUID>> requested() {
        Map<UUID, List<UUID>> asked = new LinkedHashMap<>();
        store.unverified(clock.instant(), true).forEach(task -> asked
                .computeIfAbsent(Objects.requireNonNull(task.proof().request()), any -> new ArrayList<>())
                .add(task.id()));
        return asked;
    }

    /// Notes which request is to look at some tasks, in the transaction that makes it. Those that were verified meanwhile are
    /// passed over.
    @Transactional(propagation = Propagation.MANDATORY)
    public void request(Collection<UUID> tasks, UUID request) {
        store.lockAll(tasks).stream().filter(RepairTask::unverified).forEach(task -> task.askedForLook(request));
    }

    /// @param began when a cycle began to look
    /// @return up to 1,000 tasks whose settle time was over by then, locked until the end of the transaction
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Unverified> awaiting(Instant began) {
        return unverified(store.lockUnverified(began));
    }

    /// Puts the next look at some tasks off, because it is not known whether they helped.
    ///
    /// @param counted whether that was a look at them; only so many are made
    @Transactional(propagation = Propagation.MANDATORY)
    public void postpone(Collection<UUID> tasks, boolean counted) {
        Instant at = clock.instant().plus(properties.againAfter());
        store.lockAll(tasks).stream().filter(RepairTask::unverified).forEach(task -> task.lookAgain(at, counted));
    }

    /// Says whether a task helped. Where it did harm, its strategy is stopped for that kind of weak point.
    ///
    /// @param reason by what it was seen, as one sentence
    /// @param evidence names and values that turn into JSON
    /// @return the task as it is now
    /// @throws ink.dreamnet.halo.core.ConflictException where it did not succeed, or is verified already
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskView conclude(UUID id, Verification outcome, String reason, Map<String, Object> evidence) {
        RepairTask task = store.lock(id);
        Map<String, Object> found = new HashMap<>(evidence);
        found.put("reason", reason);
        task.verify(outcome, found, clock.instant());
        log.note(Actor.HALO, task, "task.verified", task.status(), "%s: %s".formatted(outcome.wire(), reason));
        if (outcome == Verification.HARMFUL) {
            stops.stop(task, reason);
        }
        return task.view(approval.needed(task));
    }

    private List<Unverified> unverified(List<RepairTask> tasks) {
        Map<UUID, Instant> first = runs.firstDispatches(tasks.stream().map(RepairTask::id).toList());
        return tasks.stream().map(task -> new Unverified(task.id(), task.weakPointId(), task.subject(),
                first.getOrDefault(task.id(), clock.instant()), task.proof().request(),
                task.proof().looks() + 1 >= properties.looks())).toList();
    }
}
