package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// A cycle's record without its lists.
///
/// @param id time-ordered
/// @param timestamp when the cycle started
/// @param status where it stands
/// @param triggers the names of the triggers whose requests it serves
/// @param mode how much it does
/// @param reason why it was asked for, or null
/// @param durationMs how long it took, in milliseconds; null until it is completed
/// @param worstSeverity the severity of the worst weak point that it saw; null where it saw none
/// @param issueCount how many issues its analyzers reported
/// @param weakPointCount how many weak points it saw
/// @param taskCount how many tasks it proposed
/// @param dispatchCount how many tasks it routed
/// @param summary its outcome in one or two sentences; null until it is completed
/// @param rerunAs where it was interrupted, the cycle that serves its requests again
public record CycleSummary(UUID id, Instant timestamp, CycleStatus status, List<String> triggers, CycleMode mode,
        @Nullable String reason, @Nullable Long durationMs,
        @Nullable Severity worstSeverity, int issueCount, int weakPointCount, int taskCount,
        int dispatchCount, @Nullable String summary, @Nullable UUID rerunAs) {
}
