package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.trigger.CycleRequest;
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
/// @param summary its outcome
/// @param rerunAs where it was interrupted, the cycle that serves its requests again
/// @param issueCount how many issues its analyzers reported
/// @param weakPointCount how many weak points it saw
/// @param taskCount how many tasks it proposed
/// @param dispatchCount how many tasks it routed
/// @param lists its lists; their members stand at this level
public record CycleView(UUID id, @Nullable Instant timestamp, String status, List<String> triggers, CycleMode mode,
        @Nullable String reason, @Nullable Long durationMs, @Nullable String summary, @Nullable UUID rerunAs,
        int issueCount, int weakPointCount, int taskCount, int dispatchCount,
        @JsonUnwrapped @Nullable CycleDetail lists) {

    static CycleView of(RecordedCycle cycle) {
        return of(cycle.header(), cycle.detail());
    }

    static CycleView summary(CycleSummary cycle) {
        return of(cycle, null);
    }

    public static CycleView pending(CycleRequest request) {
        return new CycleView(request.cycleId(), null, "pending", List.of(request.trigger()), request.mode(),
                request.reason(), null, null, null, 0, 0, 0, 0, null);
    }

    private static CycleView of(CycleSummary cycle, @Nullable CycleDetail lists) {
        return new CycleView(cycle.id(), cycle.timestamp(), cycle.status().wire(), cycle.triggers(), cycle.mode(),
                cycle.reason(), cycle.durationMs(), cycle.summary(), cycle.rerunAs(), cycle.issueCount(),
                cycle.weakPointCount(), cycle.taskCount(), cycle.dispatchCount(), lists);
    }
}
