package ink.dreamnet.halo.adaptive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How well the adaptive mode does on real, labelled series: those of the Numenta Anomaly Benchmark.
public final class NabBenchmark {

    private NabBenchmark() {
    }

    /// Prints a table in Markdown.
    ///
    /// @param args the folder of the series, with `windows.json`
    public static void main(String[] args) throws IOException {
        List<NabSeries> all = NabSeries.read(Path.of(args[0]));
        List<double[]> scores = new ArrayList<>();
        List<double[]> firings = new ArrayList<>();
        for (NabSeries series : all) {
            Backtest.Outcome outcome = Backtest.adaptive(IntStream.range(0, series.at().length)
                    .mapToObj(i -> new Backtest.Sample(Instant.ofEpochMilli(series.at()[i]), series.value()[i])).toList(),
                    AdaptiveProperties.DEFAULTS);
            Set<Long> fired = outcome.firings().stream().map(hit -> hit.at().toEpochMilli())
                    .collect(Collectors.toCollection(HashSet::new));
            scores.add(outcome.scores().stream().mapToDouble(score -> score).toArray());
            // of doubled times one fires
            firings.add(IntStream.range(0, series.at().length).mapToDouble(i -> fired.remove(series.at()[i]) ? 1 : 0)
                    .toArray());
        }
        report(all, scores, firings);
    }

    private static void report(List<NabSeries> all, List<double[]> scores, List<double[]> firings) {
        NabScore.Swept swept = NabScore.best(all, scores);
        System.out.println("| series | windows | swept | by firings | windows hit | fired falsely |");
        System.out.println("|---|---|---|---|---|---|");
        double[] raw = new double[2];
        int[] windows = new int[2];
        for (int s = 0; s < all.size(); s++) {
            NabSeries one = all.get(s);
            double byFirings = NabScore.raw(one, firings.get(s), 1);
            raw[s % 2] += byFirings;
            windows[s % 2] += one.windows().size();
            Map<Integer, Integer> hits = new TreeMap<>();
            int[] window = NabScore.windows(one);
            for (int i = NabScore.probation(one); i < window.length; i++) {
                hits.merge(window[i], (int) firings.get(s)[i], Integer::sum);
            }
            long hit = hits.entrySet().stream().filter(entry -> entry.getKey() >= 0 && entry.getValue() > 0).count();
            System.out.printf(Locale.ROOT, "| %s | %d | %.2f | %.2f | %d | %d |%n", one.name(), one.windows().size(),
                    NabScore.raw(one, scores.get(s), swept.threshold()), byFirings, hit, hits.getOrDefault(-1, 0));
        }
        System.out.printf(Locale.ROOT, "%nscores swept: %.1f at %.4f; with each series' threshold from the others: %.1f%n",
                swept.score(), swept.threshold(), leaveOneOut(all, scores));
        System.out.printf(Locale.ROOT, "firings: %.1f; on every second series %.1f, on the others %.1f%n",
                NabScore.normal(raw[0] + raw[1], windows[0] + windows[1]), NabScore.normal(raw[0], windows[0]),
                NabScore.normal(raw[1], windows[1]));
    }

    /// The threshold of each series is the one that is best on the others.
    private static double leaveOneOut(List<NabSeries> all, List<double[]> scores) {
        double raw = 0;
        int windows = 0;
        for (int s = 0; s < all.size(); s++) {
            List<NabSeries> others = new ArrayList<>(all);
            List<double[]> ofOthers = new ArrayList<>(scores);
            NabSeries one = others.remove(s);
            raw += NabScore.raw(one, ofOthers.remove(s), NabScore.best(others, ofOthers).threshold());
            windows += one.windows().size();
        }
        return NabScore.normal(raw, windows);
    }
}
