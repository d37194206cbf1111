package ink.dreamnet.halo.squad;

import java.util.Arrays;

/// Robust statistics: quantiles, and the deviation from a median in units of the median absolute
/// deviation (C. Leys et al. 2013, *Detecting outliers*, J. Exp. Soc. Psychol. 49:764; B. Iglewicz and D. C. Hoaglin 1993,
/// *How to detect and handle outliers*).
///
/// @param median the median
/// @param spread 1.4826 times the median absolute deviation, which for normally distributed values is the standard deviation
/// @param count how many values there are
record Robust(double median, double spread, int count) {

    /// Makes the median absolute deviation comparable with a standard deviation: 1/Φ⁻¹(3/4).
    static final double SCALE = 1.4826;

    /// @param values at least one
    static Robust of(double[] values) {
        double median = quantile(values, 0.5);
        double[] deviations = Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
        return new Robust(median, SCALE * quantile(deviations, 0.5), values.length);
    }

    /// @param value what is compared with the others
    /// @param leastSpread what the spread is at least taken for, positive: where the others are all alike, a trifle would
    ///        otherwise be endlessly far away
    /// @return by how many spreads it lies above (or, negative, below) the median
    double deviation(double value, double leastSpread) {
        return (value - median) / Math.max(spread, leastSpread);
    }

    /// The quantile by linear interpolation (type 7 of R. J. Hyndman and Y. Fan 1996, *Sample quantiles in statistical
    /// packages*, The American Statistician 50:361).
    ///
    /// @param values at least one
    /// @param probability 0 to 1
    static double quantile(double[] values, double probability) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values have no quantile");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = (sorted.length - 1) * probability;
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
