package ink.dreamnet.halo.cycle;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.task.TaskOutcomes;
import ink.dreamnet.halo.task.TaskOutcomes.CycleOutcomes;
import ink.dreamnet.halo.task.TaskProgress;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import org.springframework.stereotype.Component;

/// Shows recorded cycles together with what became of their tasks since.
@Component
public class CycleViews {

    private final Tasks tasks;
    private final TaskOutcomes outcomes;

    CycleViews(Tasks tasks, TaskOutcomes outcomes) {
        this.tasks = tasks;
        this.outcomes = outcomes;
    }

    /// @return one cycle with its lists, and with the progress of each task
    public CycleView of(RecordedCycle cycle) {
        Map<UUID, TaskProgress> progress = tasks
                .progress(cycle.generatedTasks().stream().map(TaskView::id).toList());
        List<DispatchResult> results = cycle.generatedTasks().stream()
                .map(task -> DispatchResult.of(task, progress.get(task.id()))).toList();
        return CycleView.of(cycle, of(cycle.id(), outcomes.byCycle(List.of(cycle.id()))), results);
    }

    /// @return cycles without their lists
    public Page<CycleView> summaries(Page<CycleSummary> page) {
        Map<UUID, CycleOutcomes> counted = outcomes.byCycle(page.items().stream().map(CycleSummary::id).toList());
        return page.map(cycle -> CycleView.summary(cycle, of(cycle.id(), counted)));
    }

    /// @return cycles with their lists
    Page<CycleView> lists(Page<RecordedCycle> page) {
        Map<UUID, CycleOutcomes> counted = outcomes.byCycle(page.items().stream().map(RecordedCycle::id).toList());
        return page.map(cycle -> CycleView.of(cycle, of(cycle.id(), counted), cycle.dispatchResults()));
    }

    private static CycleOutcomes of(UUID cycle, Map<UUID, CycleOutcomes> counted) {
        return counted.getOrDefault(cycle, CycleOutcomes.NONE);
    }
}
