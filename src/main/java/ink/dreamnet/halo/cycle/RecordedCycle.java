package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.cycle.CycleDetail.AnalyzerRecord;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.weakpoint.WeakPoint;

/// A cycle's whole record.
///
/// @param header the record without its lists
/// @param detail the lists; empty where retention has removed them
public record RecordedCycle(CycleSummary header, CycleDetail detail) {

    /// @return its id, time-ordered
    public UUID id() {
        return header.id();
    }

    /// @return when it started
    public Instant timestamp() {
        return header.timestamp();
    }

    /// @return where it stands
    public CycleStatus status() {
        return header.status();
    }

    /// @return its outcome in one or two sentences; empty until it is completed
    public String summary() {
        String summary = header.summary();
        return summary == null ? "" : summary;
    }

    /// @return what each analyzer saw
    public List<AnalyzerRecord> analysis() {
        return detail.analysis();
    }

    /// @return the weak points that it saw, most severe first
    public List<WeakPoint> weakPoints() {
        return detail.weakPoints();
    }

    /// @return the tasks that it proposed
    public List<TaskView> generatedTasks() {
        return detail.generatedTasks();
    }

    /// @return where they went, without what became of them since
    public List<DispatchResult> dispatchResults() {
        return detail.generatedTasks().stream().map(task -> DispatchResult.of(task, null)).toList();
    }
}
