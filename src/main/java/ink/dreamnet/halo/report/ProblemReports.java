package ink.dreamnet.halo.report;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.memory.trait.Change;
import ink.dreamnet.halo.memory.trait.Entities;
import ink.dreamnet.halo.memory.trait.Entity;
import ink.dreamnet.halo.report.ProblemReport.Declared;
import ink.dreamnet.halo.report.ProblemReport.Memory;
import ink.dreamnet.halo.report.ProblemReport.RepairLadder;
import ink.dreamnet.halo.report.ProblemReport.Rung;
import ink.dreamnet.halo.strategy.RepairLadders;
import ink.dreamnet.halo.strategy.RepairLadders.Repairs;
import ink.dreamnet.halo.strategy.RepairLadders.Step;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointGroup;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Tells the story of a weak point. Each room is read by itself: what changes meanwhile may be in one part and not yet in another.
@Service
public class ProblemReports {

    private static final int MOST_TASKS = 50;
    private static final int MOST_CHANGES = 20;

    private final WeakPoints weakPoints;
    private final Tasks tasks;
    private final RepairLadders ladders;
    private final Surroundings surroundings;
    private final Timeline timeline;
    private final Entities memory;
    private final Clock clock;

    ProblemReports(WeakPoints weakPoints, Tasks tasks, RepairLadders ladders, Surroundings surroundings,
            Timeline timeline, Entities memory, Clock clock) {
        this.weakPoints = weakPoints;
        this.tasks = tasks;
        this.ladders = ladders;
        this.surroundings = surroundings;
        this.timeline = timeline;
        this.memory = memory;
        this.clock = clock;
    }

    /// @return the story of a weak point, whatever its state
    /// @throws NotFoundException where there is none of that id
    public ProblemReport of(UUID id) {
        Instant now = clock.instant();
        WeakPoint weakPoint = weakPoints.get(id);
        Facts facts = surroundings.facts(weakPoint.subject());
        List<TaskView> all = tasks.ofWeakPoint(id);
        Excerpt<TaskView> shown = Excerpt.first(all, MOST_TASKS);
        WeakPointGroup group = weakPoints.groupOf(weakPoint);
        return new ProblemReport(now, weakPoint,
                new Declared(facts.labels(), facts.squad(), facts.dependsOn()), cause(weakPoint.rootId()),
                new Excerpt<>(group.members(), group.count() - 1 - group.members().size()),
                surroundings.dependencies(weakPoint.subject()), surroundings.dependants(weakPoint.subject()),
                timeline.of(weakPoint, facts, shown.entries(), now), shown,
                ladders.of(weakPoint).stream().map(repairs -> ladder(repairs, all)).toList(), memory(weakPoint));
    }

    private WeakPointGroup.@Nullable Member cause(@Nullable UUID root) {
        try {
            return root == null ? null : WeakPointGroup.Member.of(weakPoints.get(root));
        } catch (NotFoundException removed) {
            return null;
        }
    }

    /// @param all the tasks of the weak point, the newest first
    private static RepairLadder ladder(Repairs repairs, List<TaskView> all) {
        List<TaskView> its = all.stream().filter(task -> task.proposal().strategy().equals(repairs.strategy()))
                .toList();
        String present = its.stream().findFirst().filter(ProblemReports::undetermined)
                .map(task -> task.proposal().step()).orElse(null);
        return new RepairLadder(repairs.strategy(), present, repairs.steps().stream().map(step -> rung(step, its))
                .toList());
    }

    private static boolean undetermined(TaskView task) {
        return task.status().active()
                || task.status() == TaskStatus.SUCCEEDED && task.verification().verification() == null;
    }

    private static Rung rung(Step step, List<TaskView> its) {
        List<TaskView> tries = its.stream().filter(task -> task.proposal().step().equals(step.name())).toList();
        TaskView last = tries.isEmpty() ? null : tries.getFirst();
        return new Rung(step.rung(), step.name(), step.proposal().type(),
                step.proposal().payload().get("instruction") instanceof String instruction ? instruction : null,
                tries.size(), last == null ? null : last.id(), last == null ? null : last.status(),
                last == null ? null : last.verification().verification(), last == null ? null : reason(last));
    }

    private static @Nullable String reason(TaskView task) {
        Map<String, Object> evidence = task.verification().evidence();
        return evidence != null && evidence.get("reason") instanceof String observed ? observed : task.statusReason();
    }

    private @Nullable Memory memory(WeakPoint weakPoint) {
        Entity entity = Entity.of(weakPoint.subject());
        return memory.get(entity).map(known -> {
            List<Change> changes = memory.changes(List.of(entity), MOST_CHANGES + 1).getOrDefault(entity, List.of());
            return new Memory(known, Excerpt.first(changes, MOST_CHANGES));
        }).orElse(null);
    }
}
