package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import ink.dreamnet.halo.task.TaskView.Proposal;
import ink.dreamnet.halo.task.budget.ProposalBudget;

/// Tasks in memory. Not for use by several threads at once.
public final class RecordsInMemory implements TaskRecords {

    private final Map<UUID, RepairTask> tasks = new TreeMap<>();
    private final Map<UUID, List<RepairTask>> byPoint = new HashMap<>();
    private final Map<UUID, RepairTask> waiting = new TreeMap<>();

    @Override
    public void add(RepairTask task) {
        tasks.put(task.id(), task);
        waiting.put(task.id(), task);
        byPoint.computeIfAbsent(task.weakPointId(), any -> new ArrayList<>()).add(task);
    }

    @Override
    public Optional<RepairTask> find(UUID id) {
        return Optional.ofNullable(tasks.get(id));
    }

    @Override
    public List<RepairTask> lockOf(Collection<UUID> weakPoints, Set<TaskStatus> statuses) {
        return of(weakPoints).stream().filter(task -> statuses.contains(task.status())).toList();
    }

    private List<RepairTask> of(Collection<UUID> weakPoints) {
        List<RepairTask> found = new ArrayList<>();
        new HashSet<>(weakPoints).forEach(point -> found.addAll(byPoint.getOrDefault(point, List.of())));
        found.sort(Comparator.comparing(RepairTask::id));
        return found;
    }

    @Override
    public List<RepairTask> overdue(Instant now) {
        return undecidedTasks().stream().filter(task -> task.overdue(now)).toList();
    }

    private List<RepairTask> undecidedTasks() {
        waiting.values().removeIf(task -> !TaskStatus.UNDECIDED.contains(task.status()));
        return List.copyOf(waiting.values());
    }

    @Override
    public List<RepairTask> pending(String strategy, String code, int most) {
        return undecidedTasks().stream().filter(task -> task.status() == TaskStatus.PENDING_APPROVAL
                && task.strategy().equals(strategy) && code.equals(task.code())).limit(most).toList();
    }

    @Override
    public List<FailedStep> failedSteps(Collection<UUID> weakPoints) {
        List<FailedStep> failed = new ArrayList<>();
        for (RepairTask task : of(weakPoints)) {
            Proposal proposed = task.snapshot().proposal();
            if (task.verification().outcome() == Verification.EFFECTIVE) {
                failed.removeIf(before -> before.weakPoint().equals(proposed.weakPointId())
                        && before.strategy().equals(proposed.strategy()));
            } else if (task.verification().outcome() == Verification.INEFFECTIVE) {
                failed.add(new FailedStep(proposed.weakPointId(), proposed.strategy(), proposed.step()));
            }
        }
        return failed;
    }

    @Override
    public List<Standing> standing(Collection<UUID> weakPoints) {
        return of(weakPoints).stream().map(task -> new Standing(task.weakPointId(),
                task.snapshot().proposal().proposedAt(), task.status(), task.verification().outcome())).toList();
    }

    @Override
    public List<ProposalBudget.Waiting> undecided() {
        return undecidedTasks().stream().map(task -> new ProposalBudget.Waiting(task.subject().kind(),
                task.subject().id(), task.severity())).toList();
    }

    /// @return the weak points that have tasks
    public Set<UUID> weakPoints() {
        return Set.copyOf(byPoint.keySet());
    }

    /// Forgets the tasks of weak points that will not be there again, but those that are in work.
    public void forget(Collection<UUID> weakPoints) {
        for (UUID point : weakPoints) {
            List<RepairTask> its = byPoint.getOrDefault(point, List.of());
            if (its.stream().noneMatch(task -> task.status().active())) {
                its.forEach(task -> tasks.remove(task.id()));
                byPoint.remove(point);
            }
        }
    }
}
