package ink.dreamnet.halo.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.task.dispatch.Pause;
import org.jspecify.annotations.Nullable;

/// How HALO is doing.
///
/// @param isRunning whether a cycle is running somewhere in the installation
/// @param lastRunAt when the last completed cycle started, null before the first
/// @param lastSummary its outcome as a sentence
/// @param lastCycleId its id
/// @param lastDurationMs how long it took, in milliseconds
/// @param nextRunAt when the time trigger fires next, null where it is off
/// @param pendingTriggers the names of the triggers whose requests wait for the next cycle, one for each request
/// @param weakPoints the weak points that are not resolved
/// @param tasks how many tasks are in each status
/// @param paused whether nothing is dispatched at present
/// @param pause since when, by whom and why, null where it is not
/// @param safeMode whether what is stored or pulled is switched off
/// @param analyzers the analyzers
/// @param triggers the triggers
public record HaloStatus(boolean isRunning, @Nullable Instant lastRunAt, @Nullable String lastSummary,
        @Nullable UUID lastCycleId, @Nullable Long lastDurationMs, @Nullable Instant nextRunAt,
        List<String> pendingTriggers, WeakPointCounts weakPoints, Map<String, Long> tasks, boolean paused,
        @Nullable Pause pause, boolean safeMode,
        List<AnalyzerState> analyzers, List<TriggerState> triggers) {

    /// The weak points that are not resolved.
    ///
    /// @param critical how many are critical, suppressed ones included
    /// @param high how many are high, suppressed ones included
    /// @param medium how many are medium, suppressed ones included
    /// @param total how many they are
    /// @param suppressed how many of all of them are suppressed
    public record WeakPointCounts(long critical, long high, long medium, long total, long suppressed) {
    }

    /// One analyzer, as the last completed cycle that ran it left it.
    ///
    /// @param name its name
    /// @param status `completed, inconclusive, failed, timed-out`; `not-run` where no cycle ran it yet;
    ///        `disabled` where configuration or the safe mode switches it off
    /// @param lastDurationMs how long it ran, in milliseconds
    /// @param subjects how many subjects it observed
    /// @param lastError why its status is not `completed`, or its remark
    public record AnalyzerState(String name, String status, @Nullable Long lastDurationMs, @Nullable Integer subjects,
            @Nullable String lastError) {
    }

    /// One trigger.
    ///
    /// @param name its name
    /// @param enabled whether it fires at present
    /// @param lastFiredAt when it last asked for a cycle, null if never
    /// @param detail when it fires
    public record TriggerState(String name, boolean enabled, @Nullable Instant lastFiredAt, String detail) {
    }
}
