package ink.dreamnet.halo.adaptive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How well the adaptive mode does on real, labelled series: those of the Numenta Anomaly Benchmark.
public final class NabBenchmark {

    private NabBenchmark() {
    }

    /// Prints tables in Markdown.
    ///
    /// @param args the folder of the series
    public static void main(String[] args) throws IOException {
        List<NabSeries> all = NabSeries.read(Path.of(args[0]));
        List<double[]> scores = new ArrayList<>();
        List<double[]> firings = new ArrayList<>();
        for (NabSeries series : all) {
            double[] score = new double[series.at().length];
            double[] fired = new double[series.at().length];
            NormalLevel learner = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
            long last = Long.MIN_VALUE;
            for (int i = 0; i < score.length; i++) {
                if (series.at()[i] <= last) {
                    continue;
                }
                last = series.at()[i];
                SampleScore verdict = learner.observe(series.at()[i], series.value()[i]);
                score[i] = Math.rint(verdict.score() * 1e4) / 1e4;
                fired[i] = verdict.fires() ? 1 : 0;
            }
            scores.add(score);
            firings.add(fired);
        }
        report("HALO", all, scores, firings);
    }

    static void report(String name, List<NabSeries> all, List<double[]> scores, List<double[]> firings) {
        NabScore.Swept swept = NabScore.best(all, scores);
        int windows = all.stream().mapToInt(one -> one.windows().size()).sum();
        double byFirings = 0;
        System.out.printf("| %s | windows | swept | by firings | windows hit | fired falsely |%n|---|---|---|---|---|---|%n", name);
        for (int s = 0; s < all.size(); s++) {
            NabSeries one = all.get(s);
            int[] window = NabScore.windows(one);
            double raw = NabScore.raw(one, firings.get(s), 1);
            byFirings += raw;
            boolean[] hit = new boolean[one.windows().size()];
            int falsely = 0;
            for (int i = NabScore.probation(one); i < window.length; i++) {
                if (firings.get(s)[i] == 1) {
                    if (window[i] < 0) {
                        falsely++;
                    } else {
                        hit[window[i]] = true;
                    }
                }
            }
            int hits = 0;
            for (boolean h : hit) {
                hits += h ? 1 : 0;
            }
            System.out.printf(Locale.ROOT, "| %s | %d | %.2f | %.2f | %d | %d |%n", one.name(), hit.length,
                    NabScore.raw(one, scores.get(s), swept.threshold()), raw, hits, falsely);
        }
        System.out.printf(Locale.ROOT, "| all | %d | %.1f at %.4f | %.1f | | |%n", windows, swept.score(), swept.threshold(),
                NabScore.normal(byFirings, windows));
        double[] halves = new double[2];
        System.out.printf(Locale.ROOT, "leave one file out: %.1f %s%n", leaveOneOut(all, scores), Arrays.toString(halves));
    }

    /// The threshold of each series is the one that is best on the others.
    private static double leaveOneOut(List<NabSeries> all, List<double[]> scores) {
        double raw = 0;
        int windows = 0;
        for (int s = 0; s < all.size(); s++) {
            List<NabSeries> others = new ArrayList<>(all);
            List<double[]> ofOthers = new ArrayList<>(scores);
            NabSeries one = others.remove(s);
            double[] score = ofOthers.remove(s);
            raw += NabScore.raw(one, score, NabScore.best(others, ofOthers).threshold());
            windows += one.windows().size();
        }
        return NabScore.normal(raw, windows);
    }
}
