package ink.dreamnet.halo.cycle;

import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerStatus;
import org.jspecify.annotations.Nullable;

/// How an analyzer fared when it last ran in a completed cycle.
///
/// @param analyzer its name
/// @param cycleId the cycle
/// @param status how it fared
/// @param durationMs how long it ran, in milliseconds
/// @param subjects how many subjects it observed
/// @param error why it is not `completed`, or its remark; null where there is nothing to say
public record LastRun(String analyzer, UUID cycleId, AnalyzerStatus status, long durationMs, int subjects,
        @Nullable String error) {
}
