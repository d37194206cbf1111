package ink.dreamnet.halo.adaptive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Scores a detector as the Numenta Anomaly Benchmark does, with its standard profile (Lavin and Ahmad, *Evaluating Real-time
/// Anomaly Detection Algorithms*, 2015): of a labelled window the earliest sample above the threshold counts, the more the earlier;
/// a window without one costs as much as one seen at once is worth; each sample above the threshold outside of windows costs
/// 0.11, less soon after a window. The first 15 % of a series, at most 750 samples, do not count. 0 is who says nothing, 100 who
/// sees every window at its first sample, and nothing else.
final class NabScore {

    private static final double FALSE_WEIGHT = 0.11;
    private static final double PROBATION = 0.15;
    private static final int PROBATION_MOST = 5000;
    private static final double FAR = 3;

    private NabScore() {
    }

    /// What a threshold reaches.
    ///
    /// @param threshold samples with at least this score fire
    /// @param score 0 (says nothing) to 100
    record Swept(double threshold, double score) {
    }

    /// @param scores for each series the score of each sample
    /// @return the best that one threshold for all series reaches
    static Swept best(List<NabSeries> series, List<double[]> scores) {
        List<double[]> points = new ArrayList<>();
        int windows = 0;
        for (int s = 0; s < series.size(); s++) {
            NabSeries one = series.get(s);
            double[] weights = weights(one);
            int[] window = windows(one);
            for (int i = probation(one); i < weights.length; i++) {
                points.add(new double[]{scores.get(s)[i], weights[i], window[i] < 0 ? -1 : windows + window[i]});
            }
            windows += one.windows().size();
        }
        points.sort(Comparator.comparingDouble((double[] point) -> point[0]).reversed());
        double[] found = new double[windows];
        Arrays.fill(found, -1);
        double sum = -windows;
        Swept best = new Swept(Double.POSITIVE_INFINITY, 0);
        for (int i = 0; i < points.size(); i++) {
            double[] point = points.get(i);
            if (point[2] < 0) {
                sum += point[1];
            } else if (point[1] > found[(int) point[2]]) {
                sum += point[1] - found[(int) point[2]];
                found[(int) point[2]] = point[1];
            }
            boolean last = i + 1 == points.size() || points.get(i + 1)[0] < point[0];
            if (last && normal(sum, windows) > best.score()) {
                best = new Swept(point[0], normal(sum, windows));
            }
        }
        return best;
    }

    /// @return what a threshold reaches on one series, as the sum of what its windows and its false samples are worth
    static double raw(NabSeries series, double[] scores, double threshold) {
        double[] weights = weights(series);
        int[] window = windows(series);
        double[] found = new double[series.windows().size()];
        Arrays.fill(found, -1);
        double sum = 0;
        for (int i = probation(series); i < weights.length; i++) {
            if (scores[i] >= threshold) {
                if (window[i] < 0) {
                    sum += weights[i];
                } else {
                    found[window[i]] = Math.max(found[window[i]], weights[i]);
                }
            }
        }
        return sum + Arrays.stream(found).sum();
    }

    /// @param raw the sum over the series
    /// @param windows how many windows they have
    static double normal(double raw, int windows) {
        return windows == 0 ? 0 : 100 * (raw + windows) / (2.0 * windows);
    }

    /// @return from which sample on a series counts
    static int probation(NabSeries series) {
        return (int) (PROBATION * Math.min(series.at().length, PROBATION_MOST));
    }

    /// @return for each sample the index of its window, or -1
    static int[] windows(NabSeries series) {
        int[] window = new int[series.at().length];
        Arrays.fill(window, -1);
        for (int w = 0; w < series.windows().size(); w++) {
            Arrays.fill(window, series.windows().get(w)[0], series.windows().get(w)[1] + 1, w);
        }
        return window;
    }

    private static double[] weights(NabSeries series) {
        double[] weights = new double[series.at().length];
        Arrays.fill(weights, -FALSE_WEIGHT);
        for (int[] window : series.windows()) {
            double width = window[1] - window[0];
            for (int i = window[0]; i < weights.length; i++) {
                double place = i <= window[1] ? -(window[1] - i + 1) / (width + 1) : (i - window[1]) / width;
                weights[i] = i <= window[1]
                        ? sigmoid(place) / sigmoid(-1)
                        : FALSE_WEIGHT * (place < FAR ? sigmoid(place) : -1);
            }
        }
        return weights;
    }

    private static double sigmoid(double place) {
        return 2 / (1 + Math.exp(5 * place)) - 1;
    }
}
