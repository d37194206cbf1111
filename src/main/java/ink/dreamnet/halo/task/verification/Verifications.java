package ink.dreamnet.halo.task.verification;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

/// Follows each task from its success to the verdict on whether it helped. The engine runs the cycles that observe it.
@Service
@NamedInterface("verification")
public class Verifications {

    private final TaskStore store;
    private final RunStore runs;
    private final Verdicts verdicts;
    private final ApprovalProperties approval;
    private final VerificationProperties properties;
    private final Clock clock;

    Verifications(TaskStore store, TaskLog log, RunStore runs, StrategyStops stops, ApprovalProperties approval,
            VerificationProperties properties, Clock clock) {
        this.store = store;
        this.runs = runs;
        this.verdicts = new Verdicts(log, stops, clock);
        this.approval = approval;
        this.properties = properties;
        this.clock = clock;
    }

    /// A task that succeeded and is not verified yet.
    ///
    /// @param taskId the task
    /// @param weakPointId what it was to repair
    /// @param subject whom it concerns
    /// @param since when it was first handed out: what has appeared since may be its doing
    /// @param request the request for the cycle that is to verify it; null where none was made
    /// @param lastAttempt whether the next attempt is the last: without a verdict then, it is inconclusive
    public record Unverified(UUID taskId, UUID weakPointId, SubjectRef subject, Instant since, @Nullable UUID request,
            boolean lastAttempt) {
    }

    /// @return up to 1,000 tasks whose settle time is over and for which no cycle was requested, the oldest first
    @Transactional(readOnly = true)
    public List<Unverified> due() {
        return unverified(store.unverified(clock.instant(), false));
    }

    /// @return the requested cycles, and the tasks that wait for each
    @Transactional(readOnly = true)
    public Map<UUID, List<UUID>> requested() {
        Map<UUID, List<UUID>> requested = new LinkedHashMap<>();
        store.unverified(clock.instant(), true).forEach(task -> requested
                .computeIfAbsent(Objects.requireNonNull(task.verification().request()), any -> new ArrayList<>())
                .add(task.id()));
        return requested;
    }

    /// Records which request is to verify some tasks, in the transaction that makes it. Those that were verified meanwhile
    /// are skipped.
    @Transactional(propagation = Propagation.MANDATORY)
    public void request(Collection<UUID> tasks, UUID request) {
        store.lockAll(tasks).stream().filter(RepairTask::unverified).forEach(task -> task.requestVerification(request));
    }

    /// @param began when a cycle began to observe
    /// @return up to 1,000 tasks whose settle time was over by then, locked until the end of the transaction
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Unverified> awaiting(Instant began) {
        return unverified(store.lockUnverified(began));
    }

    /// @param began when a cycle begins to observe
    /// @return the subjects of up to 2,000 tasks whose settle time is over by then and that are not verified yet
    @Transactional(readOnly = true)
    public Set<SubjectRef> subjects(Instant began) {
        return Stream.of(false, true).flatMap(requested -> store.unverified(began, requested).stream())
                .map(RepairTask::subject).collect(Collectors.toSet());
    }

    /// Postpones the verification of some tasks, because it is not known whether they helped.
    ///
    /// @param counted whether that was an attempt; only so many are made
    @Transactional(propagation = Propagation.MANDATORY)
    public void postpone(Collection<UUID> tasks, boolean counted) {
        Instant at = clock.instant().plus(properties.againAfter());
        store.lockAll(tasks).stream().filter(RepairTask::unverified)
                .forEach(task -> task.postponeVerification(at, counted));
    }

    /// Records whether a task helped. Where it did harm, its strategy is stopped for that kind of weak point.
    ///
    /// @param reason why, as one sentence
    /// @param evidence names and values that turn into JSON
    /// @return the task as it is now
    /// @throws ink.dreamnet.halo.core.ConflictException where it did not succeed, or is verified already
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskView conclude(UUID id, Verification outcome, String reason, Map<String, Object> evidence) {
        RepairTask task = store.lock(id);
        verdicts.conclude(task, outcome, reason, evidence);
        return task.view(approval.needed(task));
    }

    private List<Unverified> unverified(List<RepairTask> tasks) {
        Map<UUID, Instant> first = runs.firstDispatches(tasks.stream().map(RepairTask::id).toList());
        return tasks.stream().map(task -> new Unverified(task.id(), task.weakPointId(), task.subject(),
                first.getOrDefault(task.id(), clock.instant()), task.verification().request(),
                task.verification().attempts() + 1 >= properties.looks())).toList();
    }
}
