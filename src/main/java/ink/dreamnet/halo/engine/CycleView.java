package ink.dreamnet.halo.engine;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.cycle.CycleDetail;
import ink.dreamnet.halo.cycle.CycleDetail.AnalyzerRecord;
import ink.dreamnet.halo.cycle.CycleDetail.DispatchResult;
import ink.dreamnet.halo.cycle.CycleDetail.RequestRecord;
import ink.dreamnet.halo.cycle.CycleDetail.VerifiedTask;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.jspecify.annotations.Nullable;

/// A cycle on the wire. The lists are null in the summary view; there the counts stand for them.
///
/// @param id time-ordered
/// @param timestamp when it started; null while it waits
/// @param status `pending`, `running`, `completed` or `interrupted`
/// @param triggers the names of the triggers whose requests it serves
/// @param mode how much it does
/// @param reason why it was asked for, or null
/// @param durationMs how long it took, in milliseconds
/// @param summary what it came to
/// @param rerunAs where it was interrupted, the cycle that serves its requests again
/// @param issueCount how many issues its analyzers reported
/// @param weakPointCount how many weak points it saw
/// @param taskCount how many tasks it proposed
/// @param dispatchCount how many tasks it routed
/// @param requests who asked for it
/// @param analysis what each analyzer saw
/// @param weakPoints the weak points that it saw, most severe first
/// @param verifications the repairs of which it told whether they helped
/// @param generatedTasks the tasks that it proposed
/// @param dispatchResults where they went
record CycleView(UUID id, @Nullable Instant timestamp, String status, List<String> triggers, CycleMode mode,
        @Nullable String reason, @Nullable Long durationMs, @Nullable String summary, @Nullable UUID rerunAs,
        int issueCount, int weakPointCount, int taskCount, int dispatchCount, @Nullable List<RequestRecord> requests,
        @Nullable List<AnalyzerRecord> analysis, @Nullable List<WeakPoint> weakPoints,
        @Nullable List<VerifiedTask> verifications, @Nullable List<TaskView> generatedTasks,
        @Nullable List<DispatchResult> dispatchResults) {

    static CycleView of(RecordedCycle cycle) {
        return of(cycle.header(), cycle.detail());
    }

    static CycleView summary(CycleSummary cycle) {
        return of(cycle, null);
    }

    static CycleView pending(CycleRequest request) {
        return new CycleView(request.cycleId(), null, "pending", List.of(request.trigger()), request.mode(),
                request.reason(), null, null, null, 0, 0, 0, 0, null, null, null, null, null, null);
    }

    private static CycleView of(CycleSummary cycle, @Nullable CycleDetail lists) {
        return new CycleView(cycle.id(), cycle.timestamp(), cycle.status().wire(), cycle.triggers(), cycle.mode(),
                cycle.reason(), cycle.durationMs(), cycle.summary(), cycle.rerunAs(), cycle.issueCount(),
                cycle.weakPointCount(), cycle.taskCount(), cycle.dispatchCount(),
                lists == null ? null : lists.requests(), lists == null ? null : lists.analysis(),
                lists == null ? null : lists.weakPoints(), lists == null ? null : lists.verifications(),
                lists == null ? null : lists.generatedTasks(),
                lists == null ? null : lists.dispatchResults());
    }
}
