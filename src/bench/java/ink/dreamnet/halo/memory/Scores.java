package ink.dreamnet.halo.memory;

import java.util.Locale;

/// What came out of a simulation.
///
/// @param name of the page, and whether with memory
/// @param first how many first repairs were done
/// @param cured the share of them that were expected to cure, by the truth
/// @param oracle the same for whoever knows the truth
/// @param lateCured as cured, in the second half
/// @param lateOracle as oracle, in the second half
/// @param bias the mean of the shown uplift less the true one, over all repairs with an interval at the end
/// @param looks how often an interval of uplift was looked at
/// @param held the share of repairs whose interval of uplift held the truth at all of these times
/// @param repairs how many repairs had one
/// @param falselyProven how many repairs were ever called proven whose true success was not above 0.8
/// @param proven how many were called proven rightly
/// @param outcomesUntilProven the mean number of outcomes when these were first called so; NaN where none was
/// @param harmHeld the share of repairs whose true harm was never above its bound
record Scores(String name, int first, double cured, double oracle, double lateCured, double lateOracle, double bias,
        int looks, double held, int repairs, int falselyProven, int proven, double outcomesUntilProven,
        double harmHeld) {

    static final String HEAD = """
            | page | first repairs | cured | of an oracle | the same in the second half | bias of uplift | held at all times (repairs) | falsely proven | proven, after outcomes | harm below its bound |
            |---|---|---|---|---|---|---|---|---|---|%n""";

    String row() {
        return String.format(Locale.ROOT, "| %s | %d | %s | %s | %s | %+.3f | %s (%d) | %d | %d%s | %s |%n", name, first,
                MemoryBenchmark.percent(cured), MemoryBenchmark.percent(cured / oracle),
                MemoryBenchmark.percent(lateCured / lateOracle), bias, MemoryBenchmark.percent(held), repairs,
                falselyProven, proven,
                Double.isNaN(outcomesUntilProven) ? "" : String.format(Locale.ROOT, ", %.0f", outcomesUntilProven),
                MemoryBenchmark.percent(harmHeld));
    }

    String sentence() {
        return row().strip();
    }
}
