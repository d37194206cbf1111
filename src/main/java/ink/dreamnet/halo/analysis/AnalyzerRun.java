package ink.dreamnet.halo.analysis;

import java.time.Duration;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;

/// One analyzer's part in one cycle.
///
/// @param name the analyzer's name
/// @param status its status
/// @param duration how long it ran
/// @param result what it found; empty where it failed or timed out
/// @param error why it is not `completed`, or its remark; null where there is nothing to say
public record AnalyzerRun(String name, AnalyzerStatus status, Duration duration, AnalyzerResult result,
        @Nullable String error) {

    private static final int MAX_ERROR = 2000;

    /// Cuts an error that is longer than 2,000 characters.
    public AnalyzerRun {
        if (error != null) {
            error = Texts.printable(Texts.shortened(error, MAX_ERROR));
        }
    }
}
