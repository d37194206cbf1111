package ink.dreamnet.halo.squad;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// The samples of one squad, prepared for the judges.
///
/// @param squad the squad
/// @param series its numbers
/// @param intervals what happened between its samples
/// @param nowMs the moment of the analysis
/// @param pace how fast it worked in the last hour; null where too little is known
record SquadActivity(Squad squad, Series series, List<Interval> intervals, long nowMs, @Nullable Pace pace) {

    static SquadActivity of(Squad squad, Series series, long nowMs, SquadProperties properties) {
        List<Interval> intervals = Interval.of(series.samples());
        List<Interval> lastHour = intervals.stream()
                .filter(interval -> interval.fromMs() >= nowMs - Pace.HOUR_MS - tolerance(Pace.HOUR_MS)).toList();
        return new SquadActivity(squad, series, intervals, nowMs, Pace.of(lastHour, properties.minFinished()));
    }

    /// @return the intervals that began within a time before now; the last one alone where it is longer than that
    List<Interval> within(Duration window) {
        long from = nowMs - window.toMillis() - tolerance(window.toMillis());
        List<Interval> inside = intervals.stream().filter(interval -> interval.fromMs() >= from).toList();
        return inside.isEmpty() && !intervals.isEmpty() ? List.of(intervals.getLast()) : inside;
    }

    /// Samples are seldom exactly as old as a window is long.
    private static long tolerance(long windowMs) {
        return windowMs / 60;
    }
}
