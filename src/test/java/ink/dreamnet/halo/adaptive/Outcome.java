package ink.dreamnet.halo.adaptive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a learner made of made-up series.
///
/// @param changes how many real changes there were
/// @param seen how many of them it saw within five samples
/// @param falsely how often it fired without one
/// @param weeks how long the series are
/// @param missed the changes that it did not see
/// @param normal how many samples without a change had which score, in 1/10,000; from the first change on that there may be
/// @param best the best scores of the changes within five samples
record Outcome(int changes, int seen, int falsely, double weeks, List<String> missed, long[] normal,
        List<Double> best) {

    private static final int FINE = 10_000;

    static final Outcome NONE = new Outcome(0, 0, 0, 0, List.of(), new long[FINE + 1], List.of());

    Outcome plus(Outcome other) {
        List<String> all = new ArrayList<>(missed);
        all.addAll(other.missed);
        List<Double> scores = new ArrayList<>(best);
        scores.addAll(other.best);
        long[] sum = normal.clone();
        Arrays.setAll(sum, i -> sum[i] + other.normal[i]);
        return new Outcome(changes + other.changes, seen + other.seen, falsely + other.falsely, weeks + other.weeks,
                all,
                sum, scores);
    }

    double seenShare() {
        return changes == 0 ? 1 : (double) seen / changes;
    }

    double falseAWeek() {
        return falsely / weeks;
    }

    /// @return how likely the best score of a change within five samples is above that of a normal sample, 0 to 1
    double ranking() {
        double all = Math.max(1, Arrays.stream(normal).sum());
        return best.stream().mapToDouble(score -> {
            int place = (int) Math.round(score * FINE);
            return (Arrays.stream(normal, 0, place).sum() + normal[place] / 2.0) / all;
        }).average().orElse(1);
    }

    static Outcome of(SyntheticSeries series, AdaptiveProperties settings) {
        long[] at = series.at();
        NormalLevel learner = new NormalLevel(settings, new NormalState());
        boolean[] fired = new boolean[at.length];
        double[] score = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            SampleScore verdict = learner.observe(at[i], series.value()[i]);
            fired[i] = verdict.fires();
            score[i] = verdict.score();
        }
        boolean[] explained = new boolean[at.length];
        int seen = 0;
        List<String> missed = new ArrayList<>();
        List<Double> best = new ArrayList<>();
        for (SyntheticSeries.Change change : series.changes()) {
            Arrays.fill(explained, change.from(), Math.min(at.length, change.to() + 5), true);
            if (change.counts()) {
                boolean found = false;
                double highest = 0;
                for (int i = change.from(); i < Math.min(at.length, change.from() + 5); i++) {
                    found |= fired[i];
                    highest = Math.max(highest, score[i]);
                }
                seen += found ? 1 : 0;
                best.add(highest);
                if (!found) {
                    missed.add(series.name() + " " + change.kind());
                }
            }
        }
        int falsely = 0;
        long[] normal = new long[FINE + 1];
        for (int i = 0; i < at.length; i++) {
            falsely += fired[i] && !explained[i] ? 1 : 0;
            if (!explained[i] && at[i] >= series.quietUntil()) {
                normal[(int) Math.round(score[i] * FINE)]++;
            }
        }
        return new Outcome(best.size(), seen, falsely,
                at.length == 0 ? 0 : (at[at.length - 1] - at[0]) / (7 * 86_400_000.0), missed, normal, best);
    }
}
