package ink.dreamnet.halo.resonance.pattern;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// When a metric is expected to reach its limit, by its latest values.
///
/// The middle is the way to the limit over the slope of [TheilSen]. How far it may be off is taken from how far it was off before: from each
/// of up to [#ORIGINS] earlier points, with the points before it, the line is drawn up to where it would be after as long a time (or as
/// much of it as was observed since), and the time that it took until the values were there is divided by that. The interval is
/// the way times the conformal quantiles of these ratios (split conformal prediction, V. Vovk, A. Gammerman and G. Shafer 2022; H. Papadopoulos et al. 2002),
/// the ranks of 5 and 95 of 100 among them and the new one. What was not there by the end counts as never.
///
/// The ratios overlap in time, so that the coverage is what was measured, not what exchangeability would guarantee.
///
/// @param lowMs how long until the limit at the least, in ms
/// @param midMs how long in the middle
/// @param highMs how long at the most; infinite where it may also never be
record Trend(double lowMs, double midMs, double highMs) {

    /// Of 39 ratios and the new one, the second and the last but one are the ranks of 5 and 95 of 100.
    private static final int ORIGINS = 39;
    /// How many points there must be before one.
    private static final int LEAST = 12;
    /// Which points are enough for an earlier line.
    private static final int EARLIER_POINTS = 64;
    private static final double FAR = 4;
    private static final Trend NOT_YET = new Trend(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY);
    private static final double OUTSIDE = 0.05;
    /// How much longer than expected must be observed to tell how far off it was.
    private static final double ROOM = 2;

    /// O(n²) for the line now, and O([#ORIGINS] · [#EARLIER_POINTS]²) for those before.
    ///
    /// @param times in ms, ascending
    /// @return null where it does not move towards its limit, or so slowly that it would take [#FAR] times as long as was observed. The three
    ///         times are infinite where it would take longer than was observed, and where half of the ratios say never.
    static @Nullable Trend of(double[] times, double[] values, double limit) {
        int n = times.length;
        if (n < 2 * LEAST) {
            return null;
        }
        TheilSen now = TheilSen.fit(times, values, 0, n, 1);
        double away = limit - values[n - 1];
        double expected = (limit - now.level()) / now.slope();
        double observed = times[n - 1] - times[0];
        if (!(expected > 0 && expected <= FAR * observed) || away * now.slope() <= 0) {
            return null;
        }
        if (expected > observed) {
            return NOT_YET;
        }
        int origins = Math.min(ORIGINS, n - LEAST - 1);
        double[] ratios = new double[origins];
        int count = 0;
        for (int k = 0; k < origins; k++) {
            int origin = LEAST + k * (n - 1 - LEAST) / origins;
            double ratio = ratio(times, values, origin, expected, Math.signum(now.slope()));
            if (!Double.isNaN(ratio)) {
                ratios[count++] = ratio;
            }
        }
        Arrays.sort(ratios, 0, count);
        double mid = expected * rank(ratios, count, (count + 1) / 2);
        if (!(mid < Double.POSITIVE_INFINITY)) {
            return NOT_YET;
        }
        return new Trend(expected * rank(ratios, count, (int) Math.floor(OUTSIDE * (count + 1))), mid,
                expected * rank(ratios, count, (int) Math.ceil((1 - OUTSIDE) * (count + 1))));
    }

    /// @param rank from 1 on
    private static double rank(double[] sorted, int count, int rank) {
        return rank < 1 ? 0 : rank > count ? Double.POSITIVE_INFINITY : sorted[rank - 1];
    }

    /// @param direction of the limit, −1 or 1
    /// @return NaN where nothing was to be foreseen
    private static double ratio(double[] times, double[] values, int origin, double expected, double direction) {
        int step = Math.max(1, origin / EARLIER_POINTS);
        TheilSen then = TheilSen.fit(times, values, 0, origin + 1, step);
        if (then.slope() * direction <= 0) {
            return Double.NaN;
        }
        double from = times[origin];
        double horizon = Math.min(expected, (times[times.length - 1] - from) / ROOM);
        double limit = then.level() + then.slope() * horizon;
        if ((limit - values[origin]) * direction <= 0) {
            return Double.NaN;
        }
        for (int i = origin + 1; i < times.length; i++) {
            if ((values[i] - limit) * direction >= 0) {
                return (times[i] - from) / horizon;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
