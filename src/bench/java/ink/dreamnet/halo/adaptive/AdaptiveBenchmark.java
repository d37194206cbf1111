package ink.dreamnet.halo.adaptive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How well the adaptive mode tells real changes from chance, on synthetic series of several families.
public final class AdaptiveBenchmark {

    private static final String HEAD = """
            | %s | sampled | weeks | changes | seen within 5 | false firings a week | ranked above normal |
            |---|---|---|---|---|---|---|%n""";

    private AdaptiveBenchmark() {
    }

    /// Prints tables in Markdown.
    ///
    /// @param args how many series of each kind (100 by default), and the first seed (1)
    public static void main(String[] args) {
        int series = args.length > 0 && args[0].matches("\\d+") ? Integer.parseInt(args[0]) : 100;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        Map<String, Outcome> families = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        System.out.printf(HEAD, "series");
        for (long minutes : new long[]{1, 5, 15, 60}) {
            for (boolean other : new boolean[]{false, true}) {
                for (boolean changes : new boolean[]{true, false}) {
                    if (other || minutes <= 5) {
                        Outcome sum = Outcome.NONE;
                        for (int i = 0; i < series; i++) {
                            SyntheticSeries one = other
                                    ? OtherSeries.of(seed + i, minutes * 60_000, changes)
                                    : SyntheticSeries.of(seed + i, minutes * 60_000, 21, 3, changes);
                            Outcome outcome = Outcome.of(one, AdaptiveProperties.DEFAULTS);
                            sum = sum.plus(outcome);
                            for (String family : one.name().split("/")) {
                                families.merge(family + " | " + minutes + " min", outcome, Outcome::plus);
                            }
                        }
                        missed.addAll(sum.missed());
                        row((other ? "others, " : "") + (changes ? "with changes" : "quiet") + " | " + minutes + " min", sum);
                    }
                }
            }
        }
        System.out.printf("%n" + HEAD, "family");
        families.forEach(AdaptiveBenchmark::row);
        System.out.println("\nmissed: " + missed.stream().collect(Collectors.groupingBy(m -> m, TreeMap::new,
                Collectors.counting())).entrySet().stream().sorted(Map.Entry.comparingByValue(
                        Comparator.reverseOrder())).limit(12).toList());
    }

    private static void row(String name, Outcome sum) {
        System.out.printf(Locale.ROOT, "| %s | %.0f | %d | %.1f %% | %.2f | %.2f %% |%n", name, sum.weeks(), sum.changes(),
                100 * sum.seenShare(), sum.falseAWeek(), 100 * sum.ranking());
    }
}
