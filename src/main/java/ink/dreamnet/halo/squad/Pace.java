package ink.dreamnet.halo.squad;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// How fast a squad worked in one hour. Of its tasks only the mean durations of the intervals between samples are known, so
/// median and 95th percentile are taken over those means: they compare one hour with another, but are not those of the tasks.
///
/// @param medianMs the median over the intervals' means
/// @param p95Ms the 95th percentile over them
/// @param intervals how many there are, at least 3
/// @param tasks how many completed tasks are in them
/// @param fromMs when the first interval began
/// @param toMs when the last one ended
record Pace(double medianMs, double p95Ms, int intervals, long tasks, long fromMs, long toMs) {

    static final long HOUR_MS = 3_600_000;
    private static final int LEAST_INTERVALS = 3;
    /// Durations scatter more than outcomes, so it takes more tasks to know them.
    private static final int MORE_TASKS = 2;

    /// @param minFinished how many finished tasks an outcome is judged by; twice as many completed ones it takes here
    /// @return null where too little is known
    static @Nullable Pace of(List<Interval> intervals, int minFinished) {
        List<Interval> known = intervals.stream().filter(interval -> interval.meanMs() != null).toList();
        long tasks = known.stream().mapToLong(Interval::completed).sum();
        if (known.size() < LEAST_INTERVALS || tasks < (long) MORE_TASKS * minFinished) {
            return null;
        }
        double[] means = known.stream().mapToDouble(interval -> interval.meanMs() == null ? 0 : interval.meanMs())
                .toArray();
        return new Pace(Robust.quantile(means, 0.5), Robust.quantile(means, 0.95), means.length, tasks,
                known.getFirst().fromMs(), known.getLast().toMs());
    }

    /// Finds the hours that have ended and are not kept yet. An interval counts for the hour in which it ended.
    ///
    /// @return those of which enough is known
    static List<Hour> completeHours(Series series, long nowMs, int minFinished) {
        long kept = series.hours().isEmpty() ? Long.MIN_VALUE : series.hours().getLast().startMs();
        Map<Long, List<Interval>> byHour = new TreeMap<>();
        for (Interval interval : Interval.of(series.samples())) {
            long hour = Math.floorDiv(interval.toMs() - 1, HOUR_MS) * HOUR_MS;
            boolean complete = hour + HOUR_MS <= nowMs && series.samples().getFirst().atMs() <= hour;
            if (complete && hour > kept && interval.toMs() - interval.fromMs() <= HOUR_MS) {
                byHour.computeIfAbsent(hour, any -> new ArrayList<>()).add(interval);
            }
        }
        List<Hour> hours = new ArrayList<>();
        byHour.forEach((hour, intervals) -> {
            Pace pace = of(intervals, minFinished);
            if (pace != null) {
                hours.add(new Hour(hour, pace.medianMs(), pace.p95Ms()));
            }
        });
        return hours;
    }
}
