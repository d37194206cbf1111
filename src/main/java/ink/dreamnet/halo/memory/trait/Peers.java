package ink.dreamnet.halo.memory.trait;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What many entities of one kind have in common.
final class Peers {

    /// From how many on a comparison says something.
    static final int FEWEST = 3;

    private Peers() {
    }

    /// @return the median, empty where they are too few
    static Optional<Double> median(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return size < FEWEST
                ? Optional.empty()
                : Optional.of((sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2);
    }

    /// @param weeks by the id of the entity
    /// @return the median of the seconds that they need for a task, by the names of [Reference]
    static Map<String, Double> seconds(EntityKind kind, Map<String, List<Week>> weeks, long asOfMs) {
        Map<String, Map<String, double[]>> byType = new HashMap<>();
        weeks.forEach((id, all) -> all.stream().filter(week -> week.verified() > 0).forEach(week -> {
            double[] sums = byType.computeIfAbsent(week.type(), any -> new HashMap<>()).computeIfAbsent(id,
                    any -> new double[2]);
            double weight = Traits.weight(week.ageMs(asOfMs));
            sums[0] += weight * week.seconds();
            sums[1] += weight * week.verified();
        }));
        Map<String, Double> medians = new HashMap<>();
        byType.forEach((type, sums) -> median(sums.values().stream().map(sum -> sum[0] / sum[1]).toList())
                .ifPresent(median -> medians.put(Reference.seconds(kind, type), median)));
        return medians;
    }
}
