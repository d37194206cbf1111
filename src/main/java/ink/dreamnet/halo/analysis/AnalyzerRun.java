package ink.dreamnet.halo.analysis;

import java.time.Duration;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;

/// One analyzer's part in one cycle.
///
/// @param name the analyzer's name
/// @param status its status
/// @param duration how long it ran, by the thread that it ran in
/// @param result what it found; empty where it failed or timed out
/// @param error why it is not `completed`, or its remark; null where there is nothing to say
public record AnalyzerRun(String name, AnalyzerStatus status, Duration duration, AnalyzerResult result,
        @Nullable String error) {

    private static final int MAX_ERROR = 2000;

    /// Adds a second run of the same analyzer in the same cycle, over subjects that the first had left out. Where that did not
    /// complete, the first stands alone, with a remark.
    ///
    /// @param looked at how many subjects it was to look
    AnalyzerRun plus(AnalyzerRun second, int looked) {
        Duration both = duration.plus(second.duration);
        if (second.status != AnalyzerStatus.COMPLETED) {
            String remark = "a second look at %d more was %s: %s".formatted(looked, second.status.wire(), second.error);
            return new AnalyzerRun(name, status, both, result, error == null ? remark : error + "; " + remark);
        }
        AnalyzerResult all = result.plus(second.result);
        return new AnalyzerRun(name, status, both, all, all.note());
    }

    /// Cuts an error that is longer than 2,000 characters.
    public AnalyzerRun {
        if (error != null) {
            error = Texts.printable(Texts.shortened(error, MAX_ERROR));
        }
    }
}
