package ink.dreamnet.halo.trigger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import ink.dreamnet.halo.trigger.SyntheticSeries.Outcome;

/// How well the adaptive mode tells real changes from chance, on synthetic series of several families.
public final class AdaptiveBenchmark {

    private AdaptiveBenchmark() {
    }

    /// Prints tables in Markdown.
    ///
    /// @param args how many series of each kind (100 by default), and the first seed (1)
    public static void main(String[] args) {
        int series = args.length > 0 && args[0].matches("\\d+") ? Integer.parseInt(args[0]) : 100;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        System.out.println("| series | sampled | weeks | changes | seen within 5 | false firings a week |");
        System.out.println("|---|---|---|---|---|---|");
        Map<String, Outcome> families = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        for (long interval : new long[]{60_000, 300_000}) {
            for (boolean changes : new boolean[]{true, false}) {
                Outcome sum = new Outcome(0, 0, 0, 0, List.of());
                for (int i = 0; i < series; i++) {
                    SyntheticSeries one = SyntheticSeries.of(seed + i, interval, 21, 3, changes);
                    Outcome outcome = one.judge(Adaptive.DEFAULTS);
                    sum = sum.plus(outcome);
                    for (String family : one.name().split("/")) {
                        families.merge(family, outcome, Outcome::plus);
                    }
                }
                missed.addAll(sum.missed());
                row((changes ? "with changes" : "quiet") + " | " + interval / 60_000 + " min", sum);
            }
        }
        System.out.println("\n| family | | weeks | changes | seen within 5 | false firings a week |");
        System.out.println("|---|---|---|---|---|---|");
        families.forEach((family, outcome) -> row(family + " |", outcome));
        System.out.println("\nmissed: " + missed.stream().collect(Collectors.groupingBy(m -> m, TreeMap::new,
                Collectors.counting())).entrySet().stream().sorted(Map.Entry.comparingByValue(
                        Comparator.reverseOrder())).limit(12).toList());
    }

    private static void row(String name, Outcome sum) {
        System.out.printf(Locale.ROOT, "| %s | %.0f | %d | %.1f %% | %.2f |%n", name, sum.weeks(), sum.changes(),
                100.0 * sum.seen() / Math.max(1, sum.changes()), sum.falsely() / sum.weeks());
    }
}
