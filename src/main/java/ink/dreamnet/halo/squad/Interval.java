package ink.dreamnet.halo.squad;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What happened between two samples.
///
/// @param fromMs the first sample's time
/// @param toMs the second's
/// @param completed how many tasks succeeded between them
/// @param failed how many tasks failed between them; null where that is not known
/// @param meanMs how long the completed ones took on the average; null where that is not known
record Interval(long fromMs, long toMs, long completed, @Nullable Long failed, @Nullable Double meanMs) {

    /// How wrong the mean of an interval may be at most for what the source rounded away.
    private static final double TOLERANCE = 0.1;

    /// Takes the differences of consecutive samples. A counter that fell was reset, as Prometheus's `rate` sees it: what it
    /// shows has all happened since; the counters of a squad are reset together. Where only the failed tasks have become fewer,
    /// one of them may as well be tried again. Then it is not known how many failed, and at least the difference was completed.
    ///
    /// @param samples in the order of time
    static List<Interval> of(List<Sample> samples) {
        List<Interval> intervals = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            intervals.add(between(samples.get(i - 1), samples.get(i)));
        }
        return intervals;
    }

    private static Interval between(Sample before, Sample after) {
        boolean reset = after.completed() < before.completed();
        if (!reset && after.failed() < before.failed()) {
            return new Interval(before.atMs(), after.atMs(), after.completed() - before.completed(), null, null);
        }
        if (reset || before.completed() == 0) {
            long failed = reset ? after.failed() : after.failed() - before.failed();
            return new Interval(before.atMs(), after.atMs(), after.completed(), failed,
                    after.completed() == 0 ? null : after.avgDurationMs());
        }
        long completed = after.completed() - before.completed();
        return new Interval(before.atMs(), after.atMs(), completed, after.failed() - before.failed(),
                mean(before, after, completed));
    }

    /// The average over all tasks so far gives the sum so far; the difference of two sums is what this interval took. What
    /// the source rounded away from an average is multiplied by all tasks so far, so after millions of tasks a mean in whole
    /// milliseconds says nothing about the last few; then there is no mean.
    private static @Nullable Double mean(Sample before, Sample after, long completed) {
        Double earlier = before.avgDurationMs();
        Double later = after.avgDurationMs();
        if (earlier == null || later == null || completed == 0) {
            return null;
        }
        double mean = (later * after.completed() - earlier * before.completed()) / completed;
        double wrong = (rounding(later) * after.completed() + rounding(earlier) * before.completed()) / completed;
        return mean > 0 && wrong <= TOLERANCE * mean ? mean : null;
    }

    /// @return half a unit of the last decimal place
    private static double rounding(double value) {
        int decimals = Math.max(0, new BigDecimal(Double.toString(value)).stripTrailingZeros().scale());
        return 0.5 * Math.pow(10, -decimals);
    }

    /// @return how many tasks were ended between them, at least
    long finished() {
        return failed == null ? completed : completed + failed;
    }
}
