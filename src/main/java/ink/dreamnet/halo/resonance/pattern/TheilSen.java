package ink.dreamnet.halo.resonance.pattern;

/// A line through points: the slope is the median of the slopes of all pairs, and the line halves the points (H. Theil 1950, *A rank-invariant
/// method of linear and polynomial regression analysis*; P. K. Sen 1968, JASA 63:1379). A quarter of the points may be anything.
///
/// @param slope in units per ms
/// @param level the value of the line at the last point
record TheilSen(double slope, double level) {

    /// O(n²).
    ///
    /// @param times in ms, ascending, at least two
    /// @param from the index of the first point to use
    /// @param until the index after the last
    /// @param step uses each so many, counted from the last
    static TheilSen fit(double[] times, double[] values, int from, int until, int step) {
        int n = (until - from + step - 1) / step;
        double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int j = until - 1; j >= from; j -= step) {
            for (int i = j - step; i >= from; i -= step) {
                slopes[count++] = (values[j] - values[i]) / (times[j] - times[i]);
            }
        }
        double slope = median(slopes, count);
        double last = times[until - 1];
        double[] levels = new double[n];
        int k = 0;
        for (int j = until - 1; j >= from; j -= step) {
            levels[k++] = values[j] + slope * (last - times[j]);
        }
        return new TheilSen(slope, median(levels, k));
    }

    /// The middle of the first so many values, whose order changes: Hoare's selection, O(n).
    private static double median(double[] values, int count) {
        int wanted = count / 2;
        int low = 0;
        int high = count - 1;
        while (low < high) {
            double pivot = values[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[wanted];
    }
}
