package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerStatus;
import org.jspecify.annotations.Nullable;

/// How an analyzer fared when it last ran in a completed cycle.
///
/// @param analyzer its name
/// @param cycleId the cycle
/// @param ranAt when that cycle started
/// @param status how it fared
/// @param durationMs how long it ran, in milliseconds
/// @param subjects how many subjects it observed
/// @param issues how many issues it reported
/// @param passedOver in how many cycles it was left out since, because it was not its turn
/// @param error why it is not `completed`, or its remark; null where there is nothing to say
public record LastRun(String analyzer, UUID cycleId, Instant ranAt, AnalyzerStatus status, long durationMs,
        int subjects,
        int issues, int passedOver, @Nullable String error) {
}
