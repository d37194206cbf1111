package ink.dreamnet.halo.resonance.pattern;

/// When a metric is expected to reach its limit.
///
/// @param subject the number of the subject
/// @param metric the name of the metric
/// @param lowMs the begin of the interval that holds the crossing in 90 of 100 cases, in ms since 1970
/// @param midMs the middle, in ms since 1970
/// @param highMs the end of the interval, in ms since 1970; [#NEVER] where it may also never be
public record Forecast(int subject, String metric, long lowMs, long midMs, long highMs) {

    /// No end is in sight.
    public static final long NEVER = Long.MAX_VALUE;
}
