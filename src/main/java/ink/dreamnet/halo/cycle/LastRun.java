package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerStatus;
import org.jspecify.annotations.Nullable;

/// The last run of an analyzer in a completed cycle.
///
/// @param analyzer its name
/// @param cycleId the cycle
/// @param ranAt when that cycle started
/// @param status how it ended
/// @param durationMs how long it ran, in milliseconds
/// @param subjects how many subjects it observed
/// @param issues how many issues it reported
/// @param skippedCycles in how many cycles it was left out since, because it was not its turn
/// @param error why it is not `completed`, or its remark; null where there is nothing to say
public record LastRun(String analyzer, UUID cycleId, Instant ranAt, AnalyzerStatus status, long durationMs,
        int subjects,
        int issues, int skippedCycles, @Nullable String error) {
}
