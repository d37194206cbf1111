package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.task.TaskOutcomes.CycleOutcomes;
import ink.dreamnet.halo.trigger.CycleRequest;
import org.jspecify.annotations.Nullable;

/// A cycle on the wire. The lists are null in the summary view; there the counts stand for them. What became of its tasks is as of
/// now, all else is as it was recorded.
///
/// @param id time-ordered
/// @param timestamp when it started; null while it waits
/// @param status `pending`, `running`, `completed` or `interrupted`
/// @param triggers the names of the triggers whose requests it serves
/// @param mode how much it does
/// @param reason why it was asked for, or null
/// @param durationMs how long it took, in milliseconds
/// @param summary its outcome
/// @param rerunAs where it was interrupted, the cycle that serves its requests again
/// @param worstSeverity the severity of the worst weak point that it saw; null where it saw none
/// @param issueCount how many issues its analyzers reported
/// @param weakPointCount how many weak points it saw
/// @param taskCount how many tasks it proposed
/// @param dispatchCount how many tasks it routed
/// @param outcomes what became of its tasks; null until it is recorded
/// @param lists its lists; their members stand at this level
/// @param dispatchResults where its tasks went
public record CycleView(UUID id, @Nullable Instant timestamp, String status, List<String> triggers, CycleMode mode,
        @Nullable String reason, @Nullable Long durationMs, @Nullable String summary, @Nullable UUID rerunAs,
        @Nullable Severity worstSeverity, int issueCount, int weakPointCount, int taskCount, int dispatchCount,
        @Nullable CycleOutcomes outcomes, @JsonUnwrapped @Nullable CycleDetail lists,
        @Nullable List<DispatchResult> dispatchResults) {

    static CycleView of(RecordedCycle cycle, CycleOutcomes outcomes, List<DispatchResult> dispatchResults) {
        return of(cycle.header(), outcomes, cycle.detail(), dispatchResults);
    }

    /// @param outcomes null where it is not recorded yet
    static CycleView summary(CycleSummary cycle, @Nullable CycleOutcomes outcomes) {
        return of(cycle, outcomes, null, null);
    }

    public static CycleView pending(CycleRequest request) {
        return new CycleView(request.cycleId(), null, "pending", List.of(request.trigger()), request.mode(),
                request.reason(), null, null, null, null, 0, 0, 0, 0, null, null, null);
    }

    private static CycleView of(CycleSummary cycle, @Nullable CycleOutcomes outcomes, @Nullable CycleDetail lists,
            @Nullable List<DispatchResult> dispatchResults) {
        return new CycleView(cycle.id(), cycle.timestamp(), cycle.status().wire(), cycle.triggers(), cycle.mode(),
                cycle.reason(), cycle.durationMs(), cycle.summary(), cycle.rerunAs(), cycle.worstSeverity(),
                cycle.issueCount(), cycle.weakPointCount(), cycle.taskCount(), cycle.dispatchCount(), outcomes, lists,
                dispatchResults);
    }
}
